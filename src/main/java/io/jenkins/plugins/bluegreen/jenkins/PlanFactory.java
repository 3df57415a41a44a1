package io.jenkins.plugins.bluegreen.jenkins;

import io.jenkins.plugins.bluegreen.plan.AppName;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Limits;
import io.jenkins.plugins.bluegreen.plan.Owner;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import io.jenkins.plugins.bluegreen.plan.ProxyConfig;
import io.jenkins.plugins.bluegreen.plan.Release;
import io.jenkins.plugins.bluegreen.plan.SlotPair;
import io.jenkins.plugins.bluegreen.plan.StartCommand;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.plan.WarmUp;
import io.jenkins.plugins.bluegreen.probe.TrustedCertificates;
import io.jenkins.plugins.bluegreen.ssh.KnownHostsLine;
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
final class PlanFactory {

    /** What stands behind fields that are looked at by themselves. */
    private static final DeployFields NOTHING = new BlueGreenStep();

    private static final HealthCheckFields NO_HEALTH_CHECK = new HealthCheckFields();
    private static final NginxFields NO_NGINX = new NginxFields();

    private final Merged<DeployFields> fields;
    private final HostBook book;
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
    PlanFactory(
            DeployFields job,
            DeployFields entry,
            HostBook book,
            UnaryOperator<String> expand,
            UnaryOperator<String> variables) {
        this.fields = new Merged<>(job, entry, expand);
        this.book = book;
        this.variables = variables;
    }

    /** Takes fields outside of a build. */
    PlanFactory(DeployFields job, DeployFields entry, HostBook book, UnaryOperator<String> expand) {
        this(job, entry, book, expand, name -> null);
    }

    /** Takes fields that nothing stands behind. */
    PlanFactory(DeployFields fields) {
        this(fields, NOTHING, HostBook.EMPTY, UnaryOperator.identity());
    }

    /** Returns the application's name. */
    AppName app() {
        return new AppName(required("application", text(DeployFields::getApplication)));
    }

    /** Returns the Ant glob of the artifact. */
    String artifact() {
        return required("artifact", text(DeployFields::getArtifact));
    }

    /**
     * Returns the id of the credentials, or null for an SSH agent. What is written as a parameter of the build stays so, since Jenkins
     * itself has to look whether the one who gave it may use it.
     */
    String credentialsId() {
        return fields.value(DeployFields::getCredentialsId);
    }

    /** Returns the {@code known_hosts} lines, or an empty text. */
    String hostKeys() {
        return KnownHostsLine.checkedAll("hostKeys", fields.text(DeployFields::getHostKeys, ""));
    }

    /** Tells whether a host of which no key is known may be trusted at its first connection. */
    boolean acceptFirst() {
        return HostKeyVerification.parse(fields.text(DeployFields::getHostKeyVerification))
                == HostKeyVerification.ACCEPT_FIRST_CONNECTION;
    }

    /** Returns the jump hosts on the way to the hosts that have none of their own, as they are written. */
    List<Target> jumpHosts() {
        return HostBook.parseJumpHosts(fields.text(DeployFields::getJumpHosts));
    }

    /** Returns the certificates that the front door's is verified by, in PEM, or an empty text for those of the JVM. */
    String trustedCertificates() {
        return TrustedCertificates.checked(fields.text(DeployFields::getTrustedCertificates, ""));
    }

    /** Returns the hosts of the application and of nginx as they are written: names of the global configuration, or addresses. */
    List<Target> written() {
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
    DeployPlan plan(String deploymentId, Owner owner, String defaultRelease, String fileName) {
        String release = text(DeployFields::getRelease);
        return new DeployPlan(
                deploymentId,
                owner,
                app(),
                book.addresses(hosts()),
                slots(),
                required("deployDirectory", text(DeployFields::getDeployDirectory)),
                new Release(release == null ? defaultRelease : release, fileName),
                start(),
                health(),
                proxy(),
                DeployPlan.parseFrontDoor(text(DeployFields::getFrontDoor)),
                warmUp(),
                limits());
    }

    private List<Target> hosts() {
        return Target.parseAll(required("hosts", text(DeployFields::getHosts)));
    }

    private List<Target> nginxHosts() {
        return Target.parseAll(nginx().text(NginxFields::getHosts));
    }

    /** Returns the two ports. */
    SlotPair slots() {
        return new SlotPair(
                required("bluePort", fields.value(DeployFields::getBluePort)),
                required("greenPort", fields.value(DeployFields::getGreenPort)));
    }

    /** Returns how the application is started. */
    StartCommand start() {
        return new StartFactory(fields, variables).make();
    }

    /** Returns what is asked of the new release before the switch. */
    WarmUp warmUp() {
        return new WarmUp(WarmUp.parse(text(DeployFields::getWarmUp)), time("warmUpTime", DeployFields::getWarmUpTime));
    }

    /** Returns how long things may take. */
    Limits limits() {
        Integer failed = fields.value(DeployFields::getMaxFailedRequests);
        String unsaid = text(DeployFields::getFrontDoor) == null ? "0s" : Defaults.OF_DEPLOYMENT.get("observe");
        return new Limits(
                TimeSpan.parse("observe", fields.text(DeployFields::getObserve, unsaid)),
                time("stopTimeout", DeployFields::getStopTimeout),
                time("drainTimeout", DeployFields::getDrainTimeout),
                time("lockTimeout", DeployFields::getLockTimeout),
                fields.number(DeployFields::getKeepReleases, Defaults.OF_DEPLOYMENT.get("keepReleases")),
                time("measureEvery", DeployFields::getMeasureEvery),
                failed == null ? Limits.ANY_NUMBER : failed);
    }

    /** Returns what is asked to know that the application is healthy. */
    HealthCheck health() {
        return new HealthCheckFactory(
                        fields.part(DeployFields::getHealthCheck, NO_HEALTH_CHECK),
                        time("startTimeout", DeployFields::getStartTimeout))
                .make();
    }

    /** Returns how nginx is switched. A job that names a file has chosen the layout; the other one's file does not count. */
    ProxyConfig proxy() {
        Merged<NginxFields> nginx = nginx();
        NginxFields own = nginx.own();
        boolean chosen = own.getFlagFile() != null || own.getIncludeFile() != null;
        Merged<NginxFields> layout = new Merged<>(own, chosen ? NO_NGINX : nginx.fallback(), nginx.expand());
        String flag = layout.text(NginxFields::getFlagFile);
        String include = layout.text(NginxFields::getIncludeFile);
        if ((flag == null) == (include == null)) {
            throw new PlanException("nginx.flagFile and nginx.includeFile are both " + (flag == null ? "unset" : "set")
                    + "; give the one whose layout nginx is configured for" + whereToSet() + ".");
        }
        List<Target> hosts = book.addresses(nginxHosts());
        return flag != null
                ? new ProxyConfig.Flag(hosts, flag)
                : new ProxyConfig.Include(
                        hosts,
                        include,
                        nginx.text(NginxFields::getVariable, Defaults.OF_NGINX.get("variable")),
                        nginx.text(NginxFields::getTestCommand, Defaults.OF_NGINX.get("testCommand")),
                        nginx.text(NginxFields::getReloadCommand, Defaults.OF_NGINX.get("reloadCommand")));
    }

    private Merged<NginxFields> nginx() {
        return fields.part(DeployFields::getNginx, NO_NGINX);
    }

    private String text(Function<DeployFields, String> field) {
        return fields.text(field);
    }

    private Duration time(String name, Function<DeployFields, String> field) {
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
        DeployFields entry = fields.fallback();
        if (entry == NOTHING) {
            return "";
        }
        return entry.getApplication() == null
                ? " in the job"
                : " in the job, or for application '" + entry.getApplication() + "' in the global configuration";
    }
}
