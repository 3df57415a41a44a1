package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
