package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.probe.TrustedCertificates;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes a plan of what a job says, over what the global configuration says of the application, over the defaults: each single
 * value by itself.
 */
public final class PlanFactory {

    /** What stands behind fields that are looked at by themselves. */
    private static final DeploySettings NOTHING = new BlueGreenStep();

    private static final HealthCheckSettings NO_HEALTH_CHECK = new HealthCheckSettings();
    private static final NginxSettings NO_NGINX = new NginxSettings();

    private final LayeredSettings<DeploySettings> fields;
    private final HostCatalog book;
    private final UnaryOperator<String> variables;

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
        this.fields = new LayeredSettings<>(job, entry, expand);
        this.book = book;
        this.variables = variables;
    }

    /** Takes fields outside of a build. */
    public PlanFactory(DeploySettings job, DeploySettings entry, HostCatalog book, UnaryOperator<String> expand) {
        this(job, entry, book, expand, name -> null);
    }

    /** Takes fields that nothing stands behind. */
    public PlanFactory(DeploySettings fields) {
        this(fields, NOTHING, HostCatalog.EMPTY, UnaryOperator.identity());
    }

    /** Returns the application's name. */
    public ApplicationName app() {
        return new ApplicationName(required("application", text(DeploySettings::getApplication)));
    }

    /** Returns the Ant glob of the artifact. */
    public String artifact() {
        return required("artifact", text(DeploySettings::getArtifact));
    }

    /**
     * Returns the id of the credentials, or null for an SSH agent. What is written as a parameter of the build stays so, since Jenkins
     * itself has to look whether the one who gave it may use it.
     */
    public String credentialsId() {
        return fields.value(DeploySettings::getCredentialsId);
    }

    /** Returns the {@code known_hosts} lines, or an empty text. */
    public String hostKeys() {
        return KnownHostsLine.checkedAll("hostKeys", fields.text(DeploySettings::getHostKeys, ""));
    }

    /** Tells whether a host of which no key is known may be trusted at its first connection. */
    public boolean acceptFirst() {
        return HostKeyVerification.parse(fields.text(DeploySettings::getHostKeyVerification))
                == HostKeyVerification.ACCEPT_FIRST_CONNECTION;
    }

    /** Returns the jump hosts on the way to the hosts that have none of their own, as they are written. */
    public List<Target> jumpHosts() {
        return HostCatalog.parseJumpHosts(fields.text(DeploySettings::getJumpHosts));
    }

    /** Returns the certificates that the front door's is verified by, in PEM, or an empty text for those of the JVM. */
    public String trustedCertificates() {
        return TrustedCertificates.checked(fields.text(DeploySettings::getTrustedCertificates, ""));
    }

    /** Returns the hosts of the application and of nginx as they are written: names of the global configuration, or addresses. */
    public List<Target> written() {
        Set<Target> written = new LinkedHashSet<>(hosts());
        written.addAll(nginxHosts());
        return List.copyOf(written);
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
        String release = text(DeploySettings::getRelease);
        return new DeployPlan(
                deploymentId,
                owner,
                new Application(
                        app(),
                        book.addresses(hosts()),
                        new NginxRouterConfig(proxy()),
                        slots(),
                        required("deployDirectory", text(DeploySettings::getDeployDirectory)),
                        start()),
                new Release(release == null ? defaultRelease : release, fileName),
                health(),
                DeployPlan.parseFrontDoor(text(DeploySettings::getFrontDoor)),
                warmUp(),
                limits());
    }

    private List<Target> hosts() {
        return Target.parseAll(required("hosts", text(DeploySettings::getHosts)));
    }

    private List<Target> nginxHosts() {
        return Target.parseAll(nginx().text(NginxSettings::getHosts));
    }

    /** Returns the two ports. */
    public SlotPair slots() {
        return new SlotPair(
                required("bluePort", fields.value(DeploySettings::getBluePort)),
                required("greenPort", fields.value(DeploySettings::getGreenPort)));
    }

    /** Returns how the application is started. */
    public StartCommand start() {
        return new StartFactory(fields, variables).make();
    }

    /** Returns what is asked of the new release before the switch. */
    public WarmUp warmUp() {
        return new WarmUp(
                WarmUp.parse(text(DeploySettings::getWarmUp)), time("warmUpTime", DeploySettings::getWarmUpTime));
    }

    /** Returns how long things may take. */
    public Limits limits() {
        Integer failed = fields.value(DeploySettings::getMaxFailedRequests);
        String unsaid = text(DeploySettings::getFrontDoor) == null ? "0s" : Defaults.OF_DEPLOYMENT.get("observe");
        return new Limits(
                TimeSpan.parse("observe", fields.text(DeploySettings::getObserve, unsaid)),
                time("stopTimeout", DeploySettings::getStopTimeout),
                time("drainTimeout", DeploySettings::getDrainTimeout),
                time("lockTimeout", DeploySettings::getLockTimeout),
                fields.number(DeploySettings::getKeepReleases, Defaults.OF_DEPLOYMENT.get("keepReleases")),
                time("measureEvery", DeploySettings::getMeasureEvery),
                failed == null ? Limits.ANY_NUMBER : failed);
    }

    /** Returns what is asked to know that the application is healthy. */
    public HealthCheck health() {
        return new HealthCheckFactory(
                        fields.part(DeploySettings::getHealthCheck, NO_HEALTH_CHECK),
                        time("startTimeout", DeploySettings::getStartTimeout))
                .make();
    }

    /** Returns how nginx is switched. A job that names a file has chosen the layout; the other one's file does not count. */
    public NginxConfig proxy() {
        LayeredSettings<NginxSettings> nginx = nginx();
        NginxSettings own = nginx.own();
        boolean chosen = own.getFlagFile() != null || own.getIncludeFile() != null;
        LayeredSettings<NginxSettings> layout =
                new LayeredSettings<>(own, chosen ? NO_NGINX : nginx.fallback(), nginx.expand());
        String flag = layout.text(NginxSettings::getFlagFile);
        String include = layout.text(NginxSettings::getIncludeFile);
        if ((flag == null) == (include == null)) {
            throw new PlanException("nginx.flagFile and nginx.includeFile are both " + (flag == null ? "unset" : "set")
                    + "; give the one whose layout nginx is configured for" + whereToSet() + ".");
        }
        List<Target> hosts = book.addresses(nginxHosts());
        return flag != null
                ? new NginxConfig.Flag(hosts, flag)
                : new NginxConfig.Include(
                        hosts,
                        include,
                        nginx.text(NginxSettings::getVariable, Defaults.OF_NGINX.get("variable")),
                        nginx.text(NginxSettings::getTestCommand, Defaults.OF_NGINX.get("testCommand")),
                        nginx.text(NginxSettings::getReloadCommand, Defaults.OF_NGINX.get("reloadCommand")));
    }

    private LayeredSettings<NginxSettings> nginx() {
        return fields.part(DeploySettings::getNginx, NO_NGINX);
    }

    private String text(Function<DeploySettings, String> field) {
        return fields.text(field);
    }

    private Duration time(String name, Function<DeploySettings, String> field) {
        return TimeSpan.parse(name, fields.text(field, Defaults.OF_DEPLOYMENT.get(name)));
    }

    private <T> T required(String name, T value) {
        if (value == null) {
            String where = whereToSet();
            throw new PlanException(name + " is not set" + (where.isEmpty() ? "" : "; give it" + where) + ".");
        }
        return value;
    }

    private String whereToSet() {
        DeploySettings entry = fields.fallback();
        if (entry == NOTHING) {
            return "";
        }
        return entry.getApplication() == null
                ? " in the job"
                : " in the job, or for application '" + entry.getApplication() + "' in the global configuration";
    }
}
