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
import io.jenkins.plugins.bluegreen.ssh.SshLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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
            PlanFactory factory =
                    new PlanFactory(job, BlueGreenConfiguration.get().entryFor(job, expand), expand);
            factory.app();
            String artifact = ArtifactGlob.find(workspace, factory.artifact());
            String fileName = String.valueOf(Path.of(artifact).getFileName());
            DeployPlan plan = factory.plan(id, owner(), name.release(Instant.now()), fileName);
            SshLogin login = SshLogins.forRun(
                    factory.credentialsId(), factory.hostKeys(), run, environment.get("SSH_AUTH_SOCK"));
            return workspace.act(new DeployTask(plan, login, artifact, listener));
        } catch (PlanException e) {
            throw new AbortException(e.getMessage());
        }
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
