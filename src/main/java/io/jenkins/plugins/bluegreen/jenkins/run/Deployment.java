package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.record.Recording;
import io.jenkins.plugins.bluegreen.jenkins.report.FailureMessage;
import io.jenkins.plugins.bluegreen.jenkins.report.PreviewAccess;
import io.jenkins.plugins.bluegreen.jenkins.report.ResultMap;
import io.jenkins.plugins.bluegreen.jenkins.run.Preparation.Prepared;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.Names;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One deployment, seen from the controller: prepared here, run where the workspace is, and asked to stop from here. */
public final class Deployment implements Callable<Outcome> {

    private static final Logger LOG = Logger.getLogger(Deployment.class.getName());

    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final Undertaking work;
    private final Build build;
    private final String id;
    private final String release;
    // Null where it is not there any more.
    private final Agent agent;
    private final Reached reached = new Reached();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean wentOn = new AtomicBoolean();
    private final Preparation preparation;
    private final Recording recording;
    // Null where a build does it, which is given its own.
    private final Given given;
    private volatile String application = "";
    private volatile List<String> hosts = List.of();
    // Null as long as there is none.
    private volatile DeployPlan plan;
    private volatile boolean dry;
    private volatile boolean lost;
    private volatile boolean ended;

    /**
     * Does nothing yet.
     *
     * @param work what is done, with what the job says
     * @param build where it runs
     * @param expand replaces variables in what it says
     */
    public Deployment(Undertaking work, Build build, UnaryOperator<String> expand) {
        this.work = work;
        this.dry = work.dry();
        this.build = build;
        this.id = build.name().deployment();
        this.release = build.name().release(Instant.now());
        this.agent = agent(build);
        this.preparation = new Preparation(work.settings(), build, expand, secrets(work));
        this.recording = recording();
        this.given = null;
    }

    /** Stands for one that was cut off, to {@link #resume} it. */
    public Deployment(SavedDeployment saved, Build build) {
        this(saved, build, null, UnaryOperator.identity());
    }

    /**
     * Stands for one that no build does.
     *
     * @param given what the deployment was given that it is about
     */
    public Deployment(SavedDeployment saved, Build build, Given given) {
        this(saved, build, given, given::expanded);
    }

    private Deployment(SavedDeployment saved, Build build, Given given, UnaryOperator<String> expand) {
        this.work = saved.work();
        this.dry = work.dry();
        this.build = build;
        this.id = saved.id();
        this.release = saved.release();
        this.agent = agent(build);
        this.preparation = new Preparation(work.settings(), build, expand, saved.hidden());
        this.recording = recording();
        this.given = given;
    }

    private static List<String> secrets(Undertaking work) {
        return work.preview().map(PreviewToken::value).stream().toList();
    }

    private Recording recording() {
        return new Recording(
                        Deployments.get(),
                        id,
                        () -> build.occasion().origin(work.kind(), agent == null ? "" : agent.node()))
                .in(build.occasion().history());
    }

    private static Agent agent(Build build) {
        return build.workspace() == null ? null : Agent.of(build.workspace());
    }

    /** Returns what has to be saved of it to take it up after a restart of Jenkins. */
    public SavedDeployment saved() {
        return new SavedDeployment(id, release, work, preparation.hidden());
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
            prepared = preparation.prepare(work, names(), agent, this::about);
        } catch (IOException | RuntimeException | Error e) {
            if (Agent.lost(e) && !JenkinsStopsException.now()) {
                throw new AbortException(LostAgent.sentence(agent.shown())
                        + " was lost before this deployment had changed anything. Deploy again.");
            }
            throw e;
        }
        plan = prepared.plan();
        if (!dry) {
            record(prepared);
        }
        try {
            return agent.workspace()
                    .act(new DeployTask(prepared.plan(), prepared.access(), prepared.errand(), console()));
        } catch (PlanException | AbortException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            return afterLoss(prepared, e);
        }
    }

    private void record(Prepared prepared) {
        if (work.decides()) {
            recording.decides(prepared.errand()::decidesOn);
        }
        recording.begin(prepared.plan(), work.release(prepared.plan()));
        prepared.errand().due(prepared.plan()).ifPresent(recording::due);
        if (work.kind().byBuild()) {
            // Now, since what takes it up after a restart of Jenkins is given less.
            recording.keep(preparation.given());
        } else if (given != null && !work.kind().back()) {
            // What it deals with is settled, and what that one was given is not kept of it any more.
            recording.keep(given.sealed());
        }
    }

    private void about(PlanFactory factory) {
        application = factory.app().value();
        hosts = hosts(factory);
        dry = work.dry(factory);
        if (!dry) {
            recording.of(application);
        }
    }

    /** What is wrong with them, the plan says. */
    private static List<String> hosts(PlanFactory factory) {
        try {
            return factory.addresses().stream().map(Target::toString).toList();
        } catch (PlanException e) {
            return List.of();
        }
    }

    /**
     * Finds out how it ended, after a restart of Jenkins, and settles it if it did not; goes on with it, if it had not begun.
     *
     * @throws AbortException for whatever it cannot; the console says why
     */
    public Outcome resume() throws AbortException {
        return failuresSaid(() -> {
            recording.takeUp();
            CutOff cutOff = new CutOff("Jenkins was restarted", null, null, stopping.get());
            Prepared prepared = prepareAgain(cutOff);
            if (dry) {
                return ended(Optional.empty(), cutOff.by(), true);
            }
            plan = prepared.plan();
            recording.begin(prepared.plan(), work.release(prepared.plan()));
            ResumeTask task = new ResumeTask(prepared.plan(), prepared.access(), prepared.errand(), console(), cutOff);
            if (agent == null) {
                return ended(task.here(), cutOff.by(), true);
            }
            try {
                return ended(Optional.ofNullable(agent.workspace().act(task)), cutOff.by(), true);
            } catch (AbortException e) {
                throw e;
            } catch (IOException | RuntimeException | Error e) {
                return afterLoss(prepared, e);
            }
        });
    }

    /** What it takes may be gone meanwhile, such as credentials, but not what it may have begun. */
    private Prepared prepareAgain(CutOff cutOff) throws IOException, InterruptedException {
        try {
            return preparation.again(work, names(), agent, this::about);
        } catch (PlanException | AbortException e) {
            if (dry) {
                throw new AbortException(cutOff.by() + " during this dry run, and it cannot go on: " + e.getMessage()
                        + " Nothing was changed.");
            }
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

    private Outcome afterLoss(Prepared prepared, Throwable why) throws IOException, InterruptedException {
        lost = Agent.lost(why);
        String by = LostAgent.sentence(agent.shown()) + (lost ? " was lost" : " failed in an unforeseen way");
        if (lost) {
            LOG.info(() -> by + " during the deployment " + id + ": " + why);
        } else {
            LOG.log(Level.WARNING, why, () -> by + " during the deployment " + id + ".");
        }
        say(by + " during the deployment " + id
                + (lost && !dry ? ". Waiting for it, to find out how the deployment ended." : ": " + why));
        if (dry) {
            return ended(Optional.empty(), by, false);
        }
        recording.takeUp();
        Supplier<ResumeTask> task = () -> new ResumeTask(
                prepared.plan(), prepared.access(), prepared.errand(), console(), reached.cutOff(by, stopping.get()));
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
        return new AgentConsole(build.listener(), reached, recording.events(), preparation.mask());
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
            Outcome outcome = work.run();
            if (outcome.result() == Outcome.Result.HELD) {
                build.occasion().holds(plan);
            }
            recording.ended(outcome);
            build.occasion().ended(what(), hosts, outcome.well() ? "" : outcome.sentence());
            return outcome;
        } catch (JenkinsStopsException e) {
            recording.left();
            say(e.getMessage());
            throw e;
        } catch (PlanException | AbortException e) {
            Outcome.Result result = e instanceof UnsettledException ? Outcome.Result.STUCK : Outcome.Result.UNDONE;
            throw failed(result, e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (JenkinsStopsException.now()) {
                recording.left();
                throw new JenkinsStopsException(id);
            }
            LOG.log(Level.WARNING, e, () -> "The deployment " + id + " failed in an unforeseen way.");
            if (dry) {
                String why = "The dry run failed in an unforeseen way: " + e + ". Nothing was changed.";
                throw failed(Outcome.Result.UNDONE, why);
            }
            throw failed(
                    Outcome.Result.STUCK,
                    "The deployment failed in an unforeseen way: " + e
                            + ". What it left on the hosts, if anything, is settled by the next deployment of the"
                            + " application; the log of Jenkins tells more.");
        } finally {
            ended = true;
        }
    }

    /** How a dry run ends says nothing of how a deployment in the same build did. */
    private String what() {
        return dry ? (application + " (dry run)").strip() : application;
    }

    private AbortException failed(Outcome.Result result, String why) {
        say(FailureMessage.mark(result) + ": " + why);
        String shown = preparation.mask().in(why);
        recording.ended(result, shown);
        build.occasion().ended(what(), hosts, shown);
        return FailureMessage.of(id, result);
    }

    /** Returns what a Pipeline is told of how it ended. */
    public Map<String, Object> result(Outcome outcome) {
        return ResultMap.of(outcome, preview(outcome));
    }

    /** Returns how testers see what it holds through the router; nothing where it holds nothing, or they do not. */
    public Optional<PreviewAccess> preview(Outcome outcome) {
        boolean seen = outcome.result() == Outcome.Result.HELD
                && plan != null
                && plan.application().router().previews();
        return work.preview()
                .filter(token -> seen)
                .map(token -> new PreviewAccess(
                        token, Optional.ofNullable(plan.frontDoor().url())));
    }

    /** Returns what is said last of a deployment that ended otherwise than well. */
    public AbortException lastWord(Outcome outcome) {
        return FailureMessage.of(id, outcome.result());
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
        preparation.say(text);
    }

    private Names names() {
        return new Names(id, release);
    }
}
