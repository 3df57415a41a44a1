package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HooksSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostKeyVerification;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.ProcessSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.AllAtOnceSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.StrategySettings;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.probe.TrustedCertificates;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes a plan of what a job says, over what the global configuration says of the application, over the defaults: each single
 * value by itself.
 */
public final class PlanFactory {

    private final DeploySettings settings;
    private final DeploySettings job;
    private final HostCatalog book;
    private final UnaryOperator<String> expand;
    private final UnaryOperator<String> variables;

    /** Where a person gives what is missing, for the end of a sentence; empty where settings are looked at by themselves. */
    private final String whereToSet;

    /**
     * Takes what a job says.
     *
     * @param job the job's fields
     * @param entry the fields of the application in the global configuration; an object without any for an inline application
     * @param book the hosts of the global configuration
     * @param expand replaces variables in the job's texts
     * @param variables returns the value of a variable of the build, or null if it has none of that name
     */
    public PlanFactory(
            DeploySettings job,
            DeploySettings entry,
            HostCatalog book,
            UnaryOperator<String> expand,
            UnaryOperator<String> variables) {
        this.settings = job.over(entry, expand).withDefaults();
        this.job = job;
        this.book = book;
        this.expand = expand;
        this.variables = variables;
        this.whereToSet = whereToSet(entry);
    }

    /** Takes settings that nothing stands behind, of no build: every variable counts as empty. */
    public PlanFactory(DeploySettings settings, HostCatalog book) {
        this(settings, null, book, UnaryOperator.identity(), name -> "");
    }

    private static String whereToSet(DeploySettings entry) {
        if (entry == null) {
            return "";
        }
        return entry.getApplication() == null
                ? " in the job"
                : " in the job, or for application '" + entry.getApplication() + "' in the global configuration";
    }

    /** Returns the application's name. */
    public ApplicationName app() {
        return new ApplicationName(required("application", settings.getApplication()));
    }

    /**
     * Returns what finds the artifact.
     *
     * @throws PlanException if it is not given, or leads out of the workspace
     */
    public ArtifactGlob artifact() {
        return new ArtifactGlob(
                certain("artifact", job.getArtifact(), settings.getArtifact()),
                orEmpty(settings.getExclude()),
                Boolean.TRUE.equals(settings.getUnpack()));
    }

    /**
     * Checks what only they need who lead users to a release that these were not led to before, and who begin now: what goes back, or is to
     * be settled, is not kept from it.
     *
     * @throws PlanException for a limit of failed requests that the job itself gives, and nobody would count
     */
    public void checkCounted() {
        if (job.getMaxFailedRequests() != null) {
            limits().checkCounted(asked(), whereToSet);
        }
    }

    /** Returns a sentence where such a limit is the application's, so that it is no mistake of the job and has no effect there. */
    public Optional<String> uncounted() {
        return job.getMaxFailedRequests() != null
                ? Optional.empty()
                : limits().uncounted(asked()).map(why -> why + "; the limit of the application is left out here.");
    }

    private boolean asked() {
        return FrontDoorRequest.parseUrl(settings.getFrontDoor()) != null;
    }

    /** Tells whether it is only to be found out what would be done. */
    public boolean dryRun() {
        return Boolean.TRUE.equals(settings.getDryRun());
    }

    /**
     * Returns for how long the release is held once it is healthy, and what becomes of it then.
     *
     * @throws PlanException for what is no time, or no such end
     */
    public Hold hold() {
        String time = settings.getHold();
        return new Hold(
                time == null ? Duration.ZERO : TimeSpan.parse("hold", time), Hold.Ends.parse(settings.getHoldEnds()));
    }

    /**
     * Returns the id of the credentials, or null for an SSH agent. What is written as a parameter of the build stays so, since Jenkins
     * itself has to look whether the one who gave it may use it.
     */
    public String credentialsId() {
        return settings.getCredentialsId();
    }

    /** Returns the {@code known_hosts} lines, or an empty text. */
    public String hostKeys() {
        return KnownHostsLine.checkedAll("hostKeys", orEmpty(settings.getHostKeys()));
    }

    /** Tells whether a host of which no key is known may be trusted at its first connection. */
    public boolean acceptFirst() {
        return HostKeyVerification.parse(settings.getHostKeyVerification())
                == HostKeyVerification.ACCEPT_FIRST_CONNECTION;
    }

    /** Returns the jump hosts on the way to the hosts that have none of their own, as they are written. */
    public List<Target> jumpHosts() {
        return HostSettings.parseJumpHosts("jumpHosts", settings.getJumpHosts());
    }

    /** Returns the certificates that the front door's is verified by, in PEM, or an empty text for those of the JVM. */
    public String trustedCertificates() {
        return TrustedCertificates.checked(orEmpty(settings.getTrustedCertificates()));
    }

    /** Returns the values that the build passes on, to the application or in headers, which nothing that is printed may show. */
    public List<String> passed() {
        List<String> passed = new ArrayList<>();
        StartCommand.parseNames(settings.getPassEnvironment()).stream()
                .map(variables)
                .filter(Objects::nonNull)
                .forEach(passed::add);
        passed.addAll(healthHeaders().secrets());
        passed.addAll(frontDoorHeaders().secrets());
        return passed;
    }

    private HeaderLines healthHeaders() {
        HealthCheckSettings ofJob = job.getHealthCheck();
        return headers(
                "healthCheck.headers",
                settings.getHealthCheck().getHeaders(),
                ofJob == null ? null : ofJob.getHeaders());
    }

    private HeaderLines frontDoorHeaders() {
        return headers("frontDoorHeaders", settings.getFrontDoorHeaders(), job.getFrontDoorHeaders());
    }

    private HeaderLines headers(String field, String text, String ofJob) {
        return new HeaderLines(field, text, ofJob == null ? UnaryOperator.identity() : expand, variables);
    }

    /** Returns the hosts of the application and of its router as they are written: names of the global configuration, or addresses. */
    public List<Target> written() {
        Set<Target> written = new LinkedHashSet<>(hosts());
        written.addAll(routerSettings().writtenHosts());
        return List.copyOf(written);
    }

    /**
     * Returns the addresses of the application's hosts.
     *
     * @throws PlanException if they are not given, or not rightly
     */
    public List<Target> addresses() {
        return book.addresses("hosts", hosts());
    }

    /**
     * Constructs the plan, which checks it.
     *
     * @param deploymentId names the deployment
     * @param owner who deploys
     * @param defaultRelease the release's id where none is given
     * @param fileName the artifact's name
     */
    public DeployPlan plan(String deploymentId, Owner owner, String defaultRelease, String fileName) {
        String release = settings.getRelease();
        hold();
        return new DeployPlan(
                deploymentId,
                owner,
                application(start()),
                new Release(release == null ? defaultRelease : release, fileName),
                new Checks(
                        health(healthHeaders().make()),
                        frontDoor(frontDoorHeaders().make()),
                        warmUp()),
                hooks(),
                limits(),
                strategy());
    }

    /**
     * Constructs the plan of one who starts nothing by what the settings say. What only that takes is left out, and so are the headers for
     * which the build lacks a variable. Users are led back all at once, whatever led them here.
     *
     * @param deploymentId names the deployment
     * @param owner who deploys
     * @param release what stands for the release
     */
    public DeployPlan planOfStarted(String deploymentId, Owner owner, String release) {
        return new DeployPlan(
                deploymentId,
                owner,
                application(new StartCommand(StartCommand.DEFAULT, Map.of())),
                new Release(release, release),
                new Checks(
                        health(healthHeaders().known()),
                        frontDoor(frontDoorHeaders().known()),
                        warmUp()),
                hooks(),
                limits(),
                new AllAtOnce());
    }

    /** Constructs the plan of one who leads users to what is held: as {@link #planOfStarted}, but by the strategy of the settings. */
    public DeployPlan planOfHeld(String deploymentId, Owner owner, String release) {
        return planOfStarted(deploymentId, owner, release).by(strategy());
    }

    private Application application(StartCommand start) {
        return new Application(
                app(),
                addresses(),
                router(),
                process(),
                slots(),
                certain("deployDirectory", job.getDeployDirectory(), settings.getDeployDirectory()),
                start,
                orEmpty(settings.getAdopt()));
    }

    private List<Target> hosts() {
        return Target.parseAll("hosts", certain("hosts", job.getHosts(), settings.getHosts()));
    }

    private SlotPair slots() {
        return new SlotPair(
                required("bluePort", settings.getBluePort()), required("greenPort", settings.getGreenPort()));
    }

    private StartCommand start() {
        return new StartFactory(settings, job, expand, variables).make();
    }

    private FrontDoorRequest frontDoor(Map<String, String> headers) {
        return new FrontDoorRequest(
                FrontDoorRequest.parseUrl(settings.getFrontDoor()),
                headers,
                TimeSpan.parse("frontDoorTimeout", settings.getFrontDoorTimeout()));
    }

    private WarmUp warmUp() {
        return new WarmUp(WarmUp.parse(settings.getWarmUp()), TimeSpan.parse("warmUpTime", settings.getWarmUpTime()));
    }

    private Hooks hooks() {
        HooksSettings given = settings.getHooks();
        return new Hooks(
                given == null ? Map.of() : given.commands(),
                TimeSpan.parse("hookTimeout", settings.getHookTimeout()),
                Hooks.parseHosts(settings.getHookHosts()));
    }

    private Limits limits() {
        Integer failed = settings.getMaxFailedRequests();
        return new Limits(
                TimeSpan.parse("observe", settings.getObserve()),
                TimeSpan.parse("stopTimeout", settings.getStopTimeout()),
                TimeSpan.parse("drainTimeout", settings.getDrainTimeout()),
                TimeSpan.parse("lockTimeout", settings.getLockTimeout()),
                settings.getKeepReleases(),
                TimeSpan.parse("keepPrevious", settings.getKeepPrevious()),
                TimeSpan.parse("measureEvery", settings.getMeasureEvery()),
                failed == null ? Limits.ANY_NUMBER : failed);
    }

    private HealthCheck health(Map<String, String> headers) {
        return new HealthCheckFactory(
                        settings.getHealthCheck(), headers, TimeSpan.parse("startTimeout", settings.getStartTimeout()))
                .make();
    }

    private RouterAdapter router() {
        RouterSettings router = routerSettings();
        try {
            return router.adapter(book.addresses("router", router.writtenHosts()))
                    .of(app());
        } catch (NotGivenException e) {
            throw e.at(whereToSet);
        }
    }

    private ProcessAdapter process() {
        ProcessSettings process = settings.getProcess();
        try {
            return (process == null ? new SessionSettings() : process).adapter();
        } catch (NotGivenException e) {
            throw e.at(whereToSet);
        }
    }

    private Strategy strategy() {
        StrategySettings strategy = settings.getStrategy();
        try {
            return (strategy == null ? new AllAtOnceSettings() : strategy).strategy();
        } catch (NotGivenException e) {
            throw e.at(whereToSet);
        }
    }

    /** Returns the part of the router's own configuration that the application needs, and of what starts its processes. */
    public String routerConfiguration() {
        RouterSettings router = routerSettings();
        List<Target> hosts = router.writtenHosts().isEmpty() ? List.of() : hosts();
        Optional<URI> frontDoor = Optional.ofNullable(FrontDoorRequest.parseUrl(settings.getFrontDoor()));
        StrategySettings strategy = settings.getStrategy();
        String own = strategy != null && strategy.needsShares()
                ? router.configurationWithShares(app(), slots(), hosts, frontDoor)
                : router.configuration(app(), slots(), hosts, frontDoor);
        ProcessSettings process = settings.getProcess();
        String other = process == null
                ? ""
                : process.configuration(
                        application(new StartCommand(StartCommand.DEFAULT, Map.of())), limits().stopTimeout());
        return other.isEmpty() ? own : own + "\n" + other;
    }

    private RouterSettings routerSettings() {
        return required("router", settings.getRouter());
    }

    /** What is deployed, and where to, is not what stands elsewhere because a variable is empty by mistake. */
    private String certain(String name, String written, String value) {
        if (written != null && expand.apply(written).isBlank()) {
            throw new PlanException(name + " is '" + written + "', of which nothing is left when its variables are"
                    + " replaced; give them a value, or leave " + name + " empty for that of the application.");
        }
        return required(name, value);
    }

    private <T> T required(String name, T value) {
        if (value == null) {
            throw new NotGivenException(name + " is not set" + (whereToSet.isEmpty() ? "" : "; give it" + whereToSet));
        }
        return value;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
