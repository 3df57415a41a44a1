package io.jenkins.plugins.bluegreen.jenkins.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.judge.Judge;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Canary;
import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.deploy.strategy.ShareTerms;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HooksSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CaddySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HaproxySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HttpdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.AllAtOnceSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
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
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.RouterConfig;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyConfig;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFactoryTest {

    private static final Owner OWNER = new Owner("", "shop #7", "ann");

    private final DeploySettings job = new DeploySettings();
    private final DeploySettings entry = new DeploySettings();

    PlanFactoryTest() {
        entry.setApplication("backend");
        entry.setHosts("deploy@app1, app2:2222");
        entry.setBluePort(8080);
        entry.setGreenPort(8081);
        entry.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        entry.setRouter(nginx);
        job.setApplication("backend");
    }

    private PlanFactory factory() {
        return factory(UnaryOperator.identity());
    }

    private PlanFactory factory(UnaryOperator<String> expand) {
        return factory(expand, name -> null);
    }

    private PlanFactory factory(UnaryOperator<String> expand, UnaryOperator<String> variables) {
        return new PlanFactory(job, entry, HostCatalog.EMPTY, expand, variables);
    }

    private DeployPlan plan() {
        return factory().plan("shop-7-0a1b2c", OWNER, "default-release", "app.jar");
    }

    @Test
    void takesEachValueOfTheSessionByItself() {
        SessionSettings inJob = new SessionSettings();
        inJob.setRestart("never");
        job.setProcess(inJob);
        SessionSettings inEntry = new SessionSettings();
        inEntry.setRestart("always");
        inEntry.setAtBoot("cron");
        inEntry.setLogLimit("1MB");
        entry.setProcess(inEntry);

        assertThat(plan().application().process()).isEqualTo(new SessionConfig(false, 1_000_000, 3, true));
    }

    @Test
    void takesEachValueOfTheStrategyByItself() {
        RollingSettings inJob = new RollingSettings();
        inJob.setBatch("25%");
        job.setStrategy(inJob);
        RollingSettings inEntry = new RollingSettings();
        inEntry.setBatch("2");
        inEntry.setPause("1m");
        entry.setStrategy(inEntry);

        assertThat(plan().strategy()).isEqualTo(Rolling.of("25%", "1m"));

        job.setStrategy(new AllAtOnceSettings());
        assertThat(plan().strategy()).isEqualTo(new AllAtOnce());
    }

    @Test
    void takesACanaryWhereTheRouterHasItsShares() {
        CanarySettings canary = new CanarySettings();
        canary.setMinRequests(100);
        job.setStrategy(canary);
        NginxSettings included = new NginxSettings();
        included.setIncludeFile("/etc/nginx/service-port.inc");
        job.setRouter(included);
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("strategy is canary, and each change of a share would be a reload of nginx");

        NginxSettings free = new NginxSettings();
        free.setFlagFile("/etc/nginx/bluegreen/backend/green");
        job.setRouter(free);
        assertThat(plan().strategy())
                .isEqualTo(new CanaryText(Map.of("minRequests", "100")).canary())
                .isEqualTo(new Canary(
                        List.of(1, 5, 25, 50),
                        new ShareTerms(
                                Duration.ofMinutes(2),
                                new Judge(100, 0.01, Duration.ZERO),
                                ShareTerms.TooFew.WAIT,
                                ShareTerms.OnFailure.UNDO),
                        Duration.ofDays(1)));
        assertThat(plan().strategy().expires()).isEqualTo(Duration.ofDays(1));
        canary.setCanaryExpires("0s");
        assertThat(plan().strategy().expires()).isZero();
        assertThat(factory().routerConfiguration())
                .contains("split_clients", "-f /etc/nginx/bluegreen/backend/green.canary-");

        canary.setSteps("5%, 20%");
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage("canary.steps has 20%; the shares for which nginx is configured once, so that none takes a"
                        + " reload, are 1%, 5%, 10%, 25%, 50%; choose among them.");
    }

    @Test
    void takesACanaryOfAnyShareButNoLatencyWhereHaproxyCounts() {
        CanarySettings canary = new CanarySettings();
        canary.setSteps("7%, 33%");
        job.setStrategy(canary);
        HaproxySettings haproxy = new HaproxySettings();
        haproxy.setMapFile("/etc/haproxy/bluegreen/backend.map");
        job.setRouter(haproxy);
        assertThat(((Canary) plan().strategy()).steps()).containsExactly(7, 33);
        assertThat(factory().routerConfiguration()).contains("rand(100)", "balance first");

        canary.setMaxLatency("500ms");
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "canary.maxLatency is '500 ms', and HAProxy tells how long a slot takes only as the average of its"
                                + " last 1024 answers, those from before the share among them; leave maxLatency out.");
    }

    @Test
    void holdsForATimeAndKnowsWhatBecomesOfItThen() {
        assertThat(factory().hold().none()).isTrue();
        job.setHold("90s");
        assertThat(factory().hold()).isEqualTo(new Hold(Duration.ofSeconds(90), Hold.Ends.DISCARD));
        assertThat(factory().hold().onHosts()).isEqualTo(Duration.ofSeconds(90));
        job.setHoldEnds("promote");
        assertThat(factory().hold().promotes()).isTrue();
        assertThat(factory().hold().onHosts())
                .isEqualTo(Duration.ofSeconds(90).plus(Hold.MARGIN))
                .isGreaterThan(Duration.ofSeconds(90).plus(Hold.TRIED));
        job.setHold(null);
        assertThat(factory().hold().promotes()).isFalse();
        job.setHoldEnds("dance");
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage("holdEnds is 'dance'; it is discard or promote.");
    }

    @Test
    void goesBackAllAtOnceWhateverTheStrategy() {
        job.setStrategy(new RollingSettings());

        assertThat(factory().planOfStarted("id", OWNER, "r1").strategy()).isEqualTo(new AllAtOnce());
    }

    @Test
    void refusesAStrategyThatTheApplicationCannotBeSwitchedBy() {
        job.setHosts("deploy@app1");
        job.setStrategy(new RollingSettings());

        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("strategy is rolling, which switches the nginx of one host after the other, but"
                        + " there is only one, on app1,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8|25|'25', which is all at once where there are 8 hosts|did you mean '25%'? A number has to be below 8.",
                "8|8|'8', which is all at once where there are 8 hosts|did you mean '8%'? A number has to be below 8.",
                "3|99|'99', which is all at once where there are 3 hosts|did you mean '99%'? A number has to be below 3.",
                "3|200|'200', which is all at once where there are 3 hosts|give a number below 3, or a share.",
            })
    void refusesABatchOfAll(int hosts, String batch, String what, String todo) {
        RollingSettings rolling = new RollingSettings();
        rolling.setBatch(batch);
        job.setStrategy(rolling);
        job.setHosts(IntStream.range(0, hosts).mapToObj(i -> "app" + i).collect(Collectors.joining(" ")));

        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("rolling.batch is " + what + " with nginx, so that all users would come")
                .hasMessageEndingWith(todo);

        job.setHosts(IntStream.range(0, 100).mapToObj(i -> "app" + i).collect(Collectors.joining(" ")));
        if (!batch.equals("200")) {
            assertThat(plan().strategy()).isEqualTo(Rolling.of(batch, null));
        }
    }

    @Test
    void fillsInTheDefaults() {
        assertThat(plan())
                .isEqualTo(new DeployPlan(
                        "shop-7-0a1b2c",
                        OWNER,
                        new Application(
                                factory().app(),
                                List.of(new Target("deploy", "app1", 22), new Target("", "app2", 2222)),
                                new NginxRouterConfig(new NginxConfig.Flag(List.of(), "/etc/nginx/flag")),
                                SessionConfig.DEFAULT,
                                new SlotPair(8080, 8081),
                                "/srv/backend",
                                new StartCommand("exec java -jar -Dserver.port=\"$PORT\" \"$ARTIFACT\"", Map.of())),
                        new Release("default-release", "app.jar"),
                        new Checks(
                                new HealthCheck(
                                        new HealthRequest("http", 0, "/", Map.of()),
                                        new HealthyAnswer(new StatusRange(200, 299), "", ReleaseMark.NONE),
                                        1,
                                        Duration.ofSeconds(5),
                                        new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(200))),
                                new FrontDoorRequest(null, Map.of(), Duration.ofSeconds(10)),
                                new WarmUp(List.of(), Duration.ofSeconds(2))),
                        Hooks.NONE,
                        new Limits(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ZERO,
                                5,
                                Duration.ofMillis(400),
                                Limits.ANY_NUMBER),
                        new AllAtOnce()));
    }

    @Test
    void runsTheHooksOfTheJobOverThoseOfTheApplicationAndReplacesNothingInThem() {
        HooksSettings ofJob = new HooksSettings();
        ofJob.setBeforeStart("bin/migrate $RELEASE");
        job.setHooks(ofJob);
        job.setHookTimeout("30m");
        HooksSettings ofEntry = new HooksSettings();
        ofEntry.setBeforeStart("not this");
        ofEntry.setOnUndo("bin/revert ${PREVIOUS_RELEASE}");
        entry.setHooks(ofEntry);
        entry.setHookHosts("all");
        Hooks hooks = new Hooks(
                Map.of(Hook.BEFORE_START, "bin/migrate $RELEASE", Hook.ON_UNDO, "bin/revert ${PREVIOUS_RELEASE}"),
                Duration.ofMinutes(30),
                true);
        PlanFactory factory = factory(text -> text.replaceAll("\\$\\{?\\w+}?", "replaced"));
        assertThat(factory.plan("id", OWNER, "r1", "app.jar").hooks()).isEqualTo(hooks);
        assertThat(factory.planOfStarted("id", OWNER, "r1").hooks()).isEqualTo(hooks);
    }

    @Test
    void asksForHealthSoFarFromEachSlotsPort() {
        HealthCheckSettings check = new HealthCheckSettings();
        check.setPort("+1000");
        job.setHealthCheck(check);
        assertThat(plan().health().portFor(8081)).isEqualTo(9081);

        check.setPort("+1");
        assertThatThrownBy(this::plan)
                .hasMessage(
                        "healthCheck.port leads to port 8081 for blue, which is that of green; take another distance.");
        check.setPort("-1");
        assertThatThrownBy(this::plan).hasMessageContaining("8080 for green, which is that of blue");
        check.setPort("+57455");
        assertThatThrownBy(this::plan)
                .hasMessage("healthCheck.port leads to port 65536 for green; a port is a number from 1 to 65535.");
    }

    @Test
    void takesWhatIsShippedAndWhereItRuns() {
        entry.setUnpack(true);
        entry.setExclude("**/*.map");
        entry.setWorkingDirectory("server");
        entry.setAdopt("-jar /opt/shop.jar");
        job.setArtifact("dist");
        assertThat(factory().artifact()).isEqualTo(new ArtifactGlob("dist", "**/*.map", true));
        assertThat(plan().application().start().workingDirectory()).isEqualTo("server");
        assertThat(plan().application().adopt()).isEqualTo("-jar /opt/shop.jar");
        job.setUnpack(false);
        job.setWorkingDirectory("/srv/backend");
        assertThat(factory().artifact().unpack()).isFalse();
        assertThat(factory().dryRun()).isFalse();
        job.setDryRun(true);
        assertThat(factory().dryRun()).isTrue();
        assertThat(plan().application().start().workingDirectory()).isEqualTo("/srv/backend");
        job.setWorkingDirectory("../server");
        assertThatThrownBy(this::plan).isInstanceOf(PlanException.class).hasMessageStartingWith("workingDirectory is");
    }

    /** Those of the application are others than whoever wrote the variable had in mind. */
    @Test
    void refusesAnEmptyVariableForWhatIsDeployedAndWhereTo() {
        entry.setArtifact("target/*.jar");
        job.setArtifact("$WHAT");
        job.setHosts("$WHERE");
        PlanFactory factory = factory(text -> text.startsWith("$") ? "" : text);

        assertThatThrownBy(factory::artifact)
                .isInstanceOf(PlanException.class)
                .hasMessage("artifact is '$WHAT', of which nothing is left when its variables are replaced; give them a"
                        + " value, or leave artifact empty for that of the application.");
        assertThatThrownBy(factory::written)
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("hosts is '$WHERE', of which nothing is left");
        job.setHosts(null);
        job.setDeployDirectory("$WHERE");
        assertThatThrownBy(
                        () -> factory(text -> text.startsWith("$") ? "" : text).planOfStarted("id", OWNER, "r1"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("deployDirectory is '$WHERE', of which nothing is left");
    }

    @Test
    void aJobOverridesSingleValues() {
        job.setRelease("1.4.2");
        job.setGreenPort(9091);
        job.setFrontDoor("https://www.example.com/");
        job.setEnvironment("A=1");
        job.setStopTimeout("1m");
        entry.setKeepReleases(2);
        entry.setDrainTimeout("5s");
        entry.setStopTimeout("5s");
        entry.setMeasureEvery("200ms");
        job.setMaxFailedRequests(3);

        DeployPlan plan = plan();

        assertThat(plan.slots()).isEqualTo(new SlotPair(8080, 9091));
        assertThat(plan.release().id()).isEqualTo("1.4.2");
        assertThat(plan.frontDoor()).isEqualTo(FrontDoorRequest.at(URI.create("https://www.example.com/")));
        assertThat(plan.application().start().environment()).containsExactly(Map.entry("A", "1"));
        // The front door brings the observation with it.
        assertThat(plan.limits())
                .isEqualTo(new Limits(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        2,
                        Duration.ofMillis(200),
                        3));
    }

    @Test
    void putsVariablesOfTheBuildIntoHeadersWhoeverWroteThem() {
        HealthCheckSettings check = new HealthCheckSettings();
        check.setHeaders("Host: $SITE\nX-Price: 5$$");
        job.setHealthCheck(check);
        entry.setFrontDoorHeaders("Authorization: Basic ${STAGING}\nX-Key: $KEY");
        entry.setFrontDoorTimeout("30s");
        Map<String, String> build = Map.of("STAGING", "ann:$KEY", "KEY", "hunter2", "SITE", "shop.example");
        PlanFactory factory = factory(UnaryOperator.identity(), build::get);
        DeployPlan plan = factory.plan("shop-7-0a1b2c", OWNER, "default-release", "app.jar");

        assertThat(plan.health().headers()).isEqualTo(Map.of("Host", "shop.example", "X-Price", "5$"));
        assertThat(plan.frontDoor())
                .isEqualTo(new FrontDoorRequest(
                        null,
                        Map.of("Authorization", "Basic YW5uOiRLRVk=", "X-Key", "hunter2"),
                        Duration.ofSeconds(30)));
        assertThat(factory.passed()).containsExactlyInAnyOrder("ann:$KEY", "YW5uOiRLRVk=", "hunter2");
    }

    /** What a variable holds may be anything, also what looks like a variable, or another line. */
    @Test
    void readsTheHeadersOfAFreestyleJobOnce() {
        job.setFrontDoorHeaders("X-A: $A\nX-T: ${GIT_REVISION,length=3} $TOKEN");
        UnaryOperator<String> tokens =
                text -> text.replace("${GIT_REVISION,length=3}", "0a1").replace("$TOKEN", "t");
        Map<String, String> build = Map.of("A", "$B $TOKEN", "B", "no");
        DeployPlan plan = factory(tokens, build::get).plan("shop-7-0a1b2c", OWNER, "r", "app.jar");
        assertThat(plan.frontDoor().headers()).isEqualTo(Map.of("X-A", "$B $TOKEN", "X-T", "0a1 t"));

        assertThatThrownBy(
                        () -> factory(tokens, Map.of("A", "1\r\nX-B: 2")::get).plan("shop-7", OWNER, "r", "app.jar"))
                .hasMessage("The value of X-A in frontDoorHeaders holds a control character or one beyond ASCII.");
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "The build has no environment variable 'A', which frontDoorHeaders names; set it, such as by"
                                + " withCredentials around the step, or write $$ where none is meant.");
    }

    @Test
    void encodesTheLoginOfABasicAuthenticationUnlessItIs() {
        assertThat(HeaderLines.sent("Basic ann:pass:word")).isEqualTo("Basic YW5uOnBhc3M6d29yZA==");
        assertThat(HeaderLines.sent("basic ann:\uc554\ud638")).isEqualTo("Basic YW5uOuyVlO2YuA==");
        assertThat(HeaderLines.sent("Basic YW5uOnBhc3M6d29yZA==")).isEqualTo("Basic YW5uOnBhc3M6d29yZA==");
        assertThat(HeaderLines.sent("Bearer a:b")).isEqualTo("Bearer a:b");
    }

    @Test
    void aJobOverridesSingleValuesOfTheHealthCheck() {
        HealthCheckSettings ofEntry = new HealthCheckSettings();
        ofEntry.setPath("/health");
        ofEntry.setRetries(10);
        ofEntry.setStatus("200");
        entry.setHealthCheck(ofEntry);
        HealthCheckSettings ofJob = new HealthCheckSettings();
        ofJob.setInterval("20");
        ofJob.setStatus("204");
        job.setHealthCheck(ofJob);

        HealthCheck health = plan().health();

        assertThat(health.path()).isEqualTo("/health");
        assertThat(health.expected().status()).isEqualTo(new StatusRange(204, 204));
        assertThat(health.pace())
                .isEqualTo(new Pace(Duration.ZERO, 10, Duration.ofSeconds(20), Duration.ofSeconds(200)))
                .returns(true, Pace::fixed);
    }

    @Test
    void aJobThatNamesAFileChoosesTheLayout() {
        NginxSettings nginx = new NginxSettings();
        nginx.setIncludeFile("/etc/nginx/conf.d/service-port.inc");
        job.setRouter(nginx);

        assertThat(plan().application().router())
                .isEqualTo(new NginxRouterConfig(new NginxConfig.Include(
                        List.of(),
                        "/etc/nginx/conf.d/service-port.inc",
                        null,
                        "sudo -n nginx -t",
                        "sudo -n nginx -s reload",
                        Duration.ofMinutes(2))));
    }

    @Test
    void aJobThatNamesOnlyTheHostsOfNginxKeepsTheLayout() {
        NginxSettings nginx = new NginxSettings();
        nginx.setHosts("web");
        job.setRouter(nginx);

        assertThat(plan().application().router())
                .isEqualTo(
                        new NginxRouterConfig(new NginxConfig.Flag(List.of(Target.parse("web")), "/etc/nginx/flag")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"variable", "testCommand", "reloadCommand", "reloadTimeout"})
    void refusesWhatMeansNothingBesideAFlag(String name) {
        NginxSettings nginx = (NginxSettings) entry.getRouter();
        SettingsProperty property = SettingsProperty.of(NginxSettings.class).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        property.set(nginx, "5");
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("nginx." + name + " is '5', and nginx.flagFile is given: in its layout ")
                .hasMessageEndingWith("; leave " + name + " out, or give nginx.includeFile instead of nginx.flagFile.");
    }

    @Test
    void aJobThatNamesAFlagTakesNothingFromTheOtherLayout() {
        NginxSettings include = new NginxSettings();
        include.setHosts("web");
        include.setIncludeFile("/etc/nginx/port.inc");
        include.setVariable("shop_port");
        include.setReloadCommand("sudo -n systemctl reload nginx");
        entry.setRouter(include);
        NginxSettings flag = new NginxSettings();
        flag.setFlagFile("/etc/nginx/flag");
        job.setRouter(flag);
        assertThat(plan().application().router())
                .isEqualTo(
                        new NginxRouterConfig(new NginxConfig.Flag(List.of(Target.parse("web")), "/etc/nginx/flag")));
        flag.setTestCommand("nginx -t");
        assertThatThrownBy(this::plan).hasMessageStartingWith("nginx.testCommand is 'nginx -t'");
    }

    @Test
    void aPreviewBelongsToTheFlag() {
        ((NginxSettings) entry.getRouter()).setPreview(true);
        NginxSettings nginx = new NginxSettings();
        nginx.setHosts("web");
        job.setRouter(nginx);
        assertThat(plan().application().router())
                .isEqualTo(new NginxRouterConfig(
                        new NginxConfig.Flag(List.of(Target.parse("web")), "/etc/nginx/flag", true)));
        assertThat(plan().application().router().previews()).isTrue();

        nginx.setIncludeFile("/etc/nginx/port.inc");
        assertThat(plan().application().router().previews()).isFalse();
        nginx.setPreview(true);
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "nginx.preview is true, and nginx.includeFile is given: in its layout each preview would be a"
                                + " reload; leave preview out, or give nginx.flagFile instead of nginx.includeFile.");
    }

    @Test
    void aPreviewOfTheOtherRoutersIsSaidOfThem() {
        CaddySettings caddy = new CaddySettings();
        caddy.setFlagFile("/etc/caddy/flag");
        job.setRouter(caddy);
        assertThat(plan().application().router().previews()).isFalse();
        caddy.setPreview(true);
        assertThat(plan().application().router())
                .isEqualTo(new CaddyConfig(List.of(), "/etc/caddy/flag", true))
                .matches(RouterConfig::previews);

        HttpdSettings httpd = new HttpdSettings();
        httpd.setFlagFile("/etc/apache2/flag");
        httpd.setPreview(true);
        job.setRouter(httpd);
        assertThat(plan().application().router())
                .isEqualTo(new HttpdConfig(List.of(), "/etc/apache2/flag", true))
                .matches(RouterConfig::previews);
    }

    @Test
    void refusesBothLayoutsAndNone() {
        ((NginxSettings) entry.getRouter()).setIncludeFile("/etc/nginx/port.inc");
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage("nginx.flagFile and nginx.includeFile are both set; give the one whose layout nginx is"
                        + " configured for in the job, or for application 'backend' in the global configuration.");

        NginxSettings hostsAlone = new NginxSettings();
        hostsAlone.setHosts("web");
        entry.setRouter(hostsAlone);
        assertThatThrownBy(this::plan).hasMessageStartingWith("nginx.flagFile and nginx.includeFile are both unset;");

        entry.setRouter(null);
        assertThatThrownBy(this::plan)
                .hasMessage("router is not set; give it in the job, or for application 'backend' in the global"
                        + " configuration.");
    }

    @Test
    void saysWhatIsMissingAndWhereToGiveIt() {
        entry.setGreenPort(null);
        assertThatThrownBy(this::plan)
                .isInstanceOf(PlanException.class)
                .hasMessage("greenPort is not set; give it in the job, or for application 'backend' in the global"
                        + " configuration.");

        assertThatThrownBy(
                        () -> new PlanFactory(job, new DeploySettings(), HostCatalog.EMPTY, text -> text, name -> null)
                                .artifact())
                .hasMessage("artifact is not set; give it in the job.");
        assertThatThrownBy(() -> new PlanFactory(new DeploySettings(), HostCatalog.EMPTY).app())
                .hasMessage("application is not set.");
    }

    @Test
    void replacesVariablesInTheJobsTextsAlone() {
        UnaryOperator<String> expand = text -> text.replace("$VERSION", "1.4.2").replace("$PORT", "wrong");
        job.setRelease("r-$VERSION");
        job.setArtifact("target/app-$VERSION.jar");
        job.setStartCommand("run-$VERSION --port $PORT --again ${PORT} $ARTIFACT");
        entry.setDeployDirectory("/srv/$VERSION");

        PlanFactory factory = factory(expand);

        assertThat(factory.artifact().glob()).isEqualTo("target/app-1.4.2.jar");
        DeployPlan plan = factory.plan("id", OWNER, "default", "app-1.4.2.jar");
        assertThat(plan.release().id()).isEqualTo("r-1.4.2");
        assertThat(plan.application().start().line()).isEqualTo("run-1.4.2 --port $PORT --again ${PORT} $ARTIFACT");
        assertThat(plan.directory()).isEqualTo("/srv/$VERSION");
    }

    @Test
    void aVariableSetsNoOtherOneOfTheApplication() {
        Map<String, String> variables = Map.of("VERSION", "1.4.2\nLD_PRELOAD=/tmp/evil.so", "NAME", "RELEASE_NOTE");
        job.setEnvironment("$NAME=$VERSION\nA=$$B");

        assertThat(start(text -> Tokens.replace(text, variables::get, new Tokens.None()), name -> null)
                        .environment())
                .isEqualTo(Map.of("RELEASE_NOTE", "1.4.2\nLD_PRELOAD=/tmp/evil.so", "A", "$B"));
        job.setEnvironment(null);
        entry.setEnvironment("A=$VERSION");
        assertThat(start(text -> "replaced", name -> null).environment()).isEqualTo(Map.of("A", "$VERSION"));
    }

    @Test
    void passesOnVariablesOfTheBuildByName() {
        Map<String, String> variables = Map.of("DB_PASSWORD", "line 1\nline 2 $A", "A", "of the build", "NONE", "");
        job.setEnvironment("A=of the job\nB=of the job");
        job.setPassEnvironment("DB_PASSWORD, A NONE");

        assertThat(start(variables).environment())
                .isEqualTo(
                        Map.of("DB_PASSWORD", "line 1\nline 2 $A", "A", "of the build", "B", "of the job", "NONE", ""));
    }

    @Test
    void namesAVariableThatTheBuildDoesNotHave() {
        entry.setPassEnvironment("A DB_PASSWORD");

        assertThatThrownBy(() -> start(Map.of("A", "1")))
                .isInstanceOf(PlanException.class)
                .hasMessage("The build has no environment variable 'DB_PASSWORD', which passEnvironment names; set it,"
                        + " such as by withCredentials around the step.");
    }

    @Test
    void whoStartsNothingNeedsNoVariableOfTheBuild() {
        entry.setPassEnvironment("DB_PASSWORD");
        entry.setEnvironment("A=1");
        entry.setFrontDoor("https://www.example.com/");
        entry.setFrontDoorHeaders("Authorization: Bearer $TOKEN\nAccept: text/html\nX-Key: $KEY");
        job.setArtifact("a.jar");
        job.setRelease("r7");

        DeployPlan plan = factory(text -> text, Map.of("KEY", "k1")::get).planOfStarted("d", OWNER, "status");

        assertThat(plan.frontDoor().headers()).isEqualTo(Map.of("Accept", "text/html", "X-Key", "k1"));
        assertThat(plan.application().start()).isEqualTo(new StartCommand(StartCommand.DEFAULT, Map.of()));
        assertThat(plan.release()).isEqualTo(new Release("status", "status"));
        assertThat(plan.hosts()).hasSize(2);
    }

    @Test
    void doesNotShowAValueThatStandsForAName() {
        job.setPassEnvironment("A s3cret-value");

        assertThatThrownBy(() -> start(Map.of("A", "1")))
                .isInstanceOf(PlanException.class)
                .hasMessage("passEnvironment lists names of environment variables, separated by spaces or commas,"
                        + " without $ and without values; number 2 is none.");
    }

    private StartCommand start(Map<String, String> variables) {
        return start(text -> text, variables::get);
    }

    private StartCommand start(UnaryOperator<String> expand, UnaryOperator<String> variables) {
        return factory(expand, variables)
                .plan("id", OWNER, "r1", "app.jar")
                .application()
                .start();
    }

    @Test
    void leavesToTheHostWhatItsShellKnowsAndWhatIsEscaped() {
        Map<String, String> variables = Map.of("VERSION", "1.4.2", "PORT", "wrong", "HOME", "/home/jenkins");
        job.setStartCommand("run-$VERSION $PORT ${PORT} $$PORT $${PORT} $$HOME $HOME ${JAVA_OPTS:--Xmx512m}");

        String line = start(text -> Tokens.replace(text, variables::get, new Tokens.None()), name -> null)
                .line();

        assertThat(line).isEqualTo("run-1.4.2 $PORT ${PORT} $PORT ${PORT} $HOME /home/jenkins ${JAVA_OPTS:--Xmx512m}");
    }

    @Test
    void anEmptyFieldIsAnUnsetOne() {
        job.setHosts("  ");
        job.setStartTimeout("");
        job.setEnvironment("\n");

        assertThat(job.getHosts()).isNull();
        assertThat(job.getEnvironment()).isNull();
        assertThat(plan().hosts()).hasSize(2);
        NginxSettings nothing = new NginxSettings();
        nothing.setFlagFile("");
        job.setRouter(nothing);
        job.setHealthCheck(new HealthCheckSettings());
        assertThat(job.getRouter()).isNull();
        assertThat(job.getHealthCheck()).isNull();
    }
}
