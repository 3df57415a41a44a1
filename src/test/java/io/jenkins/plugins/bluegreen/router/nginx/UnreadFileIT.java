package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An included file that was changed, of which only the workers of its own nginx tell whether that has read it. */
class UnreadFileIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SlotPair slots = FreePorts.slots();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isToldFromOneThatWasReadWithinTheSameSecond(String shell) throws Exception {
        LocalHost host = LocalHost.in(shell, folder);
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(host, slots);
            for (Slot slot : List.of(Slot.GREEN, Slot.BLUE, Slot.GREEN)) {
                router.switchTo(slot);
                assertThat(router.read().stale()).isFalse();
                change(nginx);
                assertThat(router.read().stale()).isTrue();
                router.refresh();
                assertThat(router.read())
                        .extracting(r -> r.stale(), r -> r.unseen())
                        .containsOnly(false);
            }
        }
    }

    /** Each leaves the file with a time of long ago. */
    @ParameterizedTest
    @ValueSource(
            strings = {"cp -p OLD FILE", "mv OLD FILE", "ln -sf OLD FILE", "sed -i s/8/8/ FILE && touch -r OLD FILE"})
    void isToldWhereverItsTimeComesFrom(String command) throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(new LocalHost(), slots);
            assertThat(router.read().stale()).isFalse();
            Path old = folder.resolve("old");
            Files.writeString(old, "set $service_port " + slots.green() + ";\n");
            Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
            sh(command.replace("OLD", old.toString())
                    .replace("FILE", nginx.switchFile().toString()));
            assertThat(router.inspect().stale()).isTrue();
            sh(nginx.reloadCommand());
            Until.so(LIMIT, () -> !stale(router), () -> "what was reloaded is taken for unread");
        }
    }

    @Test
    void isAcceptedAsItWasOnceNginxWasReloaded() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(new LocalHost(), slots);
            String text = Files.readString(nginx.switchFile());
            // What is edited within a few hundredths of a second after the workers began passes for read.
            Until.so(LIMIT, () -> edited(nginx, text + "# edited") && stale(router), () -> "an edit is taken for read");
            assertThat(router.terms().stale()).endsWith("; reload nginx");
            Files.writeString(nginx.switchFile(), text);
            sh(nginx.reloadCommand());
            Until.so(LIMIT, () -> !stale(router), () -> "what was put back and reloaded is taken for unread");
        }
    }

    /** An edit with the clock ahead, which was set back then. Nobody can give a file such a time, so stat(1) is asked for it here. */
    @Test
    void isToldWhereItsTimeIsAheadOfTheClockUntilItIsTouched() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String file = nginx.switchFile().toString();
            Path stat = Files.writeString(folder.resolve("stat"), """
                    #!/bin/sh
                    case $* in '-c %%Z %%z %1$s') [ -e %2$s ] || { echo 9999999999 2286-11-20 17:46:39.00; exit; } ;; esac
                    exec /usr/bin/stat "$@"
                    """.formatted(file, folder.resolve("touched")));
            Files.setPosixFilePermissions(stat, PosixFilePermissions.fromString("rwxr-xr-x"));
            TrafficRouter router = new NginxRouterConfig(nginx.config())
                    .on(new LocalHost(folder + ":" + System.getenv("PATH")), slots);
            assertThatThrownBy(router::inspect)
                    .hasMessageContainingAll(file, "ahead of the clock there", "touch it and reload nginx");
            assertThat(router.read().stale()).isTrue();
            Object inode = Files.getAttribute(nginx.switchFile(), "unix:ino");
            router.refresh();
            assertThat(Files.getAttribute(nginx.switchFile(), "unix:ino"))
                    .as("a file with a time of its own")
                    .isNotEqualTo(inode);
            Files.createFile(folder.resolve("touched"));
            assertThat(router.inspect().stale()).isFalse();
        }
    }

    private static boolean edited(PrivateNginx nginx, String text) {
        try {
            Files.writeString(nginx.switchFile(), text);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sh(String command) {
        Programs.run("sh", "-c", command);
    }

    private static boolean stale(TrafficRouter router) {
        try {
            return router.read().stale();
        } catch (HostException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isNotReadByAnotherNginxThatStarts() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            change(nginx);
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(new LocalHost(), slots);
            try (PrivateNginx ignored = PrivateNginx.withInclude(FreePorts.slots())) {
                assertThat(router.read().stale()).isTrue();
                assertThat(router.inspect().stale()).isTrue();
            }
        }
    }

    @Test
    void isNotReadByAWorkerThatTakesThePlaceOfADeadOne() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            change(nginx);
            Set<Long> before = workers(nginx);
            Programs.run("kill", "-KILL", before.iterator().next().toString());
            Until.so(
                    LIMIT,
                    () -> workers(nginx).size() == before.size()
                            && !workers(nginx).equals(before),
                    () -> "no worker came after " + before);
            assertThat(new NginxRouterConfig(nginx.config())
                            .on(new LocalHost(), slots)
                            .read()
                            .stale())
                    .isTrue();
        }
    }

    @Test
    void isSaidToBeUnknownWhereNoWorkerCanBeSeen() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can hide processes").isTrue();
        LocalHost blind =
                new LocalHost("blind", List.of("unshare", "-pf", "--mount-proc", "sh"), System.getenv("PATH"));
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots);
                PrivateNginx flag = PrivateNginx.withFlag(FreePorts.slots())) {
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(blind, slots);
            assertThat(List.of(router.read(), router.inspect())).allMatch(RouterState::unseen);
            Files.delete(nginx.switchFile());
            assertThat(router.inspect().unseen()).as("nothing is served").isFalse();
            assertThat(new NginxRouterConfig(flag.config())
                            .on(blind, slots)
                            .inspect()
                            .unseen())
                    .as("nginx looks at each request")
                    .isFalse();
        }
    }

    /** As a switch does that is cut off before the reload. */
    private static void change(PrivateNginx nginx) throws Exception {
        Thread.sleep(300);
        Files.setLastModifiedTime(nginx.switchFile(), FileTime.from(Instant.now()));
    }

    private static Set<Long> workers(PrivateNginx nginx) {
        return nginx.master().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
