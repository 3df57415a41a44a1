package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies on the host is another application's, or is on other ports than the plan says: nothing is changed then. */
class IdentityIT extends DeployedOnce {

    private Bench other;

    @AfterEach
    void closeOther() throws Exception {
        if (other != null) {
            other.close();
        }
    }

    @Test
    void refusesTheDirectoryOfAnotherApplication() throws Exception {
        other = another("cart");
        other.shared = bench.directory();
        assertThat(other.test())
                .anySatisfy(found -> assertThat(found.whole())
                        .contains(bench.directory() + " on local belongs to application shop, not to cart"));
        String lock = Files.readString(bench.directory().resolve("lock"));

        Outcome outcome = other.deploy(Map.of());

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains(
                        bench.directory() + " on local belongs to application shop, not to cart",
                        "deployDirectory of its own",
                        "Nothing was changed");
        assertThat(bench.directory().resolve("lock")).hasContent(lock);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        deployed(Map.of());
    }

    @Test
    void lockJournalAndHistoryNameTheApplication() throws Exception {
        assertThat(bench.directory().resolve("lock")).content().endsWith("\napplication=shop\n");
        assertThat(bench.directory().resolve("history"))
                .content()
                .contains(" application=shop deployment=deployment-1 ");
        bench.dieAt("< switch nginx");
        assertThat(bench.directory().resolve("journal")).content().startsWith("application=shop\n");
    }

    /** It has written nothing else yet, and the other one would wait for it. */
    @Test
    void refusesTheDirectoryThatAnotherApplicationHasJustLockedForItsFirstDeployment() throws Exception {
        Bench first = another("till");
        other = another("cart");
        other.shared = first.directory();
        AtomicReference<Outcome> refused = new AtomicReference<>();
        first.when("< lock till", () -> {
            assertThat(first.directory().resolve("application")).doesNotExist();
            refused.set(other.deployOrThrow());
        });
        try {
            assertThat(first.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
        } finally {
            first.close();
        }
        assertRefused(refused.get(), first.directory() + " on local belongs to application till, not to cart");
        assertThat(other.console).noneMatch(line -> line.contains("waiting for the deployment"));
    }

    @Test
    void refusesPortsThatWereChangedInJenkinsAlone() throws Exception {
        SlotPair before = bench.slots;
        bench.slots = FreePorts.slots();
        assertThat(bench.test())
                .anySatisfy(found -> assertThat(found.whole()).contains("blue on local runs on port " + before.blue()));

        Outcome outcome = bench.deploy(Map.of());

        assertRefused(
                outcome, "blue on local runs on port " + before.blue() + ", but bluePort is " + bench.slots.blue());
        bench.slots = before;
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void refusesPortsThatWereExchanged() throws Exception {
        SlotPair before = bench.slots;
        bench.slots = new SlotPair(before.green(), before.blue());

        assertRefused(
                bench.deploy(Map.of()),
                "blue on local runs on port " + before.blue() + ", but bluePort is " + before.green());
        bench.slots = before;
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void aDirectoryThatDoesNotSayWhoseItIsIsTakenOverUnlessItsPortsSpeakAgainstIt() throws Exception {
        asAnEarlierVersionLeftIt(bench.directory());
        other = another("cart");
        other.shared = bench.directory();
        assertRefused(other.deploy(Map.of()), "is another application's, give each a deployDirectory of its own");

        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        assertThat(bench.directory().resolve("application")).hasContent("application=shop\n");
        assertThat(other.deploy(Map.of()).sentence()).contains("belongs to application shop");
    }

    @Test
    void aDirectoryInWhichNothingRunsIsNotTakenOverOnOtherPorts() throws Exception {
        bench.stop(Slot.BLUE);
        asAnEarlierVersionLeftIt(bench.directory());
        other = another("cart");
        other.shared = bench.directory();
        assertRefused(other.deploy(Map.of()), "blue on local was started on port " + bench.slots.blue());
    }

    @Test
    void refusesTheFlagOfAnotherApplication() throws Exception {
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        other = another("cart");
        other.nginx = bench.nginx;
        assertThat(other.test()).anySatisfy(found -> assertThat(found.whole()).contains("goes by " + bench.flag()));

        Outcome outcome = other.deploy(Map.of());

        assertRefused(
                outcome,
                "goes by " + bench.flag() + " in the server 'server_name backend.example.com'",
                "sends to port " + bench.slots.green() + " there, while greenPort is " + other.slots.green(),
                "a file of its own");
        assertThat(bench.flag()).exists();
        assertThat(other.directory().resolve("slots")).doesNotExist();
        assertThat(throughNginx()).contains("release=r2");
    }

    @Test
    void refusesAFlagThatIsSetForAnApplicationThatNeverRan() throws Exception {
        other = another("cart");
        other.nginx = PrivateNginx.withFlagAt(other.flag(), other.slots);
        Files.createFile(other.flag());
        assertRefused(other.deploy(Map.of()), "cart never ran", other.flag() + " is there");
        assertThat(other.flag()).exists();

        Files.delete(other.flag());
        assertThat(other.deploy(Map.of()).live()).isEqualTo(Slot.BLUE);
    }

    private String throughNginx() throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(bench.nginx.url()).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Bench another(String application) throws Exception {
        Bench another = new Bench(folder.resolve(application));
        another.application = application;
        return another;
    }

    /** Neither the directory said whose it is then, nor a record its port. */
    private static void asAnEarlierVersionLeftIt(Path directory) throws Exception {
        Files.delete(directory.resolve("application"));
        Path record = directory.resolve("slots/blue/process");
        Files.writeString(record, Files.readString(record).replaceAll("(?m)^port=.*\n", ""));
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains(words).contains("Nothing was changed");
    }
}
