package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
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
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** One deployment, seen from the controller: prepared here, run where the workspace is, and asked to stop from here. */
public final class Deployment implements Callable<Outcome> {

    private static final Logger LOG = Logger.getLogger(Deployment.class.getName());

    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final DeploySettings job;
    private final Build build;
    private final UnaryOperator<String> expand;
    private final String id;
    private final String release;
    // Null where it is not there any more.
    private final Agent agent;
    private final Reached reached = new Reached();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean wentOn = new AtomicBoolean();
    private final List<String> hidden;
    private volatile Mask mask;
    private volatile boolean lost;
    private volatile boolean ended;

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
        this.agent = agent(build);
        this.hidden = List.of();
        this.mask = Mask.NONE;
    }

    /** Stands for one that was cut off, to {@link #resume} it. */
    public Deployment(SavedDeployment saved, Build build) {
        this.job = saved.settings();
        this.build = build;
        this.expand = UnaryOperator.identity();
        this.id = saved.id();
        this.release = saved.release();
        this.agent = agent(build);
        this.hidden = saved.hidden();
        this.mask = Mask.of(hidden);
    }

    private static Agent agent(Build build) {
        return build.workspace() == null ? null : Agent.of(build.workspace());
    }

    /** Returns what has to be saved of it to take it up after a restart of Jenkins. */
    public SavedDeployment saved() {
        List<String> passed;
        try {
            passed = factory(BlueGreenConfiguration.get().book(), build.environment()::get)
                    .passed();
        } catch (PlanException e) {
            passed = List.of(); // which is said when it is called
        }
        return new SavedDeployment(id, release, job, passed);
    }

    /** Returns the deployment's id. */
    public String id() {
        return id;
    }

    /** Tells whether the connection to its agent was lost meanwhile, so that what Jenkins has of it is not to be used any more. */
    public boolean lostItsAgent() {
        return lost;
    }

    /**
     * Deploys, and returns when all is done or undone.
     *
     * @throws AbortException for whatever it cannot; the console says why
     */
    @Override
    public Outcome call() throws AbortException {
        return failuresSaid(this::deploy);
    }

    private Outcome deploy() throws IOException, InterruptedException {
        Prepared prepared;
        try {
            prepared = prepare();
        } catch (IOException | RuntimeException | Error e) {
            if (Agent.lost(e) && !JenkinsStopsException.now()) {
                throw new AbortException(LostAgent.sentence(agent.shown())
                        + " was lost before this deployment had changed anything. Deploy again.");
            }
            throw e;
        }
        try {
            return agent.workspace()
                    .act(new DeployTask(prepared.plan(), prepared.access(), prepared.artifact(), console()));
        } catch (PlanException | AbortException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            return afterLoss(prepared.plan(), prepared.access(), e);
        }
    }

    private record Prepared(DeployPlan plan, Access access, DeployTask.Artifact artifact) {}

    private Prepared prepare() throws IOException, InterruptedException {
        HostCatalog book = BlueGreenConfiguration.get().book();
        PlanFactory factory = factory(book, build.environment()::get);
        mask = hiding(factory);
        factory.app();
        ArtifactGlob glob = factory.artifact();
        String path = glob.find(agent.workspace());
        DeployPlan plan = plan(factory, glob.fileName(path));
        return new Prepared(plan, access(factory, book), new DeployTask.Artifact(path, glob.unpack(), glob.exclude()));
    }

    /**
     * Finds out how it ended, after a restart of Jenkins, and settles it if it did not; goes on with it, if it had not begun.
     *
     * @throws AbortException for whatever it cannot; the console says why
     */
    public Outcome resume() throws AbortException {
        return failuresSaid(() -> {
            CutOff cutOff = new CutOff("Jenkins was restarted", null, null, stopping.get());
            Prepared prepared = prepareAgain(cutOff);
            ResumeTask task = new ResumeTask(prepared.plan(), prepared.access(), console(), cutOff);
            if (agent == null) {
                return ended(task.here(), cutOff.by(), true);
            }
            try {
                return ended(Optional.ofNullable(agent.workspace().act(task)), cutOff.by(), true);
            } catch (AbortException e) {
                throw e;
            } catch (IOException | RuntimeException | Error e) {
                return afterLoss(prepared.plan(), prepared.access(), e);
            }
        });
    }

    /** What it takes may be gone meanwhile, such as credentials, but not what it may have begun. */
    private Prepared prepareAgain(CutOff cutOff) throws IOException, InterruptedException {
        try {
            HostCatalog book = BlueGreenConfiguration.get().book();
            // Which file it was and what it was given does not matter any more, but that it is not shown.
            PlanFactory factory = factory(book, name -> build.environment().getOrDefault(name, ""));
            mask = hiding(factory);
            return new Prepared(plan(factory, "artifact"), access(factory, book), null);
        } catch (PlanException | AbortException e) {
            throw new UnsettledException(
                    cutOff.by() + " during this deployment, and how it ended could not be found out: " + e.getMessage()
                            + " " + cutOff.left());
        }
    }

    /**
     * Settles it after a restart of Jenkins, and takes it back as long as there is something to go back to.
     *
     * @throws AbortException for whatever it cannot; the console says why
     */
    public Outcome takeBack() throws AbortException {
        stopping.set(true);
        return resume();
    }

    private Outcome afterLoss(DeployPlan plan, Access access, Throwable why) throws IOException, InterruptedException {
        lost = Agent.lost(why);
        String by = LostAgent.sentence(agent.shown()) + (lost ? " was lost" : " failed in an unforeseen way");
        if (lost) {
            LOG.info(() -> by + " during the deployment " + id + ": " + why);
        } else {
            LOG.log(Level.WARNING, why, () -> by + " during the deployment " + id + ".");
        }
        say(by + " during the deployment " + id
                + (lost ? ". Waiting for it, to find out how the deployment ended." : ": " + why));
        Supplier<ResumeTask> task = () -> new ResumeTask(plan, access, console(), reached.cutOff(by, stopping.get()));
        return ended(lost ? new LostAgent(agent, task, stopping::get, this::say).settle(id) : settled(task), by, lost);
    }

    /** Its agent is there still, which may reach hosts that the controller does not. */
    private Optional<Outcome> settled(Supplier<ResumeTask> task) throws InterruptedException {
        try {
            return Optional.ofNullable(agent.workspace().act(task.get()));
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, e, () -> "The deployment " + id + " is settled from the controller.");
            return task.get().here();
        }
    }

    private Outcome ended(Optional<Outcome> end, String by, boolean mayGoOn) throws IOException, InterruptedException {
        if (end.isPresent()) {
            return end.get();
        }
        boolean can = mayGoOn && agent != null && agent.connected() && !stopping.get();
        if (!can || !wentOn.compareAndSet(false, true)) {
            throw new AbortException(by + " before this deployment had changed anything. Deploy again.");
        }
        say("Nothing had been changed yet, so the deployment goes on from its beginning.");
        return deploy();
    }

    private AgentConsole console() {
        return new AgentConsole(build.listener(), reached, mask);
    }

    /** What can fail. */
    private interface Work {

        Outcome run() throws IOException, InterruptedException;
    }

    /** Nobody could look what a deployment left that was cut off. */
    private static final class UnsettledException extends AbortException {

        private static final long serialVersionUID = 1L;

        UnsettledException(String message) {
            super(message);
        }
    }

    /** What Jenkins itself would make of a failure is a stack trace in the console, without a mask. */
    private Outcome failuresSaid(Work work) throws AbortException {
        try {
            return work.run();
        } catch (JenkinsStopsException e) {
            say(e.getMessage());
            throw e;
        } catch (PlanException | AbortException e) {
            Outcome.Result result = e instanceof UnsettledException ? Outcome.Result.STUCK : Outcome.Result.UNDONE;
            say(FailureMessage.mark(result) + ": " + e.getMessage());
            throw FailureMessage.of(id, result);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (JenkinsStopsException.now()) {
                throw new JenkinsStopsException(id);
            }
            LOG.log(Level.WARNING, e, () -> "The deployment " + id + " failed in an unforeseen way.");
            say(FailureMessage.mark(Outcome.Result.STUCK) + ": The deployment failed in an unforeseen way: " + e
                    + ". What it left on the hosts, if anything, is settled by the next deployment of the application;"
                    + " the log of Jenkins tells more.");
            throw FailureMessage.of(id, Outcome.Result.STUCK);
        } finally {
            ended = true;
        }
    }

    /** Returns what is said last of a deployment that ended otherwise than well. */
    public AbortException lastWord(Outcome outcome) {
        return FailureMessage.of(id, outcome.result());
    }

    private PlanFactory factory(HostCatalog book, UnaryOperator<String> variables) {
        return new PlanFactory(job, BlueGreenConfiguration.get().entryFor(job, expand), book, expand, variables);
    }

    /** Whatever goes wrong here may show in its message what is to be hidden. */
    private Mask hiding(PlanFactory factory) {
        try {
            return Mask.of(
                    Stream.concat(hidden.stream(), factory.passed().stream()).toList());
        } catch (PlanException e) {
            throw e; // about names, not values
        } catch (RuntimeException | Error e) {
            throw new IllegalStateException("what passEnvironment passes could not be hidden ("
                    + e.getClass().getName() + ")");
        }
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
        // Without an agent it was begun before, and its first run has stored them.
        return factory.acceptFirst() && agent != null ? access.knowing(learn(access, known)) : access;
    }

    /** What comes back is an agent's word, and no more than that: it may name only the hosts that were asked for. */
    private List<KnownHostsLine> learn(Access access, TrustOnFirstUseStore known)
            throws IOException, InterruptedException {
        List<KnownHostsLine> learned;
        try {
            learned = agent.workspace()
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

    /** Asks the deployment to stop, and returns at once; it undoes what it did, which may take a while. */
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            say("Aborted: the deployment stops and undoes what it did. Please wait for the end of it.");
            Computer.threadPoolForRemoting.submit(this::askToStop);
        } else {
            say(
                    "Aborted once more, which changes nothing: the deployment is stopping already. Please wait for the end of it.");
        }
    }

    /** Asks until somebody hears it: what was just sent to an agent may not run there yet, and an agent may be away. */
    private void askToStop() {
        RunningDeployments.Stop stop = new RunningDeployments.Stop(id);
        Cancellation pause = new Cancellation();
        try {
            while (!ended && !stop.call() && !(agent != null && askedOnAgent(stop))) {
                pause.pauseRegardless(ASK_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean askedOnAgent(RunningDeployments.Stop stop) throws InterruptedException {
        try {
            return agent.workspace().getChannel().call(stop);
        } catch (IOException | RuntimeException e) {
            return false; // it is away, which is noticed elsewhere too
        }
    }

    /** Writes lines to the console. */
    public void say(String text) {
        mask.in(text)
                .lines()
                .map(ConsoleProgress::shown)
                .forEach(build.listener().getLogger()::println);
    }

    private Owner owner() {
        String url = Jenkins.get().getRootUrl();
        Cause.UserIdCause by = build.run().getCause(Cause.UserIdCause.class);
        String user = by == null ? null : by.getUserName();
        return new Owner(
                url == null ? "" : url, build.name().job() + " #" + build.name().number(), user == null ? "" : user);
    }
}
