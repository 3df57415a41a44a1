package io.jenkins.plugins.bluegreen.jenkins.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.PackedJenkins;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way of one who is new here, in a browser, from the empty page to the first deployment. */
class SetupBrowserIT {

    @RegisterExtension
    static final PackedJenkins jenkins = new PackedJenkins(OnController::letPeopleIn);

    private static final String SETUP = "manage/blue-green-deploy/";
    private static final Duration THREE_MINUTES = Duration.ofMinutes(3);

    private static final JenkinsBench bench = new JenkinsBench();
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        browser = Browser.at(jenkins.get().getUrl());
        PlaywrightAssertions.setDefaultAssertionTimeout(Browser.PATIENCE);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterAll
    static void end() {
        bench.close();
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target/screenshots", "setup-" + name + ".png")));
    }

    private static void type(Page page, String field, String text) {
        page.locator("[name='_." + field + "']").first().fill(text);
    }

    @Test
    void aNewcomerComesFromTheEmptyPageToTheFirstDeployment() throws Throwable {
        JenkinsBench.Facts facts = bench.facts();
        jenkins.get().runRemotely(OnController::prepare, facts, "backend");
        Page page = browser.as("boss");
        long begun = System.nanoTime();
        browser.open(page, "manage/");
        page.locator("a[href='blue-green-deploy']").first().click();
        assertThat(page.locator(".jenkins-notice")).containsText("No application is configured yet");
        picture(page, "empty");
        page.locator("a[href='new/']").first().click();
        type(page, "application", "backend");
        type(page, "hosts", facts.hosts());
        page.locator("[name='_.credentialsId']").first().selectOption("deploy-key");
        type(page, "deployDirectory", facts.directory());
        type(page, "artifact", "*.bin");
        assertThat(page.locator(".bgs-rest")).isHidden();

        page.locator("#bgs-look").click();
        assertThat(page.locator("#bgs-looked")).containsText("is not known yet: it offers ssh-");
        assertThat(page.locator("#bgs-looked")).containsText("SHA256:");
        assertThat(page.locator(".bgs-rest")).isHidden();
        picture(page, "key");
        page.locator(".bgs-use").first().click();
        assertThat(page.locator("#bgs-looked")).containsText("login as " + facts.user() + " works");
        // Where other tests have an nginx on this machine too, it is proposed beside theirs.
        page.locator(".bgs-proposal:has(.bgs-value[data-value='" + facts.flag() + "']) .bgs-use")
                .click();
        assertThat(page.locator("[name='_.flagFile']").first()).hasValue(facts.flag());
        assertThat(page.locator("[name='_.bluePort']").first()).hasValue(Integer.toString(facts.bluePort()));
        assertThat(page.locator("[name='_.greenPort']").first()).hasValue(Integer.toString(facts.greenPort()));
        picture(page, "looked");

        page.locator("button.advanced-button:has-text('Start')").first().click();
        type(page, "startCommand", facts.command());
        page.locator("#bgs-test").click();
        assertThat(page.locator("#bgs-tested .bgs-sum")).hasText("All is well.");
        assertThat(page.locator("#bgs-tested")).containsText("a deployment would go to blue");
        // A choice has no name of its own, and is led to all the same.
        page.locator("#bgs-tested .bgs-field[data-field='process']").first().click();
        assertThat(page.locator("select.dropdownList:focus option:checked"))
                .containsText("a session with its defaults");
        picture(page, "tested");
        page.locator("[name=Submit]").click();
        assertThat(page.locator(".bgs-row")).containsText("backend");

        jenkins.get().runRemotely(OnController::deploy, "backend", "r1", "startTimeout: '3m'");
        assertThat(bench.served()).contains("r1");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(THREE_MINUTES);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void amongAHundredApplicationsOneIsFound() throws Throwable {
        jenkins.get().runRemotely(OnController::fill, bench.facts(), 100);
        Page page = browser.as("boss");
        browser.open(page, SETUP);

        assertThat(page.locator(".bgs-row")).hasCount(100);
        page.locator("#bgs-search").fill("application-77");
        assertThat(page.locator(".bgs-row:visible")).hasCount(1);
        page.locator("#bgs-search").fill("no such thing");
        assertThat(page.locator("#bgs-none")).isVisible();
        // Whoever else keeps the machine busy does not do so all the time.
        Until.so(Duration.ofMinutes(2), () -> answersSoon(page), () -> "The list never comes within 300 ms.");
    }

    private static boolean answersSoon(Page page) {
        long begun = System.nanoTime();
        assertThat(page.request().get(page.url()).status()).isEqualTo(200);
        return Duration.ofNanos(System.nanoTime() - begun).toMillis() < 300;
    }

    /** Also to be looked at, in target/screenshots. */
    @Test
    void looksAsItShouldInBothLanguages() throws Throwable {
        jenkins.get().runRemotely(OnController::fill, bench.facts(), 3);
        Map<String, String> addresses =
                Map.of("list", "", "new", "new/", "form", "application/application-1/", "general", "general/");
        for (String language : List.of("en", "ko")) {
            Page page = browser.as("boss", options -> options.setLocale(language));
            for (Map.Entry<String, String> each : addresses.entrySet()) {
                browser.open(page, SETUP + each.getValue());
                for (String theme : List.of("light", "dark")) {
                    if (theme.equals("dark")) {
                        page.addStyleTag(new Page.AddStyleTagOptions().setContent(PagesBrowserIT.DARK));
                    }
                    for (int width : List.of(900, 1600)) {
                        page.setViewportSize(width, 900);
                        picture(page, String.join("-", each.getKey(), language, Integer.toString(width), theme));
                        assertThat((int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                                .as(each.getKey() + " " + width)
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /** What core's own pages do that the policy forbids is core's. */
    @Test
    void nothingOfOursIsForbiddenByTheContentSecurityPolicy() throws Throwable {
        jenkins.get().runRemotely(OnController::fill, bench.facts(), 3);
        Page page = browser.as("boss");
        Policy policy = new Policy(page);
        Set<String> ofCore = new HashSet<>();
        for (String address : List.of("manage/", "manage/configure", "manage/cloud/", "manage/tools/")) {
            browser.open(page, address);
            ofCore.addAll(policy.violations());
        }
        for (String address : List.of("", "new/", "general/", "application/application-1/")) {
            browser.open(page, SETUP + address);
            assertThat(policy.violations()).as(address).isSubsetOf(ofCore);
        }
        page.locator("#bgs-test").click();
        assertThat(page.locator("#bgs-tested .bgs-sum")).isVisible();
        assertThat(policy.violations()).isSubsetOf(ofCore);
        policy.prove();
    }
}
