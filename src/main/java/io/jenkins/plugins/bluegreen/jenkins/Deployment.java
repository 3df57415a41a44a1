package io.jenkins.plugins.bluegreen.jenkins;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.deploy.Outcome;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Owner;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.ssh.KnownHostsLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;

/** One deployment, seen from the controller: prepared here, run where the workspace is, and asked to stop from here. */
final class Deployment implements Callable<Outcome> {

    private final DeployFields job;
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final EnvVars environment;
    private final TaskListener listener;
    private final UnaryOperator<String> expand;
    private final BuildName name;
    private final String id;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Does nothing yet.
     *
     * @param job what the job says
     * @param expand replaces variables in what it says
     */
    Deployment(
            DeployFields job,
            Run<?, ?> run,
            FilePath workspace,
            EnvVars environment,
            TaskListener listener,
            UnaryOperator<String> expand) {
        this.job = job;
        this.run = run;
        this.workspace = workspace;
        this.environment = environment;
        this.listener = listener;
        this.expand = expand;
        this.name = new BuildName(run.getParent().getFullName(), run.getNumber());
        this.id = name.deployment();
    }

    /** Returns the deployment's id. */
    String id() {
        return id;
    }

    /**
     * Deploys, and returns when all is done or undone.
     *
     * @throws AbortException for what the person who configured it can mend
     */
    @Override
    public Outcome call() throws IOException, InterruptedException {
        try {
            BlueGreenConfiguration global = BlueGreenConfiguration.get();
            PlanFactory factory = new PlanFactory(job, global.entryFor(job, expand), global.book(), expand);
            factory.app();
            String artifact = ArtifactGlob.find(workspace, factory.artifact());
            String fileName = String.valueOf(Path.of(artifact).getFileName());
            DeployPlan plan = factory.plan(id, owner(), name.release(Instant.now()), fileName);
            return workspace.act(new DeployTask(plan, access(factory, global.book()), artifact, listener));
        } catch (PlanException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private Access access(PlanFactory factory, HostBook book) throws IOException, InterruptedException {
        FirstKeys known = FirstKeys.in(run.getParent().getRootDir().toPath());
        SshRoutes routes = new SshRoutes(
                factory,
                book,
                (credentialsId, trust) -> SshLogins.forRun(credentialsId, trust, run, environment.get("SSH_AUTH_SOCK")),
                known);
        Access access = new Access(routes.find(), factory.trustedCertificates());
        return factory.acceptFirst() ? access.knowing(learn(access, known)) : access;
    }

    /** What comes back is an agent's word, and no more than that: it may name only the hosts that were asked for. */
    private List<KnownHostsLine> learn(Access access, FirstKeys known) throws IOException, InterruptedException {
        List<KnownHostsLine> learned;
        try {
            learned = workspace
                    .getChannel()
                    .call(new LearnHostKeys(access.routes().values()));
        } catch (HostException e) {
            throw new AbortException(e.getMessage());
        }
        for (KnownHostsLine key : learned) {
            if (!access.mayLearn(key)) {
                throw new AbortException("The agent tells a key of the host " + key.hosts()
                        + ", which is none of this deployment's that may be trusted at first use.");
            }
            say("WARNING: no key of " + key.hosts()
                    + " was known. From now on this one is trusted, as hostKeyVerification"
                    + " allows: " + key.type() + " " + key.fingerprint() + ". Compare it with the host's own, and give"
                    + " hostKeys.");
        }
        known.add(learned);
        return learned;
    }

    /** Asks the deployment to stop; it undoes what it did, which may take a while. */
    void stop() {
        if (stopping.compareAndSet(false, true)) {
            say("Aborted: the deployment stops and undoes what it did. Please wait for the end of it.");
            try {
                workspace.getChannel().call(new DeployTask.Stop(id));
            } catch (IOException e) {
                say("The agent could not be told to stop (" + e.getMessage() + ").");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            say(
                    "Aborted once more, which changes nothing: the deployment is stopping already. Please wait for the end of it.");
        }
    }

    /** Writes a line to the console. */
    void say(String text) {
        listener.getLogger().println("[blue-green] " + text);
    }

    private Owner owner() {
        String url = Jenkins.get().getRootUrl();
        Cause.UserIdCause by = run.getCause(Cause.UserIdCause.class);
        String user = by == null ? null : by.getUserName();
        return new Owner(url == null ? "" : url, name.job() + " #" + name.number(), user == null ? "" : user);
    }
}
