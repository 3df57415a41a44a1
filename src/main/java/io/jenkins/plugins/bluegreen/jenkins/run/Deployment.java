package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import hudson.model.Cause;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.ArtifactGlob;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.plan.SshRoutes;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.report.FailureMessage;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.LearnHostKeys;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;

/** One deployment, seen from the controller: prepared here, run where the workspace is, and asked to stop from here. */
public final class Deployment implements Callable<Outcome> {

    private final DeploySettings job;
    private final Build build;
    private final UnaryOperator<String> expand;
    private final String id;
    private final String release;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Does nothing yet.
     *
     * @param job what the job says
     * @param build where it runs
     * @param expand replaces variables in what it says
     */
    public Deployment(DeploySettings job, Build build, UnaryOperator<String> expand) {
        this.job = job;
        this.build = build;
        this.expand = expand;
        this.id = build.name().deployment();
        this.release = build.name().release(Instant.now());
    }

    /** Stands for one that was cut off, to {@link #resume} it. */
    public Deployment(SavedDeployment saved, Build build) {
        this.job = saved.settings();
        this.build = build;
        this.expand = UnaryOperator.identity();
        this.id = saved.id();
        this.release = saved.release();
    }

    /** Returns the deployment's id. */
    public String id() {
        return id;
    }

    /** Returns the id of the release, where the job gives none. */
    public String release() {
        return release;
    }

    /**
     * Deploys, and returns when all is done or undone.
     *
     * @throws AbortException for what the person who configured it can mend; the console says what
     */
    @Override
    public Outcome call() throws IOException, InterruptedException {
        return refusalsSaid(() -> {
            HostCatalog book = BlueGreenConfiguration.get().book();
            PlanFactory factory = factory(book, build.environment()::get);
            factory.app();
            ArtifactGlob glob = factory.artifact();
            String artifact = glob.find(build.workspace());
            DeployPlan plan = plan(factory, glob.fileName(artifact));
            return build.workspace()
                    .act(new DeployTask(
                            plan,
                            access(factory, book),
                            new DeployTask.Artifact(artifact, glob.unpack(), glob.exclude()),
                            build.listener()));
        });
    }

    /**
     * Finds out how it ended, after a restart of Jenkins, and settles it if it did not.
     *
     * @throws AbortException for what the person who configured it can mend; the console says what
     */
    public Outcome resume() throws IOException, InterruptedException {
        return refusalsSaid(() -> {
            if (build.workspace() == null) {
                throw new AbortException("Jenkins was restarted during the deployment " + id
                        + ", and its agent is not there any more to find out how it ended; the next deployment of the"
                        + " application settles what is left of it.");
            }
            HostCatalog book = BlueGreenConfiguration.get().book();
            // Which file it was and what it was given does not matter any more.
            PlanFactory factory = factory(book, name -> "");
            DeployPlan plan = plan(factory, "artifact");
            return build.workspace().act(new ResumeTask(plan, access(factory, book), build.listener()));
        });
    }

    /** What can be refused. */
    private interface Work {

        Outcome run() throws IOException, InterruptedException;
    }

    private Outcome refusalsSaid(Work work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (PlanException | AbortException e) {
            say(FailureMessage.mark(Outcome.Result.ROLLED_BACK) + ": " + e.getMessage());
            throw FailureMessage.of(id, Outcome.Result.ROLLED_BACK);
        }
    }

    /** Returns what is said last of a deployment that ended otherwise than well. */
    public AbortException lastWord(Outcome outcome) {
        return FailureMessage.of(id, outcome.result());
    }

    private PlanFactory factory(HostCatalog book, UnaryOperator<String> variables) {
        return new PlanFactory(job, BlueGreenConfiguration.get().entryFor(job, expand), book, expand, variables);
    }

    private DeployPlan plan(PlanFactory factory, String fileName) {
        return factory.plan(id, owner(), release, fileName);
    }

    private Access access(PlanFactory factory, HostCatalog book) throws IOException, InterruptedException {
        TrustOnFirstUseStore known =
                TrustOnFirstUseStore.in(build.run().getParent().getRootDir().toPath());
        SshRoutes routes = new SshRoutes(
                factory,
                book,
                (credentialsId, trust) -> SshLogins.forRun(
                        credentialsId, trust, build.run(), build.environment().get("SSH_AUTH_SOCK")),
                known);
        Access access = new Access(routes.find(), factory.trustedCertificates());
        return factory.acceptFirst() ? access.knowing(learn(access, known)) : access;
    }

    /** What comes back is an agent's word, and no more than that: it may name only the hosts that were asked for. */
    private List<KnownHostsLine> learn(Access access, TrustOnFirstUseStore known)
            throws IOException, InterruptedException {
        List<KnownHostsLine> learned;
        try {
            learned = build.workspace()
                    .getChannel()
                    .call(new LearnHostKeys(access.routes().values()));
        } catch (HostException e) {
            throw new AbortException((e.getMessage() + "\n" + e.evidence()).strip());
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
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            say("Aborted: the deployment stops and undoes what it did. Please wait for the end of it.");
            try {
                build.workspace().getChannel().call(new RunningDeployments.Stop(id));
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

    /** Writes lines to the console. */
    public void say(String text) {
        text.lines().map(ConsoleProgress::shown).forEach(build.listener().getLogger()::println);
    }

    private Owner owner() {
        String url = Jenkins.get().getRootUrl();
        Cause.UserIdCause by = build.run().getCause(Cause.UserIdCause.class);
        String user = by == null ? null : by.getUserName();
        return new Owner(
                url == null ? "" : url, build.name().job() + " #" + build.name().number(), user == null ? "" : user);
    }
}
