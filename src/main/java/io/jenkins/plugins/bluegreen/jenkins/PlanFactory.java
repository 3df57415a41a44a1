package io.jenkins.plugins.bluegreen.jenkins;

import io.jenkins.plugins.bluegreen.plan.AppName;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Limits;
import io.jenkins.plugins.bluegreen.plan.Owner;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import io.jenkins.plugins.bluegreen.plan.ProxyConfig;
import io.jenkins.plugins.bluegreen.plan.Release;
import io.jenkins.plugins.bluegreen.plan.ReleaseMark;
import io.jenkins.plugins.bluegreen.plan.SlotPair;
import io.jenkins.plugins.bluegreen.plan.StartCommand;
import io.jenkins.plugins.bluegreen.plan.StatusRange;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.plan.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a plan of what a job says, over what the global configuration says of the application, over the defaults: each single
 * value by itself.
 */
final class PlanFactory {

    /** What the start command's shell on the host knows; a freestyle job must not put its own values there. */
    private static final Pattern OF_THE_HOST = Pattern.compile("\\$(?:\\{(?:PORT|ARTIFACT|SLOT|RELEASE|DEPLOY_DIR)}"
            + "|(?:PORT|ARTIFACT|SLOT|RELEASE|DEPLOY_DIR)(?![A-Za-z0-9_]))");

    /** What stands behind fields that are looked at by themselves. */
    private static final DeployFields NOTHING = new BlueGreenStep();

    private static final HealthCheckFields NO_HEALTH_CHECK = new HealthCheckFields();
    private static final NginxFields NO_NGINX = new NginxFields();

    private final DeployFields job;
    private final DeployFields entry;
    private final UnaryOperator<String> expand;

    /**
     * Takes what a job says.
     *
     * @param job the job's fields
     * @param entry the fields of the application in the global configuration; an object without any for an inline application
     * @param expand replaces variables in the job's texts
     */
    PlanFactory(DeployFields job, DeployFields entry, UnaryOperator<String> expand) {
        this.job = job;
        this.entry = entry;
        this.expand = expand;
    }

    /** Takes fields that nothing stands behind. */
    PlanFactory(DeployFields fields) {
        this(fields, NOTHING, UnaryOperator.identity());
    }

    /** Returns the application's name. */
    AppName app() {
        return new AppName(required("application", text(DeployFields::getApplication)));
    }

    /** Returns the Ant glob of the artifact. */
    String artifact() {
        return required("artifact", text(DeployFields::getArtifact));
    }

    /** Returns the id of the credentials, or null for an SSH agent. */
    String credentialsId() {
        return text(DeployFields::getCredentialsId);
    }

    /** Returns the {@code known_hosts} lines, or an empty text. */
    String hostKeys() {
        String lines = text(DeployFields::getHostKeys);
        return lines == null ? "" : lines;
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
                Target.parseAll(required("hosts", text(DeployFields::getHosts))),
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

    /** Returns the two ports. */
    SlotPair slots() {
        return new SlotPair(
                required("bluePort", value(job, entry, DeployFields::getBluePort)),
                required("greenPort", value(job, entry, DeployFields::getGreenPort)));
    }

    /** Returns how the application is started. */
    StartCommand start() {
        String own = job.getStartCommand();
        String line = own == null ? entry.getStartCommand() : expandCommand(own);
        return new StartCommand(
                line == null ? StartCommand.DEFAULT : line,
                StartCommand.parseEnvironment(text(DeployFields::getEnvironment)));
    }

    /** Returns what is asked of the new release before the switch. */
    WarmUp warmUp() {
        return new WarmUp(WarmUp.parse(text(DeployFields::getWarmUp)), time("warmUpTime", DeployFields::getWarmUpTime));
    }

    /** Returns how long things may take. */
    Limits limits() {
        Integer keep = value(job, entry, DeployFields::getKeepReleases);
        Integer failed = value(job, entry, DeployFields::getMaxFailedRequests);
        String observe = text(DeployFields::getObserve);
        String unsaid = text(DeployFields::getFrontDoor) == null ? "0s" : Defaults.OF_DEPLOYMENT.get("observe");
        return new Limits(
                TimeSpan.parse("observe", or(observe, unsaid)),
                time("stopTimeout", DeployFields::getStopTimeout),
                time("drainTimeout", DeployFields::getDrainTimeout),
                time("lockTimeout", DeployFields::getLockTimeout),
                keep == null ? Integer.parseInt(Defaults.OF_DEPLOYMENT.get("keepReleases")) : keep,
                time("measureEvery", DeployFields::getMeasureEvery),
                failed == null ? Limits.ANY_NUMBER : failed);
    }

    /** Returns what is asked to know that the application is healthy. */
    HealthCheck health() {
        Integer port = healthNumber(HealthCheckFields::getPort);
        Integer successes = healthNumber(HealthCheckFields::getSuccesses);
        String body = health("body", HealthCheckFields::getBody);
        String mark = health("expectRelease", HealthCheckFields::getExpectRelease);
        return new HealthCheck(
                health("scheme", HealthCheckFields::getScheme),
                port == null ? 0 : port,
                health("path", HealthCheckFields::getPath),
                HealthCheck.parseHeaders(health("headers", HealthCheckFields::getHeaders)),
                StatusRange.parse(health("status", HealthCheckFields::getStatus)),
                body == null ? "" : body,
                mark == null ? ReleaseMark.NONE : new ReleaseMark(mark),
                successes == null ? Integer.parseInt(Defaults.OF_HEALTH_CHECK.get("successes")) : successes,
                TimeSpan.parse("healthCheck.timeout", health("timeout", HealthCheckFields::getTimeout)),
                pace());
    }

    private Pace pace() {
        Integer retries = healthNumber(HealthCheckFields::getRetries);
        String interval = health("interval", HealthCheckFields::getInterval);
        return new Pace(
                TimeSpan.parse("healthCheck.initialDelay", health("initialDelay", HealthCheckFields::getInitialDelay)),
                retries == null ? 0 : retries,
                interval == null ? Duration.ZERO : TimeSpan.parse("healthCheck.interval", interval),
                time("startTimeout", DeployFields::getStartTimeout));
    }

    /** Returns how nginx is switched. A job that names a file has chosen the layout; the other one's file does not count. */
    ProxyConfig proxy() {
        NginxFields own = or(job.getNginx(), NO_NGINX);
        boolean chosen = own.getFlagFile() != null || own.getIncludeFile() != null;
        NginxFields fallback = chosen ? NO_NGINX : or(entry.getNginx(), NO_NGINX);
        String flag = expanded(own.getFlagFile(), fallback.getFlagFile());
        String include = expanded(own.getIncludeFile(), fallback.getIncludeFile());
        if ((flag == null) == (include == null)) {
            throw new PlanException("nginx.flagFile and nginx.includeFile are both " + (flag == null ? "unset" : "set")
                    + "; give the one whose layout nginx is configured for" + whereToSet() + ".");
        }
        List<Target> hosts = Target.parseAll(nginx("hosts", NginxFields::getHosts));
        return flag != null
                ? new ProxyConfig.Flag(hosts, flag)
                : new ProxyConfig.Include(
                        hosts,
                        include,
                        nginx("variable", NginxFields::getVariable),
                        nginx("testCommand", NginxFields::getTestCommand),
                        nginx("reloadCommand", NginxFields::getReloadCommand));
    }

    private String text(Function<DeployFields, String> field) {
        return expanded(field.apply(job), field.apply(entry));
    }

    private Duration time(String name, Function<DeployFields, String> field) {
        return TimeSpan.parse(name, or(text(field), Defaults.OF_DEPLOYMENT.get(name)));
    }

    private String health(String name, Function<HealthCheckFields, String> field) {
        String text = expanded(
                field.apply(or(job.getHealthCheck(), NO_HEALTH_CHECK)),
                field.apply(or(entry.getHealthCheck(), NO_HEALTH_CHECK)));
        return or(text, Defaults.OF_HEALTH_CHECK.get(name));
    }

    private Integer healthNumber(Function<HealthCheckFields, Integer> field) {
        return value(or(job.getHealthCheck(), NO_HEALTH_CHECK), or(entry.getHealthCheck(), NO_HEALTH_CHECK), field);
    }

    private String nginx(String name, Function<NginxFields, String> field) {
        String text = expanded(field.apply(or(job.getNginx(), NO_NGINX)), field.apply(or(entry.getNginx(), NO_NGINX)));
        return or(text, Defaults.OF_NGINX.get(name));
    }

    private static <F, T> T value(F own, F fallback, Function<F, T> field) {
        return or(field.apply(own), field.apply(fallback));
    }

    private String expanded(String own, String fallback) {
        return own == null ? fallback : expand.apply(own);
    }

    private String expandCommand(String command) {
        StringBuilder result = new StringBuilder();
        Matcher m = OF_THE_HOST.matcher(command);
        int from = 0;
        while (m.find()) {
            result.append(expand.apply(command.substring(from, m.start()))).append(m.group());
            from = m.end();
        }
        return result.append(expand.apply(command.substring(from))).toString();
    }

    private static <T> T or(T value, T other) {
        return value == null ? other : value;
    }

    private <T> T required(String name, T value) {
        if (value == null) {
            String where = whereToSet();
            throw new PlanException(name + " is not set" + (where.isEmpty() ? "" : "; give it" + where) + ".");
        }
        return value;
    }

    private String whereToSet() {
        if (entry == NOTHING) {
            return "";
        }
        return entry.getApplication() == null
                ? " in the job"
                : " in the job, or for application '" + entry.getApplication() + "' in the global configuration";
    }
}
