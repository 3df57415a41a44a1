package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of a real nginx around a reload, in each of the shells that a host may have. */
class OldWorkersIT {

    private final SlotPair slots = FreePorts.slots();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void anOldWorkerIsSeenUntilItsLastRequestHasEnded(String shell) throws Exception {
        LocalHost host = LocalHost.in(shell, folder);
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots);
                PrivateNginx ignored = PrivateNginx.withFlag(FreePorts.slots())) {
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(host, slots);
            assertThat(((NginxRouter) router).oldWorkers()).isEmpty();
            assertThat(router.advise()).anyMatch(text -> text.contains("put 'proxy_http_version 1.1;'"));
            try (Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), nginx.url().getPort())) {
                // nginx accepts it before it hears of the reload, since it answers what was asked before.
                client.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().read()).isEqualTo('H');
                router.switchTo(Slot.GREEN);
                List<Long> old = untilOne(router);
                assertThat(ProcessHandle.of(old.get(0))).isPresent();
            }
            Until.so(Duration.ofSeconds(20), () -> pids(router).isEmpty(), () -> "an old worker does not end");
        }
    }

    @Test
    void itIsSaidWhereTheWorkersCannotBeSeen() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can hide processes").isTrue();
        LocalHost blind =
                new LocalHost("blind", List.of("unshare", "-pf", "--mount-proc", "sh"), System.getenv("PATH"));
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String file = nginx.switchFile().toString();
            TrafficRouter seeing =
                    new NginxRouterConfig(include(file, nginx.reloadCommand())).on(new LocalHost(), slots);
            assertThat(seeing.switchTo(Slot.GREEN)).isEmpty();
            assertThat(new NginxRouterConfig(include(file, "true"))
                            .on(blind, slots)
                            .switchTo(Slot.BLUE))
                    .contains("not visible to the login user", "not waited for");
        }
    }

    @Test
    void workersWhoseMasterWasKilledAreNotWaitedFor() throws Exception {
        List<ProcessHandle> orphans;
        try (PrivateNginx killed = PrivateNginx.withFlag(FreePorts.slots())) {
            orphans = killed.master().children().toList();
            Processes.kill(killed.master());
        }
        Path file = Files.writeString(folder.resolve("included by none"), "set $service_port " + slots.blue() + ";\n");
        try {
            assertThat(orphans).isNotEmpty().allMatch(ProcessHandle::isAlive);
            TrafficRouter router = new NginxRouterConfig(include(file.toString(), "true")).on(new LocalHost(), slots);
            assertThat(router.read().unseen())
                    .as("nobody is there who could read it")
                    .isTrue();
            assertThat(router.switchTo(Slot.GREEN)).contains("not visible");
        } finally {
            orphans.forEach(Processes::kill);
        }
    }

    private static NginxConfig include(String file, String reload) {
        return new NginxConfig.Include(
                List.of(), file, NginxConfig.Include.DEFAULT_VARIABLE, "true", reload, Duration.ofMinutes(1));
    }

    /** The worker without a request ends at once; the one with the upload stays. */
    private static List<Long> untilOne(TrafficRouter router) {
        Until.so(
                Duration.ofSeconds(20),
                () -> pids(router).size() == 1,
                () -> "not one old worker is left, but " + pids(router));
        return pids(router);
    }

    private static List<Long> pids(TrafficRouter router) {
        try {
            return ((NginxRouter) router).oldWorkers();
        } catch (HostException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
