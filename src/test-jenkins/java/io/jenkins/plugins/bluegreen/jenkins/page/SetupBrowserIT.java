package io.jenkins.plugins.bluegreen.jenkins.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.PackedJenkins;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of one who is new here, in a browser, from the empty page to the first deployment. */
class SetupBrowserIT {

    @RegisterExtension
    static final PackedJenkins jenkins = new PackedJenkins(OnController::letPeopleIn);

    private static final String SETUP = "manage/blue-green-deploy/";
    private static final Duration THREE_MINUTES = Duration.ofMinutes(3);

    private static final JenkinsBench bench = new JenkinsBench();
    private final List<String> wrong = new ArrayList<>();
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

    /** Takes a picture of it in each window and theme, to be looked at in target/screenshots, and notes what is wrong with it. */
    private void pictures(Page page, String name) {
        for (String theme : List.of("light", "dark")) {
            ElementHandle dark = theme.equals("dark")
                    ? page.addStyleTag(new Page.AddStyleTagOptions().setContent(PagesBrowserIT.DARK))
                    : null;
            for (int width : List.of(900, 1600)) {
                page.setViewportSize(width, 900);
                String file = String.join("-", "setup", name, Integer.toString(width), theme);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setAnimations(ScreenshotAnimations.DISABLED)
                        .setPath(Path.of("target/screenshots", file + ".png")));
                for (String check : List.of(PagesBrowserIT.BADLY_SHOWN, PagesBrowserIT.HARD_TO_READ)) {
                    ((List<?>) page.evaluate(check)).forEach(each -> wrong.add(file + ": " + each));
                }
            }
            if (dark != null) {
                dark.evaluate("each => each.remove()");
            }
        }
    }

    private static void type(Page page, String field, String text) {
        page.locator("[name='_." + field + "']").first().fill(text);
    }

    /** The words by which a newcomer who reads a language finds the way. */
    private enum Reader {
        EN("No application is configured yet", "Start", "All is well."),
        KO("아직 설정된 애플리케이션이 없습니다", "시작", "모두 정상입니다.");

        final String nothing;
        final String start;
        final String well;

        Reader(String nothing, String start, String well) {
            this.nothing = nothing;
            this.start = start;
            this.well = well;
        }

        /** Returns the name of a picture. */
        String of(String page) {
            return page + "-" + name().toLowerCase(Locale.ROOT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewcomerComesFromTheEmptyPageToTheFirstDeployment(Reader reader) throws Throwable {
        try (JenkinsBench own = new JenkinsBench()) {
            String application = "backend-" + reader.name().toLowerCase(Locale.ROOT);
            jenkins.get().runRemotely(OnController::prepare, own.facts(), application);
            Page page = browser.as(
                    "boss", options -> options.setLocale(reader.of("").substring(1)));
            long begun = System.nanoTime();
            long pictures = walk(page, reader, application, own.facts());

            jenkins.get().runRemotely(OnController::deploy, application, "r1", "startTimeout: '3m'");
            assertThat(own.served()).contains("r1");
            assertThat(Duration.ofNanos(System.nanoTime() - begun - pictures)).isLessThan(THREE_MINUTES);
        }
        assertThat(wrong).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    /** Returns how long was spent with pictures, in nanoseconds. */
    private long walk(Page page, Reader reader, String application, JenkinsBench.Facts facts) {
        browser.open(page, "manage/");
        page.locator("a[href='blue-green-deploy']").first().click();
        assertThat(page.locator(".jenkins-notice")).containsText(reader.nothing);
        long pictures = timed(() -> pictures(page, reader.of("1-empty")));
        page.locator("a[href='new/']").first().click();
        assertThat(page.locator("[name='_.artifact']").first()).isVisible();
        assertThat(page.locator(".bgs-rest")).isHidden();
        assertThat(((List<?>) page.locator("form [name^='_.']:visible")
                                .evaluateAll("all => [...new Set(all.map(each => each.name.substring(2)))]"))
                        .toString())
                .isEqualTo("[application, hosts, credentialsId, deployDirectory, artifact]");
        pictures += timed(() -> pictures(page, reader.of("2-new")));
        type(page, "application", application);
        type(page, "hosts", facts.hosts());
        page.locator("[name='_.credentialsId']").first().selectOption("deploy-key");
        type(page, "deployDirectory", facts.directory());
        type(page, "artifact", "*.bin");
        page.locator("#bgs-look").click();
        assertThat(page.locator("#bgs-looked")).containsText("is not known yet: it offers ssh-");
        assertThat(page.locator("#bgs-looked")).containsText("SHA256:");
        assertThat(page.locator(".bgs-rest")).isHidden();
        pictures += timed(() -> pictures(page, reader.of("3-key")));
        page.locator(".bgs-use").first().click();
        useWhatIsProposed(page, facts);
        pictures += timed(() -> pictures(page, reader.of("4-looked")));
        page.locator("button.advanced-button:has-text('" + reader.start + "')")
                .first()
                .click();
        type(page, "startCommand", facts.command());
        page.locator("#bgs-show").click();
        assertThat(page.locator("#bgs-router-block")).containsText(facts.flag());
        pictures += timed(() -> pictures(page, reader.of("5-block")));
        page.locator("#bgs-test").click();
        assertThat(page.locator("#bgs-tested .bgs-sum")).hasText(reader.well);
        assertThat(page.locator("#bgs-tested")).containsText("a deployment would go to blue");
        // A choice has no name of its own, and is led to all the same.
        page.locator("#bgs-tested .bgs-field[data-field='router']").first().click();
        assertThat(page.locator("select.dropdownList:focus option:checked")).hasText("nginx");
        pictures += timed(() -> pictures(page, reader.of("6-tested")));
        page.locator("[name=Submit]").click();
        assertThat(page.locator(".bgs-row")).containsText(application);
        return pictures + timed(() -> pictures(page, reader.of("7-list")));
    }

    /** What is sure is filled in; where other tests have an nginx on this machine too, it is proposed beside theirs. */
    private static void useWhatIsProposed(Page page, JenkinsBench.Facts facts) {
        assertThat(page.locator("#bgs-looked")).containsText("login as " + facts.user() + " works");
        Locator use = page.locator(".bgs-proposal:has(.bgs-value[data-value='" + facts.flag() + "']) .bgs-use");
        assertThat(page.locator("#bgs-look")).isEnabled();
        // Not as somebody presses it, who would wait: what is sure is being filled in just then, and nothing comes of
        // it.
        use.evaluate("each => each.click()");
        assertThat(use).isDisabled();
        assertThat(page.locator("[name='_.flagFile']").first()).hasValue(facts.flag());
        assertThat(page.locator("[name='_.bluePort']").first()).hasValue(Integer.toString(facts.bluePort()));
        assertThat(page.locator("[name='_.greenPort']").first()).hasValue(Integer.toString(facts.greenPort()));
    }

    private static long timed(Runnable done) {
        long begun = System.nanoTime();
        done.run();
        return System.nanoTime() - begun;
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
        Map<String, String> addresses = Map.of("list", "", "form", "application/application-1/", "general", "general/");
        for (String language : List.of("en", "ko")) {
            Page page = browser.as("boss", options -> options.setLocale(language));
            for (Map.Entry<String, String> each : addresses.entrySet()) {
                browser.open(page, SETUP + each.getValue());
                pictures(page, each.getKey() + "-" + language);
            }
        }
        assertThat(wrong).isEmpty();
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
