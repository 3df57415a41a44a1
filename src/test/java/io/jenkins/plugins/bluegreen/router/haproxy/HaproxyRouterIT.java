package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map of a real HAProxy before two ports that answer with the name of their slot. */
@Timeout(60)
class HaproxyRouterIT {

    private static final String OTHERS = "# ours, \u00fc\nother green\n  shop\tblue \nshopping green\nlast x";

    private final SlotPair slots = FreePorts.slots();
    private final Cleanup cleanup = new Cleanup();
    private final LocalHost host = new LocalHost();
    private PrivateHaproxy haproxy;

    @TempDir
    Path folder;

    @BeforeEach
    void startBothSlots() throws IOException {
        for (Slot slot : Slot.values()) {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", slots.port(slot)), 0);
            server.createContext("/", exchange -> {
                byte[] body = slot.label().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            cleanup.add(() -> server.stop(0));
        }
    }

    @AfterEach
    void stop() throws Exception {
        cleanup.close();
    }

    private void start() {
        start(OTHERS);
    }

    private void start(String map) {
        haproxy = cleanup.add(PrivateHaproxy.of("shop", slots, map, text -> text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void switchesTheVeryNextRequestAndNothingButItsOwnLine(String shell) throws Exception {
        start();
        Programs.run("chmod", "640", haproxy.mapFile().toString());
        TrafficRouter router = router(LocalHost.in(shell, Files.createDirectory(folder.resolve("shell"))));
        router.checkReach();
        RouterState before = router.inspect();
        assertThat(before.live()).contains(Slot.BLUE);
        assertThat(before.stale()).isFalse();
        assertThat(front()).isEqualTo("blue");
        for (int i = 0; i < 3; i++) {
            assertThat(router.switchTo(Slot.GREEN)).isEmpty();
            assertThat(front()).isEqualTo("green");
            assertThat(haproxy.map()).contains("shop green", "other green", "shopping green", "last x");
            assertThat(haproxy.mapFile()).hasContent(OTHERS.replace("shop\tblue", "shop\tgreen"));
            router.restore(before);
            router.restore(before);
            assertThat(front()).isEqualTo("blue");
        }
        assertThat(haproxy.mapFile()).hasBinaryContent(OTHERS.getBytes(StandardCharsets.UTF_8));
        assertThat(Programs.run("stat", "-c", "%a", haproxy.mapFile().toString()))
                .contains("640");
        assertThat(haproxy.mapFile().getParent()).isDirectoryContaining(file -> file.equals(haproxy.mapFile()));
        assertThat(Files.list(haproxy.mapFile().getParent()).count()).isEqualTo(1);
    }

    /** Whoever exchanges the block for another one, or adds an application, runs what stands above it again. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void whatIsRunAgainAsRootNeverTakesUsersToAStoppedSlot(String shell) throws Exception {
        haproxy = cleanup.add(PrivateHaproxy.of("shop", slots, "other.x green\nshop green", text -> text));
        LocalHost in = LocalHost.in(shell, Files.createDirectory(folder.resolve("shell")));
        for (String app : List.of("shop", "other.x", "shop", "new.x", "new.x")) {
            made(in, app);
        }
        haproxy.reload();

        assertThat(front()).isEqualTo("green");
        assertThat(haproxy.map()).containsExactly("other.x green", "shop green", "new.x blue");
        assertThat(haproxy.mapFile()).hasContent("other.x green\nshop green\nnew.x blue\n");

        Files.delete(haproxy.mapFile());
        made(in, "shop");
        haproxy.reload();
        assertThat(front()).isEqualTo("blue");
        assertThat(router(host).inspect().live()).contains(Slot.BLUE);
    }

    /** Runs the commands that the block of an application has, but for the user. */
    private void made(LocalHost in, String app) throws Exception {
        String block = HaproxyBlock.of(new ApplicationName(app), slots, haproxy.config(), List.of(), Optional.empty());
        String commands = block.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith("#   "))
                .map(line -> line.substring(1).replace("-o deploy ", ""))
                .collect(Collectors.joining("\n"));
        assertThat(commands).contains(haproxy.mapFile().toString());
        assertThat(in.run(new Command("made", "set -e\n" + commands + "\n", List.of()), Duration.ofSeconds(20))
                        .ok())
                .isTrue();
    }

    @Test
    void theApplicationIsToldWhoAsksAndThatItIsNotByTls() throws Exception {
        SlotPair own = FreePorts.slots();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", own.blue()), 0);
        cleanup.add(() -> server.stop(0));
        server.createContext("/", exchange -> {
            String told = exchange.getRequestHeaders().get("X-Forwarded-For") + " "
                    + exchange.getRequestHeaders().get("X-Forwarded-Proto");
            exchange.sendResponseHeaders(200, told.length());
            exchange.getResponseBody().write(told.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        haproxy = cleanup.add(PrivateHaproxy.of("shop", own, "shop blue\n", text -> text));
        assertThat(front()).isEqualTo("[127.0.0.1] [http]");
    }

    /** Who has the block from before goes on with it. */
    @Test
    void aBlockThatDoesNotTellThatStaysValid() throws Exception {
        haproxy = cleanup.add(PrivateHaproxy.of("shop", slots, "shop blue\n", text -> {
            String before = text.replaceAll("(?m)^.*(forwardfor|X-Forwarded).*\n", "");
            assertThat(before).doesNotContain("orward");
            return before;
        }));
        TrafficRouter router = router(host);
        assertThat(router.inspect().doors()).isNotEmpty();
        router.checkReach();
        assertThat(router.advise()).isEmpty();
        router.switchTo(Slot.GREEN);
        assertThat(front()).isEqualTo("green");
    }

    /** The kernel deals the connections out among both, and HAProxy starts with that; in one frontend, all is well. */
    @Test
    void anotherFrontendAtThePortGetsAPartOfTheRequestsAndIsRefused() throws Exception {
        haproxy = cleanup.add(PrivateHaproxy.of("shop", slots, "shop blue\n", text -> {
            Matcher bind = Pattern.compile("bind \\S+").matcher(text);
            assertThat(bind.find()).isTrue();
            return text + "\nfrontend www\n    mode http\n    " + bind.group()
                    + "\n    timeout client 1m\n    timeout http-keep-alive 75s\n";
        }));
        assertThat(statuses()).containsExactlyInAnyOrder(200, 503);
        TrafficRouter shared = router(host);
        assertThat(shared.inspect().live()).as("who goes back may").contains(Slot.BLUE);
        assertThatThrownBy(shared::checkReach)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("in frontend shop and in frontend www, which each get a part of all of them");

        Pattern own = Pattern.compile("(?s)\nfrontend shop\n.*?timeout http-keep-alive 75s\n(.*?)\n\n");
        haproxy.edit(text -> {
            Matcher found = own.matcher(text);
            assertThat(found.find()).isTrue();
            String rules = found.group(1);
            return found.replaceFirst("\n") + rules + "\n";
        });
        assertThat(statuses()).containsExactly(200);
        TrafficRouter router = router(host);
        assertThat(router.inspect().live()).contains(Slot.BLUE);
        router.checkReach();
        router.switchTo(Slot.GREEN);
        assertThat(front()).isEqualTo("green");
    }

    /** What many connections are answered; each comes from a port of its own. */
    private Set<Integer> statuses() throws IOException {
        Set<Integer> all = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            HttpURLConnection asked = (HttpURLConnection) haproxy.url().toURL().openConnection();
            asked.setRequestProperty("Connection", "close");
            all.add(asked.getResponseCode());
            asked.disconnect();
        }
        return all;
    }

    @Test
    void aMapFileThatARebootTakesAwayIsRefused() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        start("shop green\n");
        String at = haproxy.mapFile().getParent().toString();
        Programs.run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", at);
        try {
            write("shop green\n");
            TrafficRouter lost = router(host);
            assertThat(lost.inspect().live()).contains(Slot.GREEN);
            assertThatThrownBy(lost::checkReach).hasMessageContaining(at + " is in memory (tmpfs)");
        } finally {
            Programs.run("umount", at);
        }
        assertThat(router(host).inspect().live()).contains(Slot.GREEN);
    }

    @Test
    void aReloadAndARestartGoByTheFile() throws Exception {
        start();
        TrafficRouter router = router(host);
        router.switchTo(Slot.GREEN);
        haproxy.reload();
        assertThat(haproxy.map()).contains("shop green");
        assertThat(router.inspect().stale()).isFalse();
        haproxy.restart();
        assertThat(front()).isEqualTo("green");
        assertThat(router.inspect().live()).contains(Slot.GREEN);
    }

    @Test
    void testersAreNotTakenOffWhereThatWouldLeadAllUsersElsewhere() throws Exception {
        haproxy = cleanup.add(PrivateHaproxy.withPreview("shop", slots));
        PreviewRouter router = (PreviewRouter) router(host);
        router.preview(Slot.GREEN, PreviewToken.random());
        Files.writeString(
                haproxy.mapFile(), Files.readString(haproxy.mapFile()).replaceFirst("shop\\s+blue.*", "shop green"));
        assertThatThrownBy(router::endPreview)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("Testers are still led to a slot that is not live on local, since ")
                .hasMessageContaining("have both say which slot is live");
        assertThat(front()).isEqualTo("blue");

        router.switchTo(Slot.BLUE);
        router.endPreview();
        assertThat(router.inspect().preview()).isFalse();
        assertThat(front()).isEqualTo("blue");
    }

    /** One that began before the file was written, and ended after the map was set. */
    @Test
    void aReloadThatBringsBackTheOldValueIsMadeGood() throws Exception {
        start();
        TrafficRouter router = router(host);
        router.switchTo(Slot.GREEN);
        haproxy.say("set map " + haproxy.mapFile() + " shop blue");
        assertThat(router.undrained()).isEmpty();
        assertThat(haproxy.map()).contains("shop green");
    }

    /** As of an operator's emergency way back, in file and map, which leads users away from what is just being stopped. */
    @Test
    void whatSomebodyElseLedBackMeanwhileIsNotSetAgain() throws Exception {
        start();
        TrafficRouter router = router(host);
        router.switchTo(Slot.GREEN);
        write(OTHERS);
        haproxy.reload();
        assertThatThrownBy(router::undrained)
                .hasMessageContainingAll("was changed by somebody else", "look who else writes it");
        assertThat(haproxy.map()).contains("shop blue");
    }

    @Test
    void anUndoThatFindsAllDoneLeavesNothingToBeSetAgain() throws Exception {
        start();
        TrafficRouter router = router(host);
        RouterState before = router.read();
        router.switchTo(Slot.GREEN);
        write(OTHERS);
        haproxy.reload();
        router.restore(before);
        assertThat(router.undrained()).isEmpty();
        assertThat(haproxy.map()).contains("shop blue");
    }

    /** What keeps a deployment from being begun keeps none from being led back. */
    @Test
    void aServerThatWasTakenOutMeanwhileKeepsNobodyFromTheWayBack() throws Exception {
        start();
        TrafficRouter router = router(host);
        RouterState before = router.inspect();
        router.switchTo(Slot.GREEN);
        haproxy.say("set server shop_green/app1 state maint");
        assertThatThrownBy(router::inspect).hasMessageContaining("is taken out (MAINT)");
        router.restore(before);
        assertThat(front()).isEqualTo("blue");
    }

    @Test
    void aMapFileThatIsTooLargeIsTold() throws Exception {
        start();
        write("shop blue\n" + "x y\n".repeat(100_000));
        assertThatThrownBy(router(host)::inspect)
                .hasMessageContainingAll("has more than 300 kB", "give the applications a map file of their own");
    }

    /** As in a container: a rename would replace it outside only. */
    @Test
    void aMapFileThatIsMountedByItselfIsTold() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can mount").isTrue();
        start();
        String map = haproxy.mapFile().toString();
        Path other = Files.writeString(
                folder.resolve("other.cfg"),
                "frontend x\n  mode http\n  timeout client 1m\n  bind unix@" + folder
                        + "/x.sock\n  http-request set-var(txn.x) str(x),map(" + map + ")\n");
        Process mounted = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount --bind \"$1\" \"$1\" && exec \"$2\" -db -f \"$3\"",
                        "sh",
                        map,
                        Programs.find("haproxy", "haproxy"),
                        other.toString())
                .inheritIO()
                .start();
        cleanup.add(() -> Processes.kill(mounted.toHandle()));
        Until.so(
                Duration.ofSeconds(20),
                () -> Files.exists(folder.resolve("x.sock")) || !mounted.isAlive(),
                () -> "it does not start");
        assertThatThrownBy(router(host)::inspect)
                .hasMessageContainingAll("is mounted by itself for a HAProxy", "mount its directory");
    }

    @Test
    void aGroupThatWouldNotStayIsTold() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        start();
        Programs.run("chmod", "755", haproxy.socket().getParent().toString());
        Programs.run("chown", "-R", "65534:0", haproxy.mapFile().getParent().toString());
        Programs.run("chmod", "666", haproxy.socket().toString());
        Programs.run("chmod", "640", haproxy.mapFile().toString());
        assertThatThrownBy(router(nobody())::inspect)
                .hasMessageContainingAll("its group root is none of nobody's", "chown");
        Programs.run("chmod", "644", haproxy.mapFile().toString());
        assertThat(router(nobody()).inspect().live()).contains(Slot.BLUE);
    }

    @Test
    void whereFileAndMapDisagreeItIsStaleUntilTheMapIsSetAnew() throws Exception {
        start();
        haproxy.say("set map " + haproxy.mapFile() + " shop green");
        TrafficRouter router = router(host);
        RouterState state = router.inspect();
        assertThat(state.stale()).isTrue();
        assertThat(state.source()).contains("says shop blue, and HAProxy goes by shop green");
        router.refresh();
        assertThat(router.inspect().stale()).isFalse();
        assertThat(front()).isEqualTo("blue");
    }

    @Test
    void aKeyThatIsNotThereYetIsAddedAndTakenOutAgain() throws Exception {
        start("other green");
        TrafficRouter router = router(host);
        RouterState before = router.inspect();
        assertThat(before.live()).isEmpty();
        router.switchTo(Slot.GREEN);
        assertThat(front()).isEqualTo("green");
        assertThat(haproxy.mapFile()).hasContent("other green\nshop green\n");
        router.restore(before);
        assertThat(haproxy.mapFile()).hasContent("other green\n");
        assertThat(haproxy.map()).containsExactly("other green");
    }

    @Test
    void aLineThatAnotherApplicationWritesMeanwhileIsNotLost() throws Exception {
        start();
        TrafficRouter router = router(host);
        router.read();
        once("replace", () -> write(OTHERS.replace("other green", "other blue")));
        router.switchTo(Slot.GREEN);
        assertThat(haproxy.mapFile())
                .hasContent(OTHERS.replace("other green", "other blue").replace("shop\tblue", "shop\tgreen"));
    }

    @Test
    void anOwnLineThatSomebodyElseWroteMeanwhileIsLeftAlone() throws Exception {
        start();
        TrafficRouter router = router(host);
        router.read();
        write(OTHERS.replace("shop\tblue", "shop\tgreen"));
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("changed by somebody else");
        assertThat(haproxy.map()).contains("shop blue");
    }

    /** It dies when the file is written already. */
    @Test
    void theFileIsPutBackWhereTheMapCannotBeSet() throws Exception {
        start();
        TrafficRouter router = router(host);
        router.read();
        once("replace", haproxy::kill);
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("no connection to");
        assertThat(haproxy.mapFile()).hasContent(OTHERS);
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingIsBegun() throws Exception {
        start("shop blue\nshop green\n");
        assertThatThrownBy(router(host)::inspect).hasMessageContaining("has several lines for shop (blue, green)");
        write("shop purple\n");
        assertThatThrownBy(router(host)::inspect).hasMessageContaining("has 'purple' for shop");
        Path unknown = Files.writeString(haproxy.mapFile().resolveSibling("unknown.map"), "shop blue\n");
        assertThatThrownBy(at(unknown, haproxy.socket())::inspect)
                .hasMessageContainingAll("has no map " + unknown, "name it in HAProxy's configuration");
        assertThat(at(unknown, haproxy.socket()).reloaded()).contains(Slot.BLUE);
        Files.writeString(unknown, "shop green+5\n");
        assertThat(at(unknown, haproxy.socket()).reloaded()).contains(Slot.GREEN);
        Files.writeString(unknown, "other green\n");
        assertThat(at(unknown, haproxy.socket()).reloaded())
                .as("a key that is not there means blue")
                .contains(Slot.BLUE);
        assertThatThrownBy(at(folder.resolve("no.map"), haproxy.socket())::inspect)
                .hasMessageContainingAll(
                        "is not there", "create it with the line 'shop blue', or green where that is live");
        write("shop blue\n");
        assertThatThrownBy(at(haproxy.mapFile(), folder.resolve("no.sock"))::inspect)
                .hasMessageContainingAll("cannot be asked at its socket", "there is none");
        assertThatThrownBy(at(haproxy.mapFile(), haproxy.mapFile())::inspect).hasMessageContaining("that is no socket");
    }

    @Test
    void aSocketThatOnlyLooksIsTold() {
        haproxy = cleanup.add(
                PrivateHaproxy.of("shop", slots, OTHERS, text -> text.replace("level admin", "level operator")));
        assertThatThrownBy(router(host)::inspect)
                .hasMessageContainingAll("lets nobody set a map (operator)", "level admin");
    }

    @Test
    void serversThatHaproxyAsksItselfOrThatAreElsewhereAreTold() {
        haproxy = cleanup.add(PrivateHaproxy.of(
                "shop", slots, OTHERS, text -> text.replace(":" + slots.green(), ":" + slots.green() + " check")));
        assertThatThrownBy(router(host)::inspect)
                .hasMessageContainingAll("in backend shop_green", "has 'check'", "take it out");
        SlotPair others = new SlotPair(slots.blue(), slots.green() == 65_535 ? 1024 : slots.green() + 1);
        TrafficRouter router = haproxy.config().of(new ApplicationName("shop")).on(host, others);
        assertThatThrownBy(router::inspect)
                .hasMessageContaining("has no server at port " + others.green() + " (green)");
    }

    @Test
    void whoeverMayNotIsTold() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        start();
        Path around = haproxy.socket().getParent();
        Files.setPosixFilePermissions(around, PosixFilePermissions.fromString("rwxr-xr-x"));
        RemoteHost nobody = nobody();
        assertThatThrownBy(router(nobody)::inspect)
                .hasMessageContainingAll("nobody may not write to it (root:root, mode 660)", "'group' with a group");
        Programs.run("chmod", "666", haproxy.socket().toString());
        assertThatThrownBy(router(nobody)::inspect)
                .hasMessageContaining(
                        "nobody may not write to " + haproxy.mapFile().getParent());
        TrafficRouter router = router(nobody);
        assertThat(router.read().live()).contains(Slot.BLUE);
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("could not be replaced");
        assertThat(router.read().stale()).isFalse();
    }

    @Test
    void isAskedThroughSshWhereTheServerLetsUs() throws Exception {
        start();
        try (PrivateSshd sshd = PrivateSshd.start();
                RemoteHost there = JschHost.connect(sshd.target(), sshd.login())) {
            TrafficRouter router = router(there);
            RouterState before = router.inspect();
            router.switchTo(Slot.GREEN);
            assertThat(front()).isEqualTo("green");
            router.restore(before);
            assertThat(front()).isEqualTo("blue");
        }
        try (PrivateSshd sshd = PrivateSshd.start("AllowStreamLocalForwarding no");
                RemoteHost there = JschHost.connect(sshd.target(), sshd.login())) {
            assertThatThrownBy(router(there)::inspect)
                    .isInstanceOf(HostException.class)
                    .hasMessageContainingAll(
                            "mostly the SSH server forbids that", "'AllowStreamLocalForwarding local'");
        }
    }

    @Test
    void itsDoorsAreWhereItsFrontendListens() throws Exception {
        start();
        RouterState state = router(host).inspect();
        assertThat(state.doors()).singleElement().satisfies(door -> {
            assertThat(door.port()).isEqualTo(haproxy.url().getPort());
            assertThat(door.paths()).containsExactly("/");
            assertThat(door.users()).hasSize(1);
        });
        assertThat(router(host).advise()).isEmpty();
    }

    @Test
    void theCommandToRunByHandChangesTheLineAlsoWhereALinkLeads() throws Exception {
        start();
        Path target = Files.move(haproxy.mapFile(), folder.resolve("target.map"));
        Files.createSymbolicLink(haproxy.mapFile(), target);
        TrafficRouter router = router(host);
        RouterState before = router.inspect();
        router.switchTo(Slot.GREEN);
        Programs.run("sh", "-c", router.restoreByHand(before).replaceFirst(" && sudo.*", ""));
        haproxy.reload();
        assertThat(haproxy.mapFile()).isSymbolicLink().hasContent(OTHERS);
        assertThat(front()).isEqualTo("blue");
    }

    private static RemoteHost nobody() {
        return new LocalHost(
                "nobody's",
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh"),
                System.getenv("PATH"));
    }

    private void once(String script, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        host.before(script, () -> {
            if (!done.getAndSet(true)) {
                action.run();
            }
        });
    }

    private void write(String text) {
        try {
            Files.writeString(haproxy.mapFile(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrafficRouter router(RemoteHost on) {
        return haproxy.config().of(new ApplicationName("shop")).on(on, slots);
    }

    private TrafficRouter at(Path map, Path socket) {
        return HaproxyRouterConfig.of(List.of(), map.toString(), socket.toString(), "shop")
                .on(host, slots);
    }

    /** The one that only stands in for the slot's own, in the block for a canary. */
    @Test
    void aSlotIsNotWhereTheServerIsThatStandsInForIt() throws Exception {
        haproxy = cleanup.add(PrivateHaproxy.withCanary("shop", slots));
        assertThat(router(host).inspect().live()).contains(Slot.BLUE);
        SlotPair exchanged = new SlotPair(slots.green(), slots.blue());
        TrafficRouter router = haproxy.config().of(new ApplicationName("shop")).on(host, exchanged);
        assertThatThrownBy(router::inspect)
                .hasMessageContaining("has no server at port " + slots.green()
                        + " (blue) in backend shop_blue, but at 127.0.0.1:" + slots.blue() + ";");
    }

    /** The cookie is one for all of them, and each asks for a number where there is none. */
    @Test
    void aNewClientOfOneOfTwoApplicationsInAFrontendIsLedByTheNumberThatItIsGiven() throws Exception {
        haproxy = cleanup.add(PrivateHaproxy.of("shop", slots, "shop blue+50\nblog blue+50\n", text -> {
            String shop = canary("shop", text);
            String blog = canary("blog", text)
                    .lines()
                    .filter(line -> line.startsWith("    http-") && !line.contains("l7-retry"))
                    .collect(Collectors.joining("\n", "", "\n"));
            return shop.replaceFirst("(?m)^    use_backend", Matcher.quoteReplacement(blog) + "    use_backend");
        }));
        List<String> met = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(haproxy.url()).build(), HttpResponse.BodyHandlers.ofString());
            String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            int number = Integer.parseInt(cookie.replaceFirst("^bluegreen=(\\d+);.*", "$1"));
            met.add(answer.body() + " by " + (number < 50 ? "green" : "blue"));
        }
        assertThat(met).isSubsetOf("green by green", "blue by blue");
    }

    /** Returns the block for a canary by the map, the socket and the port of another one. */
    private String canary(String app, String text) {
        HaproxyRouterConfig config = HaproxyRouterConfig.of(
                List.of(), first("map\\(([^,]+),", text), first("stats socket (\\S+)", text), null);
        URI url = URI.create("http://127.0.0.1:" + first("bind :(\\d+)", text) + "/");
        return HaproxyBlock.withCanary(new ApplicationName(app), slots, config, List.of(), Optional.of(url));
    }

    private static String first(String expression, String text) {
        return Pattern.compile(expression)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private String front() throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(haproxy.url()).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
