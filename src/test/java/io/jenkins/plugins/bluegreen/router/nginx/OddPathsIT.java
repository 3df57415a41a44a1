package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The file that tells the live slot, under names that a shell would take for something else. */
class OddPathsIT {

    private static final List<String> NAMES = List.of(
            "  a b",
            "it's",
            "say \"x\"",
            "$HOME ${x}",
            "$(id) `id`",
            "a;b&c|d(e)",
            "*?[a]",
            "-n",
            "-- #~!",
            "a\\nb%s",
            "ü漢");

    @TempDir
    Path folder;

    private final SlotPair slots = FreePorts.slots();

    @ParameterizedTest
    @FieldSource("NAMES")
    void aFlagIsSwitchedToAndFroAndByHand(String name) throws Exception {
        Path flag = Files.createDirectory(folder.resolve(name)).resolve(name);
        TrafficRouter router =
                new NginxRouterConfig(new NginxConfig.Flag(List.of(), flag.toString())).on(new LocalHost(), slots);
        router.check();
        RouterState blue = router.read();
        assertThat(blue.live()).contains(Slot.BLUE);
        router.switchTo(Slot.GREEN);
        assertThat(flag.getParent().toFile().list()).containsExactly(name);
        RouterState green = router.read();
        assertThat(green.live()).contains(Slot.GREEN);
        router.restore(blue);
        assertThat(flag.getParent()).isEmptyDirectory();
        byHand(router, green);
        assertThat(router.read().live()).contains(Slot.GREEN);
        byHand(router, blue);
        assertThat(flag.getParent()).isEmptyDirectory();
        assertThat(folder.toFile().list()).containsExactly(name);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void anIncludedFileIsSwitchedToAndFroAndByHand(String name) throws Exception {
        Path file = Files.createDirectory(folder.resolve(name)).resolve(name);
        byte[] text = including(Slot.BLUE);
        Files.write(file, text);
        // Other nginx may run here, whose workers are waited for, so this one is reloaded.
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            TrafficRouter router = new NginxRouterConfig(at(file, nginx)).on(new LocalHost(), slots);
            router.check();
            RouterState blue = router.read();
            assertThat(blue.live()).contains(Slot.BLUE);
            router.switchTo(Slot.GREEN);
            assertThat(file).hasBinaryContent(including(Slot.GREEN));
            router.restore(blue);
            assertThat(file).hasBinaryContent(text);
            router.switchTo(Slot.GREEN);
            byHand(router, blue);
            assertThat(file).hasBinaryContent(text);
        }
        assertThat(file.getParent().toFile().list()).containsExactly(name);
        assertThat(folder.toFile().list()).containsExactly(name);
    }

    /** Without a line break at the end, and with a character that is not UTF-8. */
    private byte[] including(Slot slot) {
        return ("# ü\r\nset $service_port " + slots.port(slot) + "; # é").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static NginxConfig at(Path file, PrivateNginx nginx) {
        return new NginxConfig.Include(
                List.of(),
                file.toString(),
                "service_port",
                nginx.testCommand(),
                nginx.reloadCommand(),
                Duration.ofMinutes(1));
    }

    private static void byHand(TrafficRouter router, RouterState before) {
        Programs.run("sh", "-c", router.restoreByHand(before));
    }
}
