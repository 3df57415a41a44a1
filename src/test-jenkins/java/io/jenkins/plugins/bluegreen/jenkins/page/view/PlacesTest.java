package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Label;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** From where something is done that was begun by a button. */
class PlacesTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final Asking asking = new Asking(jenkins);

    private DumbSlave agent;

    @BeforeAll
    static void letPeopleIn() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("open");
        Kept.credentials();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("deployer")
                .grant(Item.READ, Permissions.ROLL_BACK)
                .onItems(job)
                .to("deployer"));
    }

    @BeforeEach
    void connect() throws Exception {
        agent = jenkins.createOnlineSlave(Label.get("deployer"));
    }

    @AfterEach
    void remove() throws Exception {
        jenkins.jenkins.setNumExecutors(2);
        jenkins.jenkins.removeNode(agent);
    }

    /** The agent loses its connection. */
    private void disconnect() throws Exception {
        agent.toComputer().disconnect(new OfflineCause.ByCLI("")).get();
        Until.so(Duration.ofMinutes(1), () -> agent.toComputer().isOffline(), () -> "It is still connected.");
    }

    private static void deployed(String application, String node) throws Exception {
        Kept.deployed(application, "open", 41);
        Kept.withWhatItWasGiven(application, "open", 42, node);
    }

    /** Goes back, and returns from which node that was done. */
    private static String rolledBackFrom(String application) throws Exception {
        WebResponse answer = asking.post("deployer", "blue-green/" + application + "/rollBack?release=41");
        assertThat(answer.getStatusCode()).as(answer.getContentAsString()).isEqualTo(202);
        Until.so(
                Duration.ofSeconds(60),
                () -> Kept.byHand(application).stream()
                        .anyMatch(each -> each.ending().state() != State.RUNNING),
                () -> "It does not end: " + Kept.byHand(application));
        Summary record = Kept.byHand(application).get(0);
        assertThat(asking.text("deployer", "blue-green/" + application + "/" + record.id() + "/"))
                .contains("127.0.0.1");
        return record.origin().node();
    }

    @Test
    void isTheNodeThatDeployedLastWhereThatIsOnline() throws Exception {
        deployed("online", agent.getNodeName());
        jenkins.jenkins.setNumExecutors(0);

        assertThat(rolledBackFrom("online")).isEqualTo(agent.getNodeName());
    }

    @Test
    void isTheControllerWhereThatNodeIsAway() throws Exception {
        deployed("away", agent.getNodeName());
        disconnect();

        assertThat(rolledBackFrom("away")).isEmpty();
    }

    @Test
    void isTheControllerWhereThatNodeIsGone() throws Exception {
        deployed("gone", "no-agent-of-that-name");

        assertThat(rolledBackFrom("gone")).isEmpty();
    }

    @Test
    void isNoneWhereNothingMayBeBuiltOnTheController() throws Exception {
        deployed("refused", agent.getNodeName());
        disconnect();
        jenkins.jenkins.setNumExecutors(0);

        isRefused(
                "refused",
                "The agent " + agent.getNodeName()
                        + ", which deployed last, is not connected, and the controller has no executors");
    }

    @Test
    void isNoneWhereTheControllerMayNotAnyMore() throws Exception {
        deployed("before", "");
        jenkins.jenkins.setNumExecutors(0);

        isRefused("before", "The last deployment was made from the controller, which has no executors");
        jenkins.jenkins.setNumExecutors(1);
        assertThat(rolledBackFrom("before")).isEmpty();
    }

    private static void isRefused(String application, String why) throws Exception {
        String address = "blue-green/" + application + "/";
        assertThat(asking.text("deployer", address))
                .contains(why)
                .doesNotContain("bgd-roll-back-button", "id=\"bgd-refresh\"");
        for (String button : new String[] {"rollBack?release=41", "refresh"}) {
            WebResponse answer = asking.post("deployer", address + button);
            assertThat(answer.getStatusCode()).isEqualTo(409);
            assertThat(answer.getContentAsString()).startsWith(why);
        }
        assertThat(Kept.byHand(application)).isEmpty();
        assertThat(Deployments.get().store().seen(application)).isEmpty();
    }
}
