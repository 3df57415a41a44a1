package io.jenkins.plugins.bluegreen.deploy.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How an application is, whatever goes on there. */
class StatusCheckIT extends OnBench {

    private static final String LOOK = "slots and journal and holder and builds and upkeep and releases and inspect";

    private static final String NOT_AT_BOOT =
            "On local: nothing starts this application after a reboot: set atBoot of session() to 'cron', or"
                    + " have a unit of systemd call %s/start-live.";

    private StatusReport status() throws Exception {
        return new StatusCheck(bench.connector()).run(bench.plan(Map.of()));
    }

    private static SlotStatus slot(StatusReport report, Slot slot) {
        HostStatus host = report.hosts().get(0);
        assertThat(host.unknown()).isEmpty();
        return host.slots().get(slot.ordinal());
    }

    private static String tree(StatusReport report) {
        return String.join("\n", StatusTree.of(report, StandardCharsets.UTF_8));
    }

    @Test
    void tellsWhatIsLiveAndSinceWhen() throws Exception {
        deployed(Map.of());
        deployed(Map.of());

        StatusReport report = status();

        SlotStatus green = slot(report, Slot.GREEN);
        assertThat(green.live()).isEqualTo(Live.LIVE);
        assertThat(green.started().release()).isEqualTo("r2");
        assertThat(green.started().deployment()).isEqualTo("deployment-2");
        assertThat(green.listener()).isEqualTo(Listener.OWN);
        assertThat(green.health().healthy()).isTrue();
        Instant began = ProcessHandle.of(Long.parseLong(green.started().process()))
                .flatMap(process -> process.info().startInstant())
                .orElseThrow();
        assertThat(Duration.between(began, green.started().since()).abs()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        SlotStatus blue = slot(report, Slot.BLUE);
        assertThat(blue.live()).isEqualTo(Live.IDLE);
        assertThat(blue.started().running()).isFalse();
        assertThat(report.live()).contains(Slot.GREEN);
        assertThat(report.release()).contains("r2");
        assertThat(report.remarks()).containsExactly(NOT_AT_BOOT.formatted(bench.directory()));
        assertThat(report.hosts().get(0).lock()).isNull();
        assertThat(tree(report))
                .startsWith("shop\n└─ local\n   ├─ blue  :" + bench.slots.blue()
                        + "  release r1 (shop #1)  idle, does not run\n")
                .containsPattern(
                        "   └─ green :" + bench.slots.green()
                                + "  release r2 \\(shop #2\\)  live, pid \\d+ since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, healthy: answers 200\nOn local: nothing starts this application .*$");
    }

    @Test
    void fitsTheExpectationOfWhatIsLiveAndOfNothingElse() throws Exception {
        deployed(Map.of());

        StatusReport report = status();

        assertThat(report.against(new WantedRelease("r1"))).isEmpty();
        assertThat(report.against(new WantedRelease("1"))).isEmpty();
        assertThat(report.against(new WantedRelease("r2")))
                .contains("Release r2 of shop was expected to be live, but release r1 is live on local.");
    }

    @Test
    void beforeAFirstDeploymentAllIsEmptyAndStaysSo() throws Exception {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);

        StatusReport report = status();

        assertThat(tree(report))
                .isEqualTo("shop\n└─ local\n   ├─ blue  :%d  empty\n   └─ green :%d  empty"
                        .formatted(bench.slots.blue(), bench.slots.green()));
        assertThat(report.live()).isEmpty();
        assertThat(report.against(new WantedRelease("r1")))
                .hasValueSatisfying(why -> assertThat(why).endsWith("nothing is live on local."));
        assertThat(bench.directory()).doesNotExist();
    }

    @Test
    void whoServesWithoutBeingOursIsTold() throws Exception {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        try (ServerSocket byHand = new ServerSocket(bench.slots.blue(), 5, InetAddress.getLoopbackAddress())) {
            assertThat(byHand.isBound()).isTrue();

            StatusReport report = status();

            SlotStatus blue = slot(report, Slot.BLUE);
            assertThat(blue.live()).isEqualTo(Live.LIVE);
            assertThat(blue.listener().who())
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(report.release()).isEmpty();
            assertThat(report.against(new WantedRelease("r1")))
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("a process that this plugin did not start is live on local (pid "));
        }
    }

    @Test
    void aStrangerOnTheIdlePortDoesNotMakeTheLiveSlotUncertain() throws Exception {
        deployed(Map.of());
        try (ServerSocket byHand = new ServerSocket(bench.slots.green(), 5, InetAddress.getLoopbackAddress())) {
            assertThat(byHand.isBound()).isTrue();

            StatusReport report = status();

            assertThat(report.release()).contains("r1");
            assertThat(slot(report, Slot.GREEN).listener().stranger()).isTrue();
            assertThat(tree(report)).contains("no release  idle, port held by pid ");
        }
    }

    @Test
    void aDoubtIsNoLiveSlot() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        Files.delete(bench.flag());

        StatusReport report = status();

        assertThat(slot(report, Slot.GREEN).live()).isEqualTo(Live.UNKNOWN);
        assertThat(report.live()).isEmpty();
        assertThat(tree(report))
                .contains(
                        "   └─ It is not certain which slot is live: on local nginx is to serve blue, where nobody listens,");
        assertThat(report.against(new WantedRelease("r2")))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("what is live on local is not known: It is not certain"));
    }

    @Test
    void whatRunsIsToldWhereTheRouterCannotBe() throws Exception {
        deployed(Map.of());
        bench.forgetTheFlag();

        StatusReport report = status();

        assertThat(slot(report, Slot.BLUE).started().running()).isTrue();
        assertThat(slot(report, Slot.BLUE).live()).isEqualTo(Live.UNKNOWN);
        assertThat(report.hosts().get(0).doubt())
                .contains("what nginx on local serves is not known: ", "does not name");
    }

    @Test
    void anotherApplicationsDirectoryIsToldAsSuch() throws Exception {
        deployed(Map.of());
        bench.application = "other";

        StatusReport report = status();

        assertThat(report.hosts().get(0).unknown()).contains("belongs to application shop, not to other");
        bench.application = "shop";
    }

    @Test
    void aDeploymentIsLookedAtWithoutBeingDisturbed() throws Exception {
        deployed(Map.of());
        List<StatusReport> reports = new CopyOnWriteArrayList<>();
        List<String> changes = new CopyOnWriteArrayList<>();
        for (String line : List.of("> await healthy", "> switch nginx to green", "> stop blue")) {
            bench.when(line, () -> {
                Map<String, String> before = everything();
                reports.add(statusOrThrow());
                assertSame(before, everything(), changes);
            });
        }

        deployed(Map.of());

        assertThat(reports).hasSize(3);
        assertThat(changes).isEmpty();
        assertThat(reports).allSatisfy(report -> {
            HostStatus host = report.hosts().get(0);
            assertThat(host.lock().who()).startsWith("shop #2, started by ann, on http://jenkins.example/, since ");
            assertThat(host.lock().deployment()).isEqualTo("deployment-2");
            assertThat(host.begun().deployment()).isEqualTo("deployment-2");
            assertThat(report.remarks())
                    .anyMatch(remark -> remark.startsWith("The lock on local is held by shop #2, started by ann"));
        });
        assertThat(reports.stream().map(report -> report.remarks().get(1)))
                .containsExactly(underWay("prepare"), underWay("switch"), underWay("retire"));
        assertThat(reports.get(0).release()).contains("r1");
        assertThat(reports.get(2).release()).contains("r2");
        assertThat(status().hosts().get(0).lock()).isNull();
    }

    private static String underWay(String phase) {
        return "The deployment deployment-2 of release r2 to green is under way, in its phase '" + phase
                + "'. This stands in the journal on local.";
    }

    private StatusReport statusOrThrow() {
        try {
            return status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSame(Map<String, String> before, Map<String, String> after, List<String> changes) {
        if (!before.equals(after)) {
            changes.add(before + "\n" + after);
        }
    }

    /** All of the application's directory and of nginx's, but for when a file was read. */
    private Map<String, String> everything() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.getFileName().toString().endsWith(".log"))
                    .collect(Collectors.toMap(Path::toString, StatusCheckIT::metadata, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String metadata(Path path) {
        try {
            Map<String, Object> all =
                    Files.readAttributes(path, "unix:ino,mode,uid,gid,nlink,size,lastModifiedTime,ctime");
            return new TreeMap<>(all).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aScriptThatIsAtWorkIsNotWaitedFor() throws Exception {
        deployed(Map.of());
        Path busy = bench.directory().resolve("busy");
        Process script =
                new ProcessBuilder("flock", "-F", busy.toString(), "sh", "-c", "echo held; exec sleep 600").start();
        try {
            assertThat(script.inputReader().readLine()).isEqualTo("held");

            assertThat(new StatusCheck(bench.connector(), Duration.ofSeconds(30))
                            .run(bench.plan(Map.of()))
                            .release())
                    .contains("r1");
        } finally {
            script.destroyForcibly();
        }
    }

    @Test
    void aDeploymentThatWasCutOffIsTold() throws Exception {
        deployed(Map.of());
        bench.dieAt("> switch nginx to green");

        StatusReport report = status();

        assertThat(report.hosts().get(0).lock()).isNull();
        assertThat(report.remarks())
                .containsExactly(
                        "The deployment deployment-2 of release r2 to green was cut off,"
                                + " in its phase 'switch'; the next deployment settles what it left. This stands in the journal on local.",
                        NOT_AT_BOOT.formatted(bench.directory()));
        assertThat(report.release()).contains("r1");
        assertThat(slot(report, Slot.GREEN).started().running()).isTrue();
    }

    @Test
    void hostsThatAreDownOrHangAreToldAndHideNoOther() throws Exception {
        deployed(Map.of());
        CountDownLatch never = new CountDownLatch(1);
        DeployPlan plan = on("down hangs local");
        long begun = System.nanoTime();

        StatusReport report = new StatusCheck(
                        connecting(target -> {
                            switch (target.host()) {
                                case "down":
                                    throw new HostException("Cannot connect to down port 22: Connection refused.");
                                case "hangs":
                                    never.await();
                                    throw new IllegalStateException("it was waited for");
                                default:
                                    return bench.host;
                            }
                        }),
                        Duration.ofSeconds(8))
                .run(plan);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
        assertThat(report.hosts()).extracting(HostStatus::host).containsExactly("down", "hangs", "local");
        assertThat(tree(report))
                .startsWith("shop\n├─ down: unknown: Cannot connect to down port 22: Connection refused.\n"
                        + "├─ hangs: unknown: it did not answer within 8.0 s.\n└─ local\n   ├─ blue ")
                .contains("release r1 (shop #1)  live, pid ");
        assertThat(report.live()).isEmpty();
        assertThat(report.against(new WantedRelease("r1")))
                .contains("Release r1 of shop was expected to be live, but what is live on down is not known:"
                        + " Cannot connect to down port 22: Connection refused; what is live on hangs is not known:"
                        + " it did not answer within 8.0 s.");
    }

    @Test
    void aScriptThatHangsIsGivenUp() throws Exception {
        deployed(Map.of());
        bench.host.before(LOOK, LockSupport::park);

        StatusReport report = new StatusCheck(bench.connector(), Duration.ofSeconds(1)).run(bench.plan(Map.of()));

        assertThat(report.hosts().get(0).unknown()).isEqualTo("it did not answer within 1.0 s.");
    }

    @Test
    void whatIsKnownOfAHostStaysWhereItsApplicationHangs() throws Exception {
        deployed(Map.of());
        bench.probe = (host, port, release) -> {
            new CountDownLatch(1).await();
            throw new IllegalStateException("it was waited for");
        };

        StatusReport report = new StatusCheck(bench.connector(), Duration.ofSeconds(8)).run(bench.plan(Map.of()));

        assertThat(report.release()).contains("r1");
        assertThat(slot(report, Slot.BLUE).health().said()).isEmpty();
    }

    @Test
    void ofManyHostsOnlyAFewAreLookedAtAtOnce() throws Exception {
        assertThat(lookedAtAtOnce(StatusCheck.AT_ONCE, Optional.empty())).isEqualTo(StatusCheck.AT_ONCE);
    }

    @Test
    void behindOneServerTheyAreFewer() throws Exception {
        Optional<Target> jumpHost = Optional.of(Target.parse("jump"));
        assertThat(lookedAtAtOnce(StatusCheck.AT_ONE_SERVER, jumpHost)).isEqualTo(StatusCheck.AT_ONE_SERVER);
    }

    /** @param expected none ends before so many have begun, and one more could */
    private int lookedAtAtOnce(int expected, Optional<Target> jumpHost) throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(expected);
        CountDownLatch more = new CountDownLatch(expected + 1);
        DeployPlan plan = on(IntStream.range(0, 40).mapToObj(i -> "web" + i).collect(Collectors.joining(" ")));
        LogIn logIn = target -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            all.countDown();
            more.countDown();
            try {
                all.await();
                more.await(300, TimeUnit.MILLISECONDS);
                throw new HostException("Cannot connect to " + target + ".");
            } finally {
                now.decrementAndGet();
            }
        };

        StatusReport report = new StatusCheck(connecting(logIn, jumpHost)).run(plan);

        assertThat(report.hosts()).hasSize(40).noneMatch(HostStatus::known);
        return most.get();
    }

    @Test
    void aDefectHidesNoOtherHost() throws Exception {
        deployed(Map.of());

        StatusReport report = new StatusCheck(connecting(target -> {
                    if (target.host().equals("odd")) {
                        throw new IllegalArgumentException("odd");
                    }
                    return bench.host;
                }))
                .run(on("odd local"));

        assertThat(report.hosts().get(0).unknown())
                .contains("a defect of its own (java.lang.IllegalArgumentException: odd)");
        assertThat(report.hosts().get(1).live()).isPresent();
    }

    private DeployPlan on(String hosts) {
        DeployPlan plan = bench.plan(Map.of());
        Application app = plan.application();
        return new DeployPlan(
                plan.deploymentId(),
                plan.owner(),
                new Application(
                        app.name(),
                        Target.parseAll(hosts),
                        app.router(),
                        app.process(),
                        app.slots(),
                        app.directory(),
                        app.start()),
                plan.release(),
                plan.checks(),
                plan.hooks(),
                plan.limits(),
                plan.strategy());
    }

    private interface LogIn {
        RemoteHost to(Target target) throws HostException, InterruptedException;
    }

    /** That of the bench, but for how hosts are logged in to. */
    private Connector connecting(LogIn logIn) {
        return connecting(logIn, Optional.empty());
    }

    private Connector connecting(LogIn logIn, Optional<Target> jumpHost) {
        Connector real = bench.connector();
        return (Connector) Proxy.newProxyInstance(
                Connector.class.getClassLoader(), new Class<?>[] {Connector.class}, (self, method, arguments) -> {
                    if (method.getName().equals("connect")) {
                        return logInTo((Target) arguments[0], logIn);
                    }
                    if (method.getName().equals("first")) {
                        return jumpHost.orElse((Target) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static RemoteHost logInTo(Target target, LogIn logIn) throws HostException {
        try {
            return logIn.to(target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("The connection to " + target + " was given up, since nobody wants it any more.");
        }
    }
}
