package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A switch of the include layout whose file says one slot while nginx serves the other. */
@Timeout(180)
class UnreadSwitchIT extends DeployedOnce {

    @Override
    public void prepare() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
    }

    @AfterEach
    void goOn() throws Exception {
        Programs.run("kill", "-CONT", Long.toString(bench.nginx.master().pid()));
    }

    @Test
    void isReadAgainBeforeWhatWasCutOffIsSettled() throws Exception {
        cutOffWithTheFilePutBackUnread();

        assertThat(bench.resume().result()).isEqualTo(Result.UNDONE);

        assertThat(front()).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    @Test
    void isNotSettledWhereItCannotBeReadAgain() throws Exception {
        cutOffWithTheFilePutBackUnread();
        String text = Files.readString(bench.nginx.configuration());
        Files.writeString(bench.nginx.configuration(), text + "nonsense;\n");

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("was not settled", "refuses its configuration as it stands")
                .endsWith("Nothing was changed.");
        assertThat(front()).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        Files.writeString(bench.nginx.configuration(), text);
        assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
        assertThat(front()).contains("release=r4");
    }

    @Test
    void isNotSettledWhereNobodySeesThatItIsReadAgain() throws Exception {
        assumeThat(Programs.asRoot()).as("only root can hide processes").isTrue();
        cutOffWithTheFilePutBackUnread();
        // The /proc of others, so that nginx can be told to reload and not be seen.
        String blind = "unshare -pf mount -t proc proc /proc && exec sh";
        bench.nginxHost = new LocalHost("blind", List.of("unshare", "-m", "sh", "-c", blind), System.getenv("PATH"));

        assertThat(bench.resume().sentence()).contains("was not settled", "workers cannot be seen", "stop the process");

        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    /** A master that stands still hears of the reload yet, nobody knows when. */
    @Test
    void leavesTheNewProcessWhereNginxMayStillComeToIt() throws Exception {
        String master = Long.toString(bench.nginx.master().pid());
        bench.router = bench.nginx.config(Duration.ofSeconds(3));
        bench.when("> switch nginx", () -> signal("-STOP", master));

        Outcome outcome = bench.deploy(Map.of());

        bench.clear();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("it could not be seen that nginx goes by it");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(front()).contains("release=r1");
        signal("-CONT", master);
        bench.router = null;
        assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
        assertThat(front()).contains("release=r3");
    }

    /** nginx serves green, and its file says blue, as old as it was. */
    private void cutOffWithTheFilePutBackUnread() throws Exception {
        Path file = bench.nginx.switchFile();
        byte[] before = Files.readAllBytes(file);
        FileTime changed = Files.getLastModifiedTime(file);
        bench.dieAt("< switch nginx");
        Files.write(file, before);
        Files.setLastModifiedTime(file, changed);
        assertThat(front()).contains("release=r2");
    }

    private String front() throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(bench.nginx.url()).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void signal(String signal, String pid) {
        try {
            Programs.run("kill", signal, pid);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
