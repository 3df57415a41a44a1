package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What scripts are told of what the pages show, and where the links of the pages lead. */
class PagesDataTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final Asking asking = new Asking(jenkins);
    private static final String SHOP = "blue-green/shop/";

    private static FreeStyleBuild build;

    @BeforeAll
    static void deploy() throws Exception {
        FreeStyleProject open = jenkins.createFreeStyleProject("open");
        build = jenkins.buildAndAssertSuccess(open);
        Kept.credentials();
        Kept.deployed("shop", "open", 39);
        Kept.deployed("shop", "open", 40);
        Kept.deployed("shop", "open", 41);
        String id = Kept.withWhatItWasGiven("shop", "open", 42, "");
        build.addAction(new BuildLink(record("shop", id)));
        Kept.write(
                "shop",
                Records.of(43, State.UNDONE, List.of(), Records.traffic(0, 20)),
                new Origin(Origin.Kind.ROLLBACK_BY_HAND, "alice", "open", 1, "job/open/1/", List.of(), ""));
        Deployments.get().store().write("shop", "shop-43-0a1b2c", DeploymentRecord.Beside.LOG, "Rolling back\n");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("deployer")
                .grant(Item.READ, Permissions.ROLL_BACK)
                .everywhere()
                .to("deployer"));
    }

    private static DeploymentRecord record(String history, String id) {
        return Deployments.get().store().read(history, id).orElseThrow();
    }

    private static JSONObject json(String address) throws Exception {
        return JSONObject.fromObject(asking.text("deployer", address));
    }

    private static List<JSONObject> objects(JSONArray array) {
        List<JSONObject> objects = new ArrayList<>();
        for (Object each : array) {
            objects.add((JSONObject) each);
        }
        return objects;
    }

    /** Returns the one of some actions that tells a thing. */
    private static JSONObject action(JSONObject of, String thing) {
        return objects(of.getJSONArray("actions")).stream()
                .filter(each -> each.has(thing))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBuildTellsWhatItDeployed() throws Exception {
        JSONObject link = action(json(build.getUrl() + "api/json"), "deployment");
        assertThat(link.getString("application")).isEqualTo("shop");
        assertThat(link.getString("history")).isEqualTo("shop");
        assertThat(link.getString("deployment")).isEqualTo("shop-42-0a1b2c");
        assertThat(link.has("record")).as("unless it is asked for").isFalse();

        JSONObject record = action(json(build.getUrl() + "api/json?tree=actions[record[release,state,slot]]"), "record")
                .getJSONObject("record");
        assertThat(record.getString("release")).isEqualTo("42");
        assertThat(record.getString("state")).isEqualTo("deployed");
        assertThat(record.getString("slot")).isEqualTo("green");
    }

    @Test
    void aJobTellsWhatServesOfItsApplications() throws Exception {
        String address = build.getParent().getUrl() + "api/json";
        assertThat(asking.text("deployer", address)).doesNotContain("\"liveRelease\"");
        for (String asked : List.of("?depth=1", "?tree=actions[applications[name,liveRelease,liveSlot]]")) {
            List<JSONObject> all =
                    objects(action(json(address + asked), "applications").getJSONArray("applications"));
            assertThat(all).as(asked).hasSize(1);
            assertThat(all.get(0).getString("name")).isEqualTo("shop");
            assertThat(all.get(0).getString("liveRelease")).isEqualTo("42");
            assertThat(all.get(0).getString("liveSlot")).isEqualTo("green");
        }
    }

    /** Those of which the hosts said that they lie there no more are not offered; what is not known of is. */
    @Test
    void anApplicationTellsWhatTheHostsSaidAndWhatMayLieThere() throws Exception {
        String address = SHOP + "api/json?depth=3";
        assertThat(objects(json(address).getJSONArray("releases"))).hasSize(3);

        Deployments.get().store().saw("shop", """
                at 2026-11-29T14:03:00Z
                failure
                unknown 2026-11-29T13:03:00Z web2
                slot SERVES\tGREEN\t8081\tweb1\t42
                slot EMPTY\tBLUE\t8080\tweb1\t41
                kept web1\t42\t40
                remark The lock on web1 is held by shop #7 (alice).
                tree shop
                """);
        JSONObject page = json(address);
        JSONObject seen = page.getJSONObject("seen");
        assertThat(seen.getString("at")).isEqualTo("2026-11-29T14:03:00Z");
        assertThat(seen.getBoolean("current")).isTrue();
        assertThat(seen.getJSONArray("remarks").toString()).contains("web2", "held by shop #7 (alice)");
        List<JSONObject> hosts = objects(seen.getJSONArray("hosts"));
        assertThat(hosts.get(0).getString("host")).isEqualTo("web1");
        assertThat(hosts.get(0).getJSONArray("releases").toString()).isEqualTo("[\"42\",\"40\"]");
        assertThat(objects(hosts.get(0).getJSONArray("slots")).get(0).getString("state"))
                .isEqualTo("serves");
        assertThat(hosts.get(1).getString("unknownSince")).isEqualTo("2026-11-29T13:03:00Z");
        List<JSONObject> releases = objects(page.getJSONArray("releases"));
        assertThat(releases).hasSize(1);
        assertThat(releases.get(0).getString("release")).isEqualTo("40");
        assertThat(releases.get(0).getBoolean("chosen")).isTrue();
        assertThat(page.getJSONObject("application").getString("otherSlot")).isEqualTo("blue");
        assertThat(asking.text("deployer", SHOP))
                .contains("value=\"40\"")
                .doesNotContain("value=\"41\"", "value=\"39\"");

        Deployments.get().store().saw("shop", "at 2026-11-29T14:03:00Z\nfailure\nkept web1\t42\ntree shop\n");
        assertThat(json(address).getString("whyNotRollBack")).startsWith("None of the releases");
        assertThat(asking.text("deployer", SHOP)).doesNotContain("bgd-roll-back-button");
        Deployments.get().store().saw("shop", "at 2026-11-27T14:03:00Z\nfailure\ntree shop\n");
        assertThat(objects(json(address).getJSONArray("releases"))).hasSize(3);
    }

    @Test
    void aDeploymentTellsAllThatItsPageShows() throws Exception {
        JSONObject page = json(SHOP + "shop-43-0a1b2c/api/json?depth=3");
        List<JSONObject> marks = objects(page.getJSONArray("marks"));
        assertThat(marks.get(0).getString("what")).isEqualTo("switch");
        assertThat(marks.get(0).getString("at")).isEqualTo("2026-11-28T14:03:01Z");
        assertThat(page.getString("log")).isEqualTo("Rolling back\n");
        assertThat(page.getJSONObject("deployment").getString("kind")).isEqualTo("rollback_by_hand");
        assertThat(page.getJSONArray("traffic").size()).isEqualTo(20);
        assertThat(page.getJSONArray("hosts").toString()).contains("deploy@web1");
        assertThat(page.has("failures")).isTrue();
        assertThat(page.getString("step")).isEmpty();
    }

    @Test
    void theLinkToABuildThatIsDeletedIsPlainText() throws Exception {
        FreeStyleBuild second = jenkins.buildAndAssertSuccess(build.getParent());
        DeploymentRecord like = Records.of(42, State.DEPLOYED, List.of(), Traffic.NONE);
        String url = second.getUrl();
        Kept.write("linked", like, new Origin(Origin.Kind.DEPLOYMENT, "alice", "open", 2, url, List.of(), ""));
        Kept.write(
                "orphan", like, new Origin(Origin.Kind.DEPLOYMENT, "alice", "open", 77, "job/open/77/", List.of(), ""));
        List<String> pages = List.of("blue-green/", "blue-green/linked/", "blue-green/linked/" + like.id() + "/");
        for (String page : pages) {
            assertThat(asking.text("deployer", page + "_live")).as(page).contains("/" + url + "\"");
        }
        String tag = asking.get("deployer", pages.get(1) + "_live").getResponseHeaderValue("ETag");

        second.delete();
        for (String page : pages) {
            assertThat(asking.text("deployer", page + "_live"))
                    .as(page)
                    .contains("#2</span>")
                    .doesNotContain(url);
        }
        assertThat(asking.get("deployer", pages.get(1) + "_live", "If-None-Match", tag)
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(json("blue-green/linked/api/json?depth=2")
                        .getJSONArray("deployments")
                        .getJSONObject(0)
                        .getInt("build"))
                .isEqualTo(2);
        for (String page : List.of("blue-green/", SHOP, SHOP + "shop-42-0a1b2c/", "blue-green/orphan/")) {
            everyLinkLeadsSomewhere(page);
        }
    }

    private static void everyLinkLeadsSomewhere(String address) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            client.withBasicCredentials("deployer");
            HtmlPage page = client.goTo(address);
            List<HtmlAnchor> links = page.getByXPath("//div[@class='bgd-live']//a");
            for (HtmlAnchor link : links) {
                assertThat(link.asNormalizedText()).as(link.asXml()).isNotBlank();
                assertThat(client.getPage(page.getFullyQualifiedUrl(link.getHrefAttribute()))
                                .getWebResponse()
                                .getStatusCode())
                        .isEqualTo(200);
            }
        }
    }
}
