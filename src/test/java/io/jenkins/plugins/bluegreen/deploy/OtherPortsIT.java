package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How README says that an application gets other ports: the idle slot's first, in nginx and then in Jenkins. */
class OtherPortsIT extends OnBench {

    @Test
    void withTheReloadFreeLayout() throws Exception {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        bothPortsAreChangedWhileUsersAreServed("which sends to port");
    }

    @Test
    void withTheIncludeLayout() throws Exception {
        bench.nginx = PrivateNginx.withIncludeAndUpstreams(bench.slots);
        bothPortsAreChangedWhileUsersAreServed("which has no upstream backend_");
    }

    private void bothPortsAreChangedWhileUsersAreServed(String why) throws Exception {
        deployed(Map.of());
        SlotPair before = bench.slots;
        SlotPair after = FreePorts.slots();
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            bench.slots = new SlotPair(before.blue(), after.green());
            assertRefused(bench.deploy(Map.of()), why);
            nginxHas(before.green(), after.green());
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            bench.slots = after;
            nginxHas(before.blue(), after.blue());
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);

            Traffic.Summary seen = traffic.stop();
            assertThat(seen.failures().keySet()).as(seen.toString()).isSubsetOf(Traffic.IDLE_CONNECTION_CLOSED);
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r4");
        assertThat(bench.directory().resolve("slots/blue/process")).content().contains("port=" + after.blue() + "\n");
    }

    @Test
    void theSlotThatServesCannotBeTheFirst() throws Exception {
        deployed(Map.of());
        SlotPair before = bench.slots;
        bench.slots = new SlotPair(FreePorts.slots().blue(), before.green());
        nginxHas(before.blue(), bench.slots.blue());
        assertRefused(bench.deploy(Map.of()), "blue on local runs on port " + before.blue());
        bench.slots = before;
    }

    @Test
    void whereNothingRunsBothMayBeChangedAtOnce() throws Exception {
        deployed(Map.of());
        bench.stop(Slot.BLUE);
        SlotPair before = bench.slots;
        bench.slots = FreePorts.slots();
        assertRefused(bench.deploy(Map.of()), "which sends to port " + before.green());
        nginxHas(before.blue(), bench.slots.blue());
        nginxHas(before.green(), bench.slots.green());
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void whatWasCutOffIsNotSettledOnOtherPorts() throws Exception {
        deployed(Map.of());
        bench.dieAt("< switch nginx");
        SlotPair before = bench.slots;
        bench.slots = FreePorts.slots();

        Outcome outcome = bench.deploy(Map.of());

        assertRefused(
                outcome,
                "blue on local runs on port " + before.blue(),
                "green on local runs on port " + before.green());
        assertThat(outcome.evidence()).contains("release r1 runs", "release r2 runs");
        assertRefused(bench.resume(2), "blue on local runs on port " + before.blue());
        bench.slots = before;
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(deployed(Map.of()).previous()).isEqualTo(Slot.GREEN);
    }

    /** Writes another port into nginx's configuration, wherever the one stands, and reloads. */
    private void nginxHas(int port, int instead) throws Exception {
        Path configuration = bench.nginx.configuration();
        String text = Files.readString(configuration);
        Files.writeString(configuration, text.replace(String.valueOf(port), String.valueOf(instead)));
        List<ProcessHandle> workers = bench.nginx.master().children().toList();
        Programs.run("sh", "-c", bench.nginx.reloadCommand());
        Until.so(
                Duration.ofSeconds(30),
                () -> workers.stream().noneMatch(ProcessHandle::isAlive),
                () -> "nginx was not reloaded: " + bench.nginx.errors());
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.result()).as(outcome.sentence()).isNotEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence()).contains(words);
    }
}
