package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomAttr;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What is found below {@code /blue-green/}, by whom, and what of it is text. */
class DeploymentPagesTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String MARKUP = "'\"><img src=x onerror=alert(1)><script>alert(2)</script>${1+1}";

    private static FreeStyleBuild build;

    @BeforeAll
    static void deploy() throws Exception {
        FreeStyleProject open = jenkins.createFreeStyleProject("open");
        jenkins.createFreeStyleProject("closed");
        build = open.scheduleBuild2(0).get();
        List<StepReport> steps = List.of(
                Records.step("deploy@web1", "start green on port 8081", 0, 2, Status.DONE),
                Records.step("deploy@web1", "switch to green", 2, 1, Status.DONE));
        for (String application : List.of("shop", "api", "index")) {
            keep(of(application, "open", Records.of(41, State.DEPLOYED, steps, Traffic.NONE)));
            keep(of(application, "open", Records.of(42, State.DEPLOYED, steps, Records.traffic(2, 60))));
        }
        keep(of("vault42", "closed", Records.of(42, State.DEPLOYED, steps, Traffic.NONE)));
        keep(of("both", "open", Records.of(41, State.DEPLOYED, steps, Traffic.NONE)));
        keep(of("both", "closed", Records.of(42, State.DEPLOYED, steps, Traffic.NONE)));
        keep(hostile());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "builder", "nobody")
                .grant(Item.READ)
                .onItems(open)
                .to("reader", "builder")
                .grant(Item.BUILD)
                .onItems(open)
                .to("builder")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    private static void keep(DeploymentRecord record) throws Exception {
        Deployments.get().store().write(record);
    }

    private static DeploymentRecord of(String application, String job, DeploymentRecord like) {
        Subject subject = like.subject();
        return new DeploymentRecord(
                like.id(),
                new Subject(
                        application,
                        subject.release(),
                        subject.previous(),
                        subject.hosts(),
                        subject.to(),
                        subject.slots()),
                new Origin(
                        like.origin().kind(),
                        "alice",
                        job,
                        1,
                        "job/" + job + "/1/",
                        like.origin().commits(),
                        ""),
                like.ending(),
                like.steps(),
                like.availability());
    }

    private static DeploymentRecord hostile() {
        DeploymentRecord like = Records.of(
                42,
                State.UNDONE,
                List.of(new StepReport(MARKUP, MARKUP, Records.BEGUN, Duration.ofSeconds(1), Status.FAILED, MARKUP)),
                Records.traffic(0, 10));
        return new DeploymentRecord(
                "hostile-42-0a1b2c",
                new Subject(
                        "hostile",
                        MARKUP,
                        MARKUP,
                        List.of(MARKUP),
                        like.subject().to(),
                        like.subject().slots()),
                new Origin(
                        Origin.Kind.DEPLOYMENT,
                        MARKUP,
                        "open",
                        1,
                        "job/open/1/",
                        List.of(new Origin.Commit(MARKUP, MARKUP, MARKUP)),
                        ""),
                new Ending(State.UNDONE, Records.BEGUN, Duration.ofSeconds(1), MARKUP, MARKUP, MARKUP),
                like.steps(),
                like.availability());
    }

    private static WebResponse ask(String user, HttpMethod method, String address, String... headers) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            client.setThrowExceptionOnFailingStatusCode(false);
            WebRequest request = new WebRequest(
                    method == HttpMethod.POST
                            ? client.createCrumbedUrl(address)
                            : new URL(client.getContextPath() + address),
                    method);
            for (int i = 0; i < headers.length; i += 2) {
                request.setAdditionalHeader(headers[i], headers[i + 1]);
            }
            return client.withBasicCredentials(user).getPage(request).getWebResponse();
        }
    }

    private static int status(String user, String address) throws Exception {
        return ask(user, HttpMethod.GET, address).getStatusCode();
    }

    private static String text(String user, String address) throws Exception {
        WebResponse answer = ask(user, HttpMethod.GET, address);
        assertThat(answer.getStatusCode()).as(address).isEqualTo(200);
        return answer.getContentAsString();
    }

    private static JSONObject json(String user, String address) throws Exception {
        return JSONObject.fromObject(text(user, address + "api/json?depth=5"));
    }

    private static HtmlPage page(String user, String address) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.setJavaScriptEnabled(false);
        client.withBasicCredentials(user);
        return client.goTo(address);
    }

    private static List<Object> found(List<?> nodes) {
        return List.copyOf(nodes);
    }

    private static Map<String, Object> fields(JSONObject object) {
        Map<String, Object> fields = new HashMap<>();
        for (Object name : object.keySet()) {
            fields.put(name.toString(), object.get(name));
        }
        return fields;
    }

    @Test
    void aReaderSeesWhatTheJobsDeployedThatTheReaderMaySee() throws Exception {
        assertThat(text("reader", "blue-green/")).contains("shop").doesNotContain("vault42");
        assertThat(json("reader", "blue-green/").getJSONArray("applications").stream()
                        .map(each -> ((JSONObject) each).getString("name")))
                .containsExactly("api", "both", "hostile", "index", "shop");
        assertThat(json("admin", "blue-green/").getJSONArray("applications").size())
                .isEqualTo(6);
        assertThat(status("reader", "blue-green/vault42/")).isEqualTo(404);
        assertThat(status("reader", "blue-green/vault42/api/json")).isEqualTo(404);
        assertThat(status("reader", "blue-green/vault42/shop-42-0a1b2c/")).isEqualTo(404);
        assertThat(status("reader", "blue-green/both/shop-42-0a1b2c/")).isEqualTo(404);
        assertThat(status("reader", "blue-green/shop/none/")).isEqualTo(404);
        assertThat(status("nobody", "blue-green/shop/")).isEqualTo(404);
        assertThat(json("nobody", "blue-green/").getJSONArray("applications").size())
                .isZero();
    }

    @Test
    void theLinkToThePagesIsThereForThoseWhoSeeAnythingThere() throws Exception {
        assertThat(text("reader", "")).contains("/blue-green\"");
        assertThat(text("nobody", "")).doesNotContain("/blue-green\"");
    }

    @Test
    void whatALaterDeploymentLeftThatMayNotBeSeenIsUnknown() throws Exception {
        JSONObject seen = json("reader", "blue-green/both/").getJSONObject("application");

        assertThat(seen.getString("liveSlot")).isEmpty();
        assertThat(seen.getString("unknownSince")).isEqualTo("2026-11-28T14:03:15Z");
        assertThat(json("admin", "blue-green/both/")
                        .getJSONObject("application")
                        .getString("liveRelease"))
                .isEqualTo("42");
    }

    @Test
    void aScriptReadsWhatIsLive() throws Exception {
        JSONObject shop = json("reader", "blue-green/shop/");

        assertThat(fields(shop.getJSONObject("application")))
                .containsEntry("liveSlot", "green")
                .containsEntry("livePort", 8081)
                .containsEntry("liveRelease", "42")
                .containsEntry("liveSince", "2026-11-28T14:03:15Z");
        assertThat(shop.getJSONArray("deployments").size()).isEqualTo(2);
        assertThat(fields(shop.getJSONArray("deployments").getJSONObject(0)))
                .containsEntry("state", "deployed")
                .containsEntry("release", "42")
                .containsEntry("asked", 240)
                .containsEntry("failed", 0)
                .containsEntry("job", "open")
                .containsEntry("userId", "alice");
        JSONObject deployment = json("reader", "blue-green/shop/shop-42-0a1b2c/");
        assertThat(fields(deployment.getJSONArray("steps").getJSONObject(0)))
                .containsEntry("step", "start green on port 8081")
                .containsEntry("status", "done")
                .containsEntry("durationMillis", 2000);
        assertThat(deployment.getJSONArray("traffic").size()).isEqualTo(60);
    }

    @Test
    void anApplicationMayHaveTheNameOfAnAddress() throws Exception {
        assertThat(text("reader", "blue-green/api/")).contains("Release 42 is live on green since");
        assertThat(text("reader", "blue-green/index/")).contains("Release 42 is live on green since");
        assertThat(json("reader", "blue-green/api/")
                        .getJSONObject("application")
                        .getString("name"))
                .isEqualTo("api");
        assertThat(text("reader", "blue-green/api/shop-42-0a1b2c/")).contains("start green on port 8081");
        assertThat(json("reader", "blue-green/").getJSONArray("applications").size())
                .isPositive();
        assertThat(status("nobody", "blue-green/api/json")).isEqualTo(200);
    }

    @Test
    void theHistoryCanBeFilteredWithoutAScript() throws Exception {
        assertThat(found(page("reader", "blue-green/shop/").getByXPath("//table[@id='bgd-history']/tbody/tr")))
                .hasSize(2);
        assertThat(found(page("reader", "blue-green/shop/?filter=%2341")
                        .getByXPath("//table[@id='bgd-history']/tbody/tr")))
                .isEmpty();
        HtmlPage tax = page("reader", "blue-green/shop/?filter=shop-41");
        assertThat(found(tax.getByXPath("//table[@id='bgd-history']/tbody/tr"))).hasSize(1);
        assertThat(tax.asNormalizedText()).contains("Deployments: 1 of 2");
    }

    @Test
    void theSameIsNotSentTwice() throws Exception {
        for (String address : List.of("blue-green/", "blue-green/shop/", "blue-green/shop/shop-42-0a1b2c/")) {
            WebResponse first = ask("reader", HttpMethod.GET, address + "_live");
            String tag = first.getResponseHeaderValue("ETag");

            assertThat(first.getStatusCode()).isEqualTo(200);
            assertThat(first.getContentAsString()).contains("bgd-").doesNotContain("<html", "<script");
            assertThat(ask("reader", HttpMethod.GET, address + "_live", "If-None-Match", tag)
                            .getStatusCode())
                    .isEqualTo(304);
            assertThat(ask("admin", HttpMethod.GET, address + "_live", "If-None-Match", "\"other\"")
                            .getStatusCode())
                    .isEqualTo(200);
        }
        assertThat(ask("nobody", HttpMethod.GET, "blue-green/shop/_live").getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void whatHostsAndPeopleSaidStaysText() throws Exception {
        build.addAction(new BuildLink(hostile()));
        for (String address : List.of(
                "blue-green/",
                "blue-green/hostile/",
                "blue-green/hostile/?filter=%3Cscript%3Ealert(2)%3C/script%3E",
                "blue-green/hostile/hostile-42-0a1b2c/",
                build.getUrl(),
                build.getParent().getUrl())) {
            HtmlPage page = page("reader", address);

            assertThat(found(page.getByXPath("//img[@src='x'] | //*[@onerror]")))
                    .as(address)
                    .isEmpty();
            assertThat(page.getByXPath("//script").stream().map(script -> ((DomElement) script).getTextContent()))
                    .noneMatch(script -> script.contains("alert(2)"));
        }
        assertThat(text("reader", "blue-green/hostile/hostile-42-0a1b2c/")).contains("&lt;img src=x");
    }

    /** As Jenkins's Content Security Policy demands. */
    @Test
    void noPageHoldsAScriptOrAStyle() throws Exception {
        for (String address : List.of("blue-green/", "blue-green/shop/", "blue-green/shop/shop-42-0a1b2c/")) {
            List<String> found = new ArrayList<>();
            List<DomElement> ours = page("admin", address).getByXPath("//div[@id='main-panel']/descendant::*");
            for (DomElement element : ours) {
                if (element.getTagName().equals("script") && !element.hasAttribute("src")
                        || element.getTagName().equals("style")) {
                    found.add(element.asXml());
                }
                for (DomAttr attribute : element.getAttributesMap().values()) {
                    String name = attribute.getName().toLowerCase(Locale.ROOT);
                    if (name.startsWith("on") || name.equals("style")) {
                        found.add(element.asXml());
                    }
                }
            }
            assertThat(ours).hasSizeGreaterThan(20);
            assertThat(found).as(address).isEmpty();
        }
    }

    @Test
    void aPictureHasItsValuesInATableToo() throws Exception {
        HtmlPage page = page("reader", "blue-green/shop/shop-42-0a1b2c/");

        assertThat(found(page.getByXPath("//*[@role='img'][@aria-label]"))).isNotEmpty();
        assertThat(found(page.getByXPath("//table[@id='bgd-steps']/tbody/tr"))).hasSize(2);
        assertThat(found(page.getByXPath("//table[@id='bgd-traffic']/tbody/tr")))
                .hasSize(60);
    }

    @Test
    void aBuildLeadsToWhatItDeployed() throws Exception {
        DeploymentRecord record = of("shop", "open", Records.of(42, State.DEPLOYED, List.of(), Traffic.NONE));
        try (ACLContext jenkinsItself = ACL.as2(ACL.SYSTEM2)) { // as listeners are told
            assertThat(jenkinsItself).isNotNull();
            new LinkBuilds().started(record);
            new LinkBuilds().failed(record);
        }

        assertThat(build.getActions(BuildLink.class).stream()
                        .filter(link -> link.getApplication().equals("shop")))
                .hasSize(1);
        assertThat(page("reader", build.getUrl()).asNormalizedText())
                .contains("shop: Release 42 is live on green. 0 of 240 requests failed.");
        assertThat(page("reader", build.getParent().getUrl()).asNormalizedText())
                .contains("Release 42 is live on green since");
        assertThat(text("reader", build.getUrl())).contains("/blue-green/shop/shop-42-0a1b2c/");
    }

    @Test
    void whoMayBuildMayRollBack() throws Exception {
        assertThat(BlueGreenPage.ROLL_BACK.impliedBy).isEqualTo(Item.BUILD);
        assertThat(Permission.fromId(BlueGreenPage.ROLL_BACK.getId())).isEqualTo(BlueGreenPage.ROLL_BACK);
        // Who may, is told what else stands in the way: that record was made by no deployment here.
        assertThat(json("builder", "blue-green/shop/").getString("whyNotRollBack"))
                .startsWith("What the last deployment of shop by the job open was given is not kept here");
        assertThat(json("reader", "blue-green/shop/").getString("whyNotRollBack"))
                .isEqualTo(
                        "You may not do this: that takes the permission Blue-green/RollBack, or Build, of the job open.");
        assertThat(Permissions.GROUP.title.toString(Locale.ROOT)).doesNotContain("/");
    }
}
