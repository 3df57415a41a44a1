package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who may press the buttons of an application's page, and what comes of it where no host can be reached. */
class ButtonsTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final Asking asking = new Asking(jenkins);

    @BeforeAll
    static void deploy() throws Exception {
        FreeStyleProject open = jenkins.createFreeStyleProject("open");
        FreeStyleProject closed = jenkins.createFreeStyleProject("closed");
        Kept.credentials();
        for (String application : List.of("shop", "asked")) {
            Kept.deployed(application, "open", 41);
            Kept.withWhatItWasGiven(application, "open", 42, "");
        }
        Kept.deployed("lost", "open", 41);
        Kept.deployed("lost", "open", 42);
        Kept.deployed("both", "open", 41);
        Kept.deployed("both", "closed", 42);
        Kept.heldLongAgo("first", "open", 42);
        Kept.heldLongAgo("replaced", "open", 42);
        Kept.withWhatItWasGiven("replaced", "open", 43, "");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "deployer", "canceller", "nobody")
                .grant(Item.READ)
                .onItems(open)
                .to("reader", "deployer", "canceller")
                .grant(Item.CANCEL)
                .onItems(open)
                .to("canceller")
                .grant(Permissions.ROLL_BACK)
                .onItems(open)
                .to("deployer")
                .grant(Item.READ, Permissions.ROLL_BACK)
                .onItems(closed)
                .to("other"));
    }

    private static int post(String user, String address) throws Exception {
        return asking.post(user, address).getStatusCode();
    }

    private static String get(String user, String address) throws Exception {
        return asking.text(user, address);
    }

    @Test
    void aReaderSeesTheButtonsAndWhyTheyCannotBePressed() throws Exception {
        assertThat(get("reader", "blue-green/shop/"))
                .contains("bgd-why", "You may not do this")
                .doesNotContain("bgd-refresh", "bgd-roll-back-button");
        assertThat(post("reader", "blue-green/shop/rollBack")).isEqualTo(403);
        for (String button : List.of("refresh", "promote", "discard")) {
            assertThat(post("reader", "blue-green/shop/" + button)).isEqualTo(403);
        }
        assertThat(post("nobody", "blue-green/shop/rollBack")).isEqualTo(404);
    }

    @Test
    void nothingIsBegunByAGet() throws Exception {
        for (String user : List.of("reader", "deployer")) {
            for (String button : List.of("rollBack", "promote", "discard", "refresh")) {
                assertThat(asking.get(user, "blue-green/both/" + button).getStatusCode())
                        .isEqualTo(405);
            }
        }
        assertThat(Kept.byHand("both")).isEmpty();
    }

    /** Its hosts keep the first one of all, since nothing serves beside it: whoever is told to deal with it can. */
    @Test
    void whatMayBeHeldStillAfterItsTimeCanBeDecided() throws Exception {
        String held = "shop-42-0a1b2c";
        assertThat(get("deployer", "blue-green/first/"))
                .contains("Release 42 was held on green until ", "bgd-promote", "data-deployment=\"" + held + "\"");
        assertThat(get("deployer", "blue-green/")).contains("its time is over; it may be there still");
        assertThat(get("deployer", "blue-green/first/api/json"))
                .contains("\"heldDeployment\":\"" + held + "\"", "\"heldUntil\":null", "\"holdEnds\":null");
        assertThat(get("deployer", "blue-green/replaced/")).doesNotContain("was held on", "bgd-promote");

        assertThat(post("deployer", "blue-green/first/discard?deployment=shop-41-0a1b2c"))
                .isEqualTo(409);
        assertThat(post("deployer", "blue-green/first/discard?deployment=" + held))
                .isEqualTo(202);
        Until.so(
                Duration.ofSeconds(60),
                () -> Deployments.get().store().history("first").stream()
                        .anyMatch(each -> each.ending().state() == State.UNDONE),
                () -> "It does not end: " + Deployments.get().store().history("first"));
    }

    @Test
    void whoMayRollBackDoesAndTheRecordSaysSo() throws Exception {
        assertThat(get("deployer", "blue-green/shop/")).contains("bgd-roll-back-button", "bgd-refresh");

        assertThat(post("deployer", "blue-green/shop/rollBack?release=41&markBad=false"))
                .isEqualTo(202);
        Until.so(
                Duration.ofSeconds(60),
                () -> Kept.byHand("shop").stream()
                        .anyMatch(each -> each.ending().state() != State.RUNNING),
                () -> "It does not end: " + Kept.byHand("shop"));

        Summary record = Kept.byHand("shop").get(0);
        assertThat(record.origin().user()).isEqualTo("deployer");
        assertThat(record.origin().job()).isEqualTo("open");
        assertThat(record.ending().state()).isEqualTo(State.UNDONE);
        assertThat(get("reader", "blue-green/shop/" + record.id() + "/"))
                .contains("bgd-log", "Rolling back shop", "127.0.0.1")
                .doesNotContain("hunter2");
        Path pending = jenkins.jenkins.getRootDir().toPath().resolve("blue-green/pending");
        Until.so(
                Duration.ofSeconds(10),
                () -> pending.toFile().list().length == 0,
                () -> "It counts as under way still, in " + pending);
    }

    @Test
    void whoMayRollBackMayHaveTheHostsAsked() throws Exception {
        assertThat(post("deployer", "blue-green/asked/refresh")).isEqualTo(202);
        Until.so(
                Duration.ofSeconds(60),
                () -> Deployments.get().store().seen("asked").isPresent(),
                () -> "Nothing was seen.");

        assertThat(get("reader", "blue-green/asked/")).contains("127.0.0.1:1", "is unknown since");
    }

    /** As the abort of a build of that job. */
    @Test
    void onlyWhatIsUnderWayCanBeStoppedAndByWhomBuildsCanBe() throws Exception {
        String address = "blue-green/asked/shop-42-0a1b2c/";
        assertThat(get("deployer", address)).doesNotContain("bgd-stop");
        assertThat(asking.get("canceller", address + "stop").getStatusCode()).isEqualTo(405);
        assertThat(post("deployer", address + "stop")).isEqualTo(403);
        assertThat(post("nobody", address + "stop")).isEqualTo(404);
        assertThat(post("canceller", address + "stop")).isEqualTo(409);
    }

    @Test
    void aReleaseThatCanBeNoneIsRefused() throws Exception {
        WebResponse answer = asking.post("deployer", "blue-green/asked/rollBack?release=..%2F41");

        assertThat(answer.getStatusCode()).isEqualTo(409);
        assertThat(answer.getContentType()).isEqualTo("text/plain");
        assertThat(answer.getContentAsString()).contains("../41");
    }

    @Test
    void whatTheLastDeploymentWasGivenHasToBeKept() throws Exception {
        assertThat(get("deployer", "blue-green/lost/")).contains("is not kept here");
        assertThat(post("deployer", "blue-green/lost/rollBack")).isEqualTo(409);
        assertThat(post("deployer", "blue-green/lost/refresh")).isEqualTo(409);
    }

    /** Whoever may roll back what one job deployed may not do so with what another one was given. */
    @Test
    void itIsTheJobThatDeployedLastThatCounts() throws Exception {
        assertThat(post("deployer", "blue-green/both/rollBack")).isEqualTo(403);
        assertThat(post("deployer", "blue-green/both/refresh")).isEqualTo(403);
    }

    @Test
    void nobodyIsToldTheNameOfAJobThatHeMayNotSee() throws Exception {
        assertThat(get("reader", "blue-green/both/"))
                .contains("A job that you may not see deployed last")
                .doesNotContain("closed");
        assertThat(get("reader", "blue-green/both/api/json?tree=whyNotRollBack,whyNotRefresh"))
                .contains("\"whyNotRefresh\":\"A job that you may not see deployed last.\"")
                .doesNotContain("closed");
    }

    @Test
    void whatIsKeptIsEncrypted() throws Exception {
        String text = Files.readString(
                Deployments.get().store().beside("asked", "shop-42-0a1b2c", DeploymentRecord.Beside.GIVEN));

        assertThat(text).startsWith("{").doesNotContain("hunter2", "127.0.0.1");
    }
}
