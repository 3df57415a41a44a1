package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.NginxLayout;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links on the way to the file that has the port: one that chooses between two files is switched, any other is followed. */
class LinkedFileIT {

    @TempDir
    Path folder;

    private final SlotPair slots = FreePorts.slots();
    private PrivateNginx nginx;
    private Path link;
    private Path blue;
    private Path green;

    @BeforeEach
    void start() {
        nginx = PrivateNginx.with(NginxLayout.of("link"), slots);
        link = nginx.switchFile();
        blue = link.resolveSibling("blue.conf");
        green = link.resolveSibling("green.conf");
    }

    @AfterEach
    void stop() {
        nginx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void theLinkIsReplacedAndPutBack(String shell) throws Exception {
        TrafficRouter router = new NginxRouterConfig(nginx.config()).on(LocalHost.in(shell, folder), slots);
        router.check();
        RouterState before = router.inspect();
        assertThat(before.live()).contains(Slot.BLUE);
        assertThat(before.source()).isEqualTo(link + " leads to blue.conf, which says " + slots.blue());
        router.switchTo(Slot.GREEN);
        assertThat(Files.readSymbolicLink(link)).hasToString("green.conf");
        assertThat(router.inspect().live()).contains(Slot.GREEN);
        assertThat(router.inspect().stale()).isFalse();
        router.refresh();
        router.restore(before);
        assertThat(Files.readSymbolicLink(link)).hasToString("blue.conf");
        router.switchTo(Slot.GREEN);
        Programs.run("sh", "-c", router.restoreByHand(before));
        assertThat(Files.readSymbolicLink(link)).hasToString("blue.conf");
        assertBothAsTheyWere();
    }

    /** An nginx that starts or is reloaded at any moment finds it. */
    @Test
    void thereIsNoMomentWithoutTheLink() throws Exception {
        TrafficRouter router = router(nginx.testCommand(), nginx.reloadCommand());
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Set<String>> seen = CompletableFuture.supplyAsync(() -> {
            Set<String> all = new TreeSet<>();
            while (!over.get()) {
                all.add(led(link));
            }
            return all;
        });
        for (int i = 0; i < 3; i++) {
            RouterState before = router.read();
            router.switchTo(Slot.GREEN);
            router.restore(before);
        }
        over.set(true);
        assertThat(seen.get()).containsExactly("blue.conf", "green.conf");
    }

    private static String led(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aFileThatNginxRefusesIsNotLedTo() throws Exception {
        Files.writeString(green, Files.readString(green).replace("}", "nonsense; }"));
        assertNotSwitched(
                router(nginx.testCommand(), nginx.reloadCommand()), "refuses the configuration with the new port");
    }

    @Test
    void aReloadThatFailsLeadsBack() throws Exception {
        assertNotSwitched(router(nginx.testCommand(), "false"), "was not reloaded");
        assertBothAsTheyWere();
    }

    private void assertNotSwitched(TrafficRouter router, String why) throws Exception {
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining(why);
        assertThat(Files.readSymbolicLink(link)).hasToString("blue.conf");
        assertThat(router.read().live()).contains(Slot.BLUE);
    }

    @ParameterizedTest
    @CsvSource({
        "shop-blue, shop-green",
        "Blue.inc, Green.inc",
        "BLUE, GREEN",
        "a_B.conf, a_G.conf",
        "blue-B blue.conf, green-G green.conf"
    })
    void filesAreTakenForTheSlotsByTheirNames(String one, String other) throws Exception {
        String first = named(one);
        String second = named(other);
        prepared(Files.createDirectory(folder.resolve(" it's")).resolve(first), blue);
        prepared(folder.resolve(" it's").resolve(second), green);
        Path at = Files.createSymbolicLink(
                link.resolveSibling("at"), folder.resolve(" it's").resolve(first));
        TrafficRouter router = router(at, nginx.testCommand(), nginx.reloadCommand());
        router.switchTo(Slot.GREEN);
        assertThat(Files.readSymbolicLink(at)).isEqualTo(folder.resolve(" it's").resolve(second));
        router.switchTo(Slot.BLUE);
        assertThat(Files.readSymbolicLink(at)).isEqualTo(folder.resolve(" it's").resolve(first));
    }

    /** Names are no reason to lead elsewhere where there is nothing, or the name is another word. */
    @ParameterizedTest
    @CsvSource({"blue.conf, -", "evergreen.conf, everblue.conf", "shop, shop.bak", "shop-1B, shop-1G"})
    void anyOtherLinkIsFollowedAndStays(String one, String other) throws Exception {
        Path file = prepared(folder.resolve(named(one)), blue);
        if (!other.equals("-")) {
            prepared(folder.resolve(named(other)), green);
        }
        Path between = Files.createSymbolicLink(folder.resolve("between"), file);
        Path at = Files.createSymbolicLink(link.resolveSibling("at"), between);
        router(at, nginx.testCommand(), nginx.reloadCommand()).switchTo(Slot.GREEN);
        assertThat(Files.readSymbolicLink(at)).isEqualTo(between);
        assertThat(Files.readSymbolicLink(between)).isEqualTo(file);
        assertThat(Files.readString(file)).isEqualTo(Files.readString(green));
    }

    @Test
    void anotherLinkToTheLinkStays() throws Exception {
        Path at = Files.createSymbolicLink(link.resolveSibling("at"), Path.of("active.conf"));
        router(at, nginx.testCommand(), nginx.reloadCommand()).switchTo(Slot.GREEN);
        assertThat(Files.readSymbolicLink(at)).hasToString("active.conf");
        assertThat(Files.readSymbolicLink(link)).hasToString("green.conf");
        assertBothAsTheyWere();
    }

    @Test
    void saysThatBothFilesHaveOnePort() throws Exception {
        Files.copy(blue, green, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(router(nginx.testCommand(), nginx.reloadCommand())::inspect)
                .isInstanceOf(HostException.class)
                .hasMessage("The link " + link
                        + " on local leads to blue.conf, and to green.conf after a switch, but both have port "
                        + slots.blue() + "; write port " + slots.green() + " into the one that is green's.");
        Files.writeString(green, "upstream shop { server 127.0.0.1:1; }");
        assertThatThrownBy(router(nginx.testCommand(), nginx.reloadCommand())::inspect)
                .hasMessageContainingAll("The file " + green + " on local has neither of the ports");
    }

    private String named(String name) {
        return name.replace("B", name.contains("BLUE") || name.contains("Blue") ? "B" : "" + slots.blue())
                .replace("G", name.contains("GREEN") || name.contains("Green") ? "G" : "" + slots.green());
    }

    private static Path prepared(Path file, Path like) throws Exception {
        return Files.copy(like, file);
    }

    private void assertBothAsTheyWere() {
        assertThat(blue).hasContent("upstream shop { server 127.0.0.1:" + slots.blue() + "; }");
        assertThat(green).hasContent("upstream shop { server 127.0.0.1:" + slots.green() + "; }");
        assertThat(link.getParent().toFile().list())
                .contains("active.conf", "blue.conf", "green.conf")
                .noneMatch(name -> name.startsWith("."));
    }

    private TrafficRouter router(String test, String reload) {
        return router(link, test, reload);
    }

    private TrafficRouter router(Path file, String test, String reload) {
        return new NginxRouterConfig(
                        new NginxConfig.Include(List.of(), file.toString(), null, test, reload, Duration.ofMinutes(1)))
                .on(new LocalHost(), slots);
    }
}
