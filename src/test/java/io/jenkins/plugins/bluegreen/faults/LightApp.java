package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An application that does next to nothing, so that what is measured is the deployment. A file {@code broken} beside its directory keeps it
 * from starting there.
 *
 * @param directory its deploy directory
 * @param url of its front door
 */
record LightApp(String name, List<Target> hosts, NginxConfig.Flag flag, SlotPair slots, String directory, URI url) {

    private static final String START = """
            [ ! -e "$DEPLOY_DIR/../broken" ] || exit 3
            mkdir -p "$DEPLOY_DIR/../www/$SLOT" && cd "$DEPLOY_DIR/../www/$SLOT" || exit 1
            echo "release $RELEASE" >index.html
            exec %s httpd -f -p "$PORT" -h .
            """.formatted(Programs.find("busybox", "busybox"));

    /** @param artifact the name of its file */
    DeployPlan plan(int number, String artifact) {
        HealthCheck health = new HealthCheck(
                new HealthRequest("http", 0, "/", Map.of()),
                new HealthyAnswer(StatusRange.parse("200"), "", ReleaseMark.NONE),
                1,
                Duration.ofSeconds(20),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(60)));
        return new DeployPlan(
                "deployment-" + number,
                new Owner("", name + " #" + number, "ann"),
                new Application(
                        new ApplicationName(name),
                        hosts,
                        new NginxRouterConfig(flag),
                        SessionConfig.DEFAULT,
                        slots,
                        directory,
                        new StartCommand(START, Map.of())),
                new Release("r" + number, artifact),
                new Checks(health, FrontDoorRequest.at(url), WarmUp.NONE),
                Hooks.NONE,
                new Limits(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        2,
                        Duration.ofMillis(100),
                        Limits.ANY_NUMBER),
                new AllAtOnce());
    }
}
