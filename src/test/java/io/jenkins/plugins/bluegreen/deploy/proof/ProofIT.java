package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.lab.Forgetting;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before the old slot is stopped, it is seen that requests through nginx reach the new process; without that it is not stopped. */
@Timeout(180)
class ProofIT extends DeployedOnce {

    @Override
    public void prepare() {
        bench.keepsConnections = true;
    }

    @Test
    void isGivenByAConnectionOfNginxWhereNoFrontDoorIsGiven() throws Exception {
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.proof())
                .contains(
                        "asked on local for http://backend.example.com:" + port() + "/, it answered 200",
                        "to green (port");
        assertThat(bench.test())
                .as("what Test says")
                .anyMatch(found -> found.mark() == Mark.GOOD
                        && found.whole()
                                .contains("asked on local for http://backend.example.com:" + port()
                                        + "/, it answered 200"));
    }

    /** Nobody knows whether it goes by the flag; it does not. */
    @Test
    void isNeededOfAnNginxThatCannotBeFollowed() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can hide processes").isTrue();
        bench.forgetTheFlag();
        bench.nginx.restartApart();

        assertRefused(bench.deploy(Map.of()), "could not be seen which slot", "could be followed", "give frontDoor");
        assertFault("could not be seen which slot", "give frontDoor");

        bench.frontDoor = new HttpFrontDoor(bench.nginx.url(), ReleaseMark.NONE, "", "");
        Outcome outcome = bench.deploy(Map.of());
        assertSwitchedBack(outcome, "asked at the front door", "it answered 200", "connections came to blue");
    }

    @Test
    void isTheFrontDoorWithConnectionsWhereNginxCannotBeFollowed() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can hide processes").isTrue();
        bench.nginx.restartApart();
        bench.frontDoor = new HttpFrontDoor(bench.nginx.url(), ReleaseMark.NONE, "", "");
        assertThat(deployed(Map.of()).proof()).contains("asked at the front door", "it answered 200", "to green (port");
    }

    @Test
    void isNotThereWhereNoNginxRuns() throws Exception {
        bench.nginx.close();
        assertRefused(bench.deploy(Map.of()), "could not be seen which slot", "it may not run", "give frontDoor");
    }

    /** A variable without a scheme: nginx answers 500 to all. */
    @Test
    void isMissedBeforeAnythingIsChangedWhereNginxAnswersByItself() throws Exception {
        bench.nginx.edit(ProofIT::withoutScheme);
        assertRefused(bench.deploy(Map.of()), "it answered 500", "no connection came to blue", "Nothing was changed");
        assertFault("it answered 500", "no connection came to blue");
    }

    /** Which it keeps for another server. */
    @Test
    void isMissedAlsoWhereNginxKeepsConnectionsToTheLiveSlot() throws Exception {
        int other = FreePorts.next();
        String server = "server { listen 127.0.0.1:" + other + "; location / { proxy_pass http://backend_"
                + bench.slots.blue() + "; proxy_http_version 1.1; proxy_set_header Connection ''; } }\n}";
        bench.nginx.edit(text -> withoutScheme(text).stripTrailing().replaceFirst("}$", server));
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other + "/"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(ask, HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("release=r1");
        assertRefused(bench.deploy(Map.of()), "it answered 500", "no connection came to blue", "Nothing was changed");
        assertFault("it answered 500", "no connection came to blue");
    }

    @Test
    void isMissedAfterTheSwitchWhereNginxAnswersByItselfFromThenOn() throws Exception {
        bench.when("> switch nginx", () -> bench.nginx.edit(ProofIT::withoutScheme));
        assertSwitchedBack(bench.deploy(Map.of()), "it answered 500", "no connection came there");
    }

    /** The file is named, and tested, and does not matter. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isMissedWhereNginxGoesOnAskingTheOldSlot(boolean monitored) throws Exception {
        ignoreTheFlag();
        Process monitor = monitored ? monitor() : null;
        try {
            assertSwitchedBack(bench.deploy(Map.of()), "it answered 200", "connections came to blue");
        } finally {
            if (monitor != null) {
                monitor.destroy();
            }
        }
    }

    @Test
    void isFoundWhileUsersKeepNginxsConnectionsBusy() throws Exception {
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 100)) {
            assertThat(deployed(Map.of()).proof()).contains("to green (port");
            assertThat(traffic.stop().failures().keySet()).isSubsetOf(Traffic.IDLE_CONNECTION_CLOSED);
        }
    }

    @Test
    void isFoundWhileAMonitorAsksBothSlots() throws Exception {
        Process monitor = monitor();
        try {
            assertThat(deployed(Map.of()).proof()).contains("to green (port");
        } finally {
            monitor.destroy();
        }
    }

    @Test
    void isFoundBehindALimitOfRequests() throws Exception {
        bench.nginx.edit(
                text -> text.replace("http {", "http { limit_req_zone $binary_remote_addr zone=each:1m rate=2r/s;")
                        .replace("location / {", "location / { limit_req zone=each; limit_req_status 429;"));
        assertThat(deployed(Map.of()).proof()).contains("it answered 200", "to green (port");
    }

    /** Another server, in another nginx, of which nothing is known. */
    @Test
    void isDisprovedByConnectionsThatGoOnComingToTheOldSlot() throws Exception {
        try (PrivateNginx other = PrivateNginx.withInclude(bench.slots);
                Traffic users = Traffic.to(other.url(), 20)) {
            // They come while it is asked for the proof, or afterwards.
            Outcome outcome = bench.deploy(Map.of());
            assertSwitchedBack(outcome, "to blue");
            assertThat(outcome.sentence()).containsPattern("connections (from local have come|came) to blue");
            assertThat(users.stop().failures()).isEmpty();
        }
    }

    /** Each request to the one or the other by turns, since a word was forgotten. */
    @Test
    void isDisprovedByAnUpstreamOfBothSlots() throws Exception {
        bench.nginx.edit(text -> text.replace(" backup;", ";"));
        assertSwitchedBack(bench.deploy(Map.of()), "nginx connects to blue", "as well");
    }

    @Test
    void isMissedWhereNginxKeepsNoConnectionsToBothSlots() throws Exception {
        bench.nginx.edit(text -> text.replace(" backup;", ";").replaceAll("keepalive\\w* \\w+;", ""));
        assertSwitchedBack(bench.deploy(Map.of()), "connections came to blue");
    }

    /** As one does that is very busy. */
    @Test
    void saysWhereAHostForgetsConnectionsAtOnce() throws Exception {
        assumeThat(Forgetting.possible()).as("only root can change it").isTrue();
        bench.nginx.edit(text -> text.replaceAll("keepalive\\w* \\w+;", ""));
        try (Forgetting kernel = new Forgetting()) {
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence())
                    .containsPattern("but some may not have been seen on local \\(\\d+ of 0\\)")
                    .contains("Raise net.ipv4.tcp_max_tw_buckets");
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void isAskedForAlsoWhenADeploymentIsTakenUp() throws Exception {
        ignoreTheFlag();
        bench.dieAt("< switch nginx");
        assertThat(bench.resume().result()).isEqualTo(Result.UNDONE);
        assertSaid("It is undone, since it was said: It was not seen within", "connections came to blue");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    /** The front door of the next one says the next release alone. */
    @Test
    void ofOneThatWasCutOffIsNotLookedForInAnotherRelease() throws Exception {
        bench.dieAt("< switch nginx");
        bench.mark = new ReleaseMark("X-Release");
        bench.frontDoor = new HttpFrontDoor(bench.nginx.url(), bench.mark, "r3", "");
        assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
        assertSaid("Its release serves in green and is healthy");
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
    }

    /** It is not nginx's, which goes on asking blue over connections that it keeps. */
    @Test
    void isNotGivenByAConnectionThatAMonitorKeepsToTheNewSlot() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can hide processes").isTrue();
        bench.forgetTheFlag();
        bench.nginx.restartApart();
        bench.frontDoor = new HttpFrontDoor(bench.nginx.url(), ReleaseMark.NONE, "", "");
        List<Socket> monitor = new CopyOnWriteArrayList<>();
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 20)) {
            bench.when("< switch nginx", () -> monitor.add(connectionTo(Slot.GREEN)));
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
            assertThat(traffic.stop().failures().keySet()).isSubsetOf(Traffic.IDLE_CONNECTION_CLOSED);
        } finally {
            for (Socket each : monitor) {
                each.close();
            }
        }
    }

    private Socket connectionTo(Slot slot) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), bench.slots.port(slot));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Less than a monitor may ask, but only the one slot. */
    @Test
    void isDisprovedByAFewUsersOfAnotherServer() throws Exception {
        try (PrivateNginx other = PrivateNginx.withInclude(bench.slots);
                Traffic users = Traffic.to(other.url(), 2)) {
            assertSwitchedBack(bench.deploy(Map.of()), "connections from local have come to blue");
            assertThat(users.stop().failures()).isEmpty();
        }
    }

    /** Each request is answered with 502, and the next release is to mend that. */
    @Test
    void isNotAskedOfALiveSlotThatRunsAndIsDeaf() throws Exception {
        bench.ask(Slot.BLUE, "/deaf");
        Until.so(Duration.ofSeconds(20), () -> !Processes.listening(bench.slots.blue()), () -> "blue listens");
        assertThat(bench.test()).noneMatch(found -> found.mark() == Mark.WRONG);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void isFoundWhereUsersKeepTheConnectionsOfAnIllReleaseBusy() throws Exception {
        bench.nginx.edit(text -> text.replace("worker_processes 2", "worker_processes 1"));
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 20)) {
            Files.createFile(bench.directory().resolve("sick-blue"));
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            assertThat(traffic.stop().sent()).isPositive();
        }
    }

    @Test
    void isRefusedBehindAPasswordWithTheWayOut() throws Exception {
        bench.nginx.edit(
                text -> text.replace("location / {", "location / { auth_basic staff; auth_basic_user_file /dev/null;"));
        assertRefused(bench.deploy(Map.of()), "it answered 401", "have it pass one path on without");

        bench.nginx.edit(text -> text.replace(
                "location / {",
                "location = /health { auth_basic off; proxy_pass http://backend_$service_port; } location / {"));
        assertThat(deployed(Map.of()).proof()).contains("/health, it answered 200");
    }

    private void ignoreTheFlag() {
        String blue = "set $service_port " + bench.slots.blue() + ";";
        bench.nginx.edit(text -> text.replace("location / {", blue + " location / {"));
    }

    private static String withoutScheme(String text) {
        return text.replace("proxy_pass http://backend_$service_port", "proxy_pass backend_$service_port");
    }

    /** Somebody else on the host who asks each slot by itself, often. */
    private Process monitor() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        String ask = "for port in " + bench.slots.blue() + " " + bench.slots.green()
                + "; do printf 'GET / HTTP/1.0\\r\\n\\r\\n' | busybox nc 127.0.0.1 $port >/dev/null 2>&1; done";
        return new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--clear-groups",
                        "sh",
                        "-c",
                        "while :; do " + ask + "; sleep 0.5; done")
                .start();
    }

    private void assertRefused(Outcome outcome, String... sentence) throws Exception {
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(sentence).endsWith("Nothing was changed.");
        assertThat(outcome.proof()).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    private void assertSwitchedBack(Outcome outcome, String... sentence) throws Exception {
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(sentence).contains("serves as before", "is free again");
        assertThat(outcome.proof()).isEmpty();
        assertThat(bench.flag()).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    private void assertFault(String... parts) throws Exception {
        List<Finding> faults =
                bench.test().stream().filter(each -> each.mark() == Mark.WRONG).toList();
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).whole()).contains(parts);
    }

    private int port() {
        return bench.nginx.url().getPort();
    }
}
