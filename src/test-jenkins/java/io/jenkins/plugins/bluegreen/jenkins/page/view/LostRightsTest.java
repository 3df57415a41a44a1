package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.Permission;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Somebody loses a right while a page is open, and gets it back: what counts is what holds at each request. */
class LostRightsTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final Asking asking = new Asking(jenkins);
    private static final String APPLICATION = "blue-green/shop/";

    private static FreeStyleProject job;
    private static String deployment;

    @BeforeAll
    static void deploy() throws Exception {
        job = jenkins.createFreeStyleProject("open");
        Kept.credentials();
        Kept.deployed("shop", "open", 41);
        deployment = APPLICATION + Kept.withWhatItWasGiven("shop", "open", 42, "") + "/";
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    }

    @BeforeEach
    void giveAll() {
        allow(Item.READ, Permissions.ROLL_BACK);
    }

    /** From now on anna may do this with the job, and nothing else. */
    private static void allow(Permission... permissions) {
        MockAuthorizationStrategy strategy =
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("anna");
        jenkins.jenkins.setAuthorizationStrategy(
                permissions.length == 0
                        ? strategy
                        : strategy.grant(permissions).onItems(job).to("anna"));
    }

    private static String tag(String address) throws Exception {
        WebResponse answer = asking.get("anna", address + "_live");
        assertThat(answer.getStatusCode()).as(address).isEqualTo(200);
        return answer.getResponseHeaderValue("ETag");
    }

    private static WebResponse again(String address, String tag) throws Exception {
        return asking.get("anna", address + "_live", "If-None-Match", tag);
    }

    @Test
    void whoMayNotRollBackAnyMoreIsToldAtOnce() throws Exception {
        assertThat(asking.text("anna", APPLICATION)).contains("bgd-roll-back-button", "id=\"bgd-refresh\"");
        String tag = tag(APPLICATION);

        allow(Item.READ);
        WebResponse answer = again(APPLICATION, tag);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getContentAsString())
                .contains("You may not do this")
                .doesNotContain("bgd-roll-back-button", "id=\"bgd-refresh\"");
        assertThat(asking.post("anna", APPLICATION + "rollBack?release=41").getStatusCode())
                .isEqualTo(403);
        assertThat(asking.post("anna", APPLICATION + "refresh").getStatusCode()).isEqualTo(403);
        assertThat(asking.text("anna", APPLICATION + "api/json?tree=whyNotRollBack,whyNotRefresh"))
                .contains("\"whyNotRefresh\":\"You may not", "\"whyNotRollBack\":\"You may not");
        assertThat(Kept.byHand("shop")).isEmpty();

        allow(Item.READ, Permissions.ROLL_BACK);
        assertThat(again(APPLICATION, tag).getStatusCode()).isEqualTo(304);
        assertThat(asking.text("anna", APPLICATION + "api/json?tree=whyNotRollBack,whyNotRefresh"))
                .contains("\"whyNotRefresh\":\"\"", "\"whyNotRollBack\":\"\"");
    }

    @Test
    void whoMayNotReadTheJobAnyMoreSeesNothingAtOnce() throws Exception {
        String all = tag("blue-green/");
        assertThat(asking.text("anna", "")).contains("/blue-green\"");
        List<String> tags = List.of(tag(APPLICATION), tag(deployment));

        allow();
        assertThat(again(APPLICATION, tags.get(0)).getStatusCode()).isEqualTo(404);
        assertThat(again(deployment, tags.get(1)).getStatusCode()).isEqualTo(404);
        for (String address : List.of("", "api/json")) {
            assertThat(asking.get("anna", APPLICATION + address).getStatusCode())
                    .isEqualTo(404);
            assertThat(asking.get("anna", deployment + address).getStatusCode()).isEqualTo(404);
        }
        for (String button : List.of("rollBack", "promote", "discard", "refresh")) {
            assertThat(asking.post("anna", APPLICATION + button).getStatusCode())
                    .isEqualTo(404);
        }
        assertThat(asking.post("anna", deployment + "stop").getStatusCode()).isEqualTo(404);
        WebResponse answer = again("blue-green/", all);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getContentAsString()).doesNotContain("shop");
        assertThat(asking.text("anna", "blue-green/api/json?depth=3")).doesNotContain("shop");
        assertThat(asking.text("anna", "")).doesNotContain("/blue-green\"");

        allow(Item.READ);
        assertThat(asking.get("anna", deployment).getStatusCode()).isEqualTo(200);
        assertThat(again("blue-green/", all).getStatusCode()).isEqualTo(304);
    }
}
