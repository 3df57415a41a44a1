package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Functions;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.localizer.LocaleProvider;

/** The pages, asked for in Korean: of all that is ours, nothing is in English. What a deployment said on its console stays as it was said. */
class KoreanPagesTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final Asking asking = new Asking(jenkins);

    private static final Pattern TEXT = Pattern.compile(">([^<]+)<");
    private static final Pattern TOLD = Pattern.compile(
            "\\b(?:title|aria-label|placeholder|data-(?:title|done|do|cancel))=\"([^\"]*)\"", Pattern.DOTALL);
    private static final Pattern LATIN = Pattern.compile("\\p{IsLatin}{2,}");

    /** Names, units and what is a word of the console or of scripts in any language. */
    private static final Pattern NAMES = Pattern.compile(
            "&[#\\w]+;|shop serves release [0-9]+\\.|(?<![A-Za-z])(?:blueGreenDeploy|Blue-green/RollBack|Build|JavaScript|UTC|alice|blue|busy|cut"
                    + "|(?:deploy@)?web[12]|green|ms|open|shop)(?![A-Za-z])");

    private static FreeStyleBuild build;

    /** As {@code hudson.WebAppMain} does, which JenkinsRule leaves out. */
    @BeforeAll
    static void takeTheLocaleOfTheRequest() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Functions.getCurrentLocale();
            }
        });
    }

    @AfterAll
    static void takeThatOfTheMachine() {
        LocaleProvider.setProvider(LocaleProvider.DEFAULT);
    }

    @BeforeAll
    static void deploy() throws Exception {
        FreeStyleProject open = jenkins.createFreeStyleProject("open");
        build = jenkins.buildAndAssertSuccess(open);
        Kept.credentials();
        int release = 40;
        for (State state : State.values()) {
            if (state != State.RUNNING) {
                keep("shop", ++release, state, Origin.Kind.DEPLOYMENT);
            }
        }
        keep("shop", ++release, State.DEPLOYED, Origin.Kind.ROLLBACK_BY_HAND);
        Kept.withWhatItWasGiven("shop", "open", ++release, "");
        keep("shop", ++release, State.UNDONE, Origin.Kind.ROLLBACK);
        Deployments.get().store().saw("shop", """
                at 2026-12-30T14:03:00Z
                failure 연결
                unknown 2026-11-30T14:03:00Z web2
                slot DOWN\tBLUE\t8080\tweb1\t46
                slot STANDBY\tGREEN\t8081\tweb1\t47
                tree 나무
                """);
        keep("busy", 41, State.DEPLOYED, Origin.Kind.DEPLOYMENT);
        keep("busy", 42, State.RUNNING, Origin.Kind.DEPLOYMENT);
        keep("cut", 41, State.DEPLOYED, Origin.Kind.DEPLOYMENT);
        keep("cut", 42, State.CUT_OFF, Origin.Kind.DEPLOYMENT);
        letPeopleIn(open);
    }

    private static void letPeopleIn(FreeStyleProject open) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "deployer", "nobody")
                .grant(Item.READ)
                .onItems(open)
                .to("reader", "deployer")
                .grant(Permissions.ROLL_BACK)
                .onItems(open)
                .to("deployer"));
    }

    /** With what a console said in no English, so that all that is English is the page's. */
    private static void keep(String application, int release, State state, Origin.Kind kind) throws IOException {
        List<StepReport> steps = new ArrayList<>();
        for (Status status : Status.values()) {
            if (state == State.RUNNING || status != Status.RUNNING) {
                steps.add(Records.step("deploy@web1", "시작", steps.size(), 2, status));
            }
        }
        DeploymentRecord like = Records.of(release, state, steps, Records.traffic(0, 40));
        Ending was = like.ending();
        Subject subject = like.subject();
        Origin by = new Origin(
                kind, "alice", "open", 1, "job/open/1/", List.of(new Origin.Commit("0123456789", "alice", "세금")), "");
        Kept.write(
                application,
                new DeploymentRecord(
                        like.id(),
                        subject,
                        by,
                        new Ending(state, was.startedAt(), Duration.ofSeconds(100), "끝", "근거", "증명"),
                        like.steps(),
                        like.availability()),
                by);
    }

    private static String korean(String user, String address) throws Exception {
        return asking.get(user, address, "Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8")
                .getContentAsString();
    }

    /** Returns the words of a part of a page that are in another script than Korean, but for names. */
    private static List<String> english(String html) {
        List<String> texts = new ArrayList<>();
        for (Pattern each : List.of(TEXT, TOLD)) {
            Matcher found = each.matcher(html);
            while (found.find()) {
                texts.add(found.group(1));
            }
        }
        assertThat(texts).anyMatch(text -> text.matches("(?s).*\\p{IsHangul}.*"));
        return texts.stream()
                .filter(text ->
                        LATIN.matcher(NAMES.matcher(text).replaceAll(" ")).find())
                .toList();
    }

    @Test
    void theListOfAllIsInKorean() throws Exception {
        assertThat(english(korean("reader", "blue-green/_live"))).isEmpty();
        assertThat(english(korean("nobody", "blue-green/_live")))
                .as("where there is none")
                .isEmpty();
    }

    @Test
    void anApplicationIsInKorean() throws Exception {
        assertThat(korean("deployer", "blue-green/shop/_live")).contains("bgd-roll-back-button");
        for (String user : List.of("reader", "deployer")) {
            for (String application : List.of("shop", "busy", "cut")) {
                assertThat(english(korean(user, "blue-green/" + application + "/_live")))
                        .as(application + " for " + user)
                        .isEmpty();
            }
        }
        assertThat(english(korean("reader", "blue-green/shop/_live?filter=none")))
                .isEmpty();
    }

    @Test
    void aDeploymentIsInKorean() throws Exception {
        for (String application : List.of("shop", "busy")) {
            for (var each : Deployments.get().store().history(application)) {
                String page = korean("reader", "blue-green/" + application + "/" + each.id() + "/_live");
                assertThat(page).contains("bgd-headline");
                assertThat(english(page))
                        .as(each.id() + " " + each.ending().state())
                        .isEmpty();
            }
        }
    }

    private static String part(String address, String path) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            client.addRequestHeader("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8");
            HtmlPage page = client.withBasicCredentials("reader").goTo(address);
            DomElement found = page.getFirstByXPath(path);
            assertThat(found).as(path + " of " + address).isNotNull();
            return found.asXml();
        }
    }

    /** What stands around: the title, and what is said when no answer comes. */
    @Test
    void theFrameIsInKorean() throws Exception {
        assertThat(english(part("blue-green/", "//h1"))).isEmpty();
        for (String address : List.of("blue-green/", "blue-green/shop/", "blue-green/shop/shop-41-0a1b2c/")) {
            assertThat(english(part(address, "//p[contains(@class, 'bgd-stale')]")))
                    .isEmpty();
        }
    }

    @Test
    void whatABuildAndAJobShowIsInKorean() throws Exception {
        build.addAction(new BuildLink(record("shop-46-0a1b2c")));
        build.addAction(new BuildLink(Records.of(1, State.DEPLOYED, List.of(), Traffic.NONE)));
        String link = "//a[contains(@href, '/blue-green/shop/shop-46')]/..";
        assertThat(english(part(build.getUrl(), link))).isEmpty();
        assertThat(korean("reader", build.getUrl())).contains("shop 블루/그린 배포입니다.");
        assertThat(english(part(build.getParent().getUrl(), "//div[@class='bgd-cards']")))
                .isEmpty();
    }

    private static DeploymentRecord record(String id) {
        return Deployments.get().store().read("shop", id).orElseThrow();
    }
}
