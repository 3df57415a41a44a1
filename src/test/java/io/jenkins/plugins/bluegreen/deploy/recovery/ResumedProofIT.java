package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is seen of a release that was cut off, and waited for, before the old process is stopped. */
class ResumedProofIT extends DeployedOnce {

    @Override
    public void prepare() {
        bench.keepsConnections = true;
    }

    @Test
    void aRouterThatGoesOnConnectingToTheOldSlotAsWellIsSeen() throws Exception {
        bench.nginx.edit(text -> text.replace(" backup;", ";"));
        bench.dieAt("< switch nginx");

        Outcome outcome = bench.resume();

        assertTakenBack(outcome);
        assertThat(outcome.sentence()).containsPattern("connects to blue .* as well|came to blue .* instead");
    }

    @Test
    void otherServersThatSendToTheOldSlotAreSeen() throws Exception {
        try (PrivateNginx other = PrivateNginx.withInclude(bench.slots);
                Traffic users = Traffic.to(other.url(), 20)) {
            bench.dieAt("< switch nginx");
            Outcome outcome = bench.resume();
            assertTakenBack(outcome);
            assertThat(outcome.sentence()).containsPattern("(have come|connections came) to blue");
            assertThat(users.stop().failed()).isZero();
        }
    }

    /** All of nginx's connections to the new slot are there already when it is asked, and it makes no other. */
    @Test
    void connectionsThatNginxHasKeptSinceTheSwitchAreProof() throws Exception {
        bench.nginx.edit(text -> text.replace("worker_processes 2", "worker_processes 1"));
        try (Traffic users = Traffic.to(bench.nginx.url(), 4)) {
            bench.dieAt("< observe green");
            assertThat(bench.resume().result()).isEqualTo(Result.DEPLOYED);
            assertThat(users.stop().failed()).isZero();
        }
    }

    /** Somebody has set the flag by hand meanwhile, and nginx does not go by it. */
    @Test
    void whatWasLedOverByHandBeforeTheSwitchIsProvenAsWell() throws Exception {
        String blue = "set $service_port " + bench.slots.blue() + ";";
        bench.nginx.edit(text -> text.replace("location / {", blue + " location / {"));
        bench.dieAt("< await healthy");
        touch(bench.flag());

        assertTakenBack(bench.resume());
    }

    /** Somebody has led users over by hand meanwhile, and stopped what served before. */
    @Test
    void theOnlyProcessThatIsLeftToServeStaysBeforeTheSwitchAsWell() throws Exception {
        bench.dieAt("< await healthy");
        touch(bench.flag());
        bench.stop(Slot.BLUE);
        touch(bench.directory().resolve("sick-green"));

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("release r2 is served from green", "not healthy");
        assertThat(Processes.listening(bench.slots.green())).isTrue();
    }

    @Test
    void oneBadAnswerAloneTakesNothingBack() throws Exception {
        bench.dieAt("< switch nginx");
        bench.probe = badAt(List.of(1));

        assertThat(bench.resume().result()).isEqualTo(Result.DEPLOYED);
    }

    @Test
    void aConnectionThatStaysIsWaitedForOnce() throws Exception {
        bench.dieAt("< switch nginx");
        bench.drainTimeout = Duration.ofSeconds(2);
        try (Socket stays = new Socket(InetAddress.getLoopbackAddress(), bench.slots.blue())) {
            bench.console.clear();
            Outcome outcome = bench.resume();
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
            assertThat(stays.isConnected()).isTrue();
        }
        assertThat(bench.console)
                .filteredOn(line -> line.startsWith("> drain blue"))
                .hasSize(1);
        assertThat(bench.console.stream().filter(line -> line.startsWith("> ")).toList())
                .containsSubsequence(
                        "> drain blue (" + bench.slots.blue() + ")",
                        "> see that nothing leads to blue (" + bench.slots.blue() + ") any more",
                        "> stop blue (" + bench.slots.blue() + ")");
    }

    @Test
    void anAbortWhileTheNextDeploymentWaitsChangesNothing() throws Exception {
        bench.dieAt("< switch nginx");
        bench.drainTimeout = Duration.ofMinutes(10);
        Cancellation cancellation = new Cancellation();
        bench.when("> drain blue", cancellation::stop);
        try (Socket stays = new Socket(InetAddress.getLoopbackAddress(), bench.slots.blue())) {
            Outcome outcome = bench.deploy(Map.of(), cancellation);
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
            assertThat(stays.isConnected()).isTrue();
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.directory().resolve("journal")).content().contains("release=r2");
    }

    private HealthProbe badAt(List<Integer> questions) {
        AtomicInteger asked = new AtomicInteger();
        HealthProbe well = bench.connector().page("/");
        return (host, port, release) -> questions.contains(asked.incrementAndGet())
                ? new Answer(false, "500", "")
                : well.ask(host, port, release);
    }

    private void assertTakenBack(Outcome outcome) throws Exception {
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(bench.flag()).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }
}
