package io.jenkins.plugins.bluegreen.jenkins.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.PackedJenkins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the pages look, and what they may do, in a browser. */
class PagesBrowserIT {

    @RegisterExtension
    static final PackedJenkins jenkins = new PackedJenkins(OnController::letPeopleIn);

    private static final String OURS = ".bgd-live, .bgd-cards, #main-panel a[href*='/blue-green/backend/']";

    /** Much like the plugin dark-theme. */
    static final String DARK = """
            :root { color-scheme: dark; --background: #1a1a22; --text-color: #e3e3ea; --text-color-secondary: #9d9dae; --white: #fff;
              --blue: #4a9dff; --accent-color: #4a9dff; --link-color: #6fb0ff; --green: #3fc06a; --red: #ff5a67; --error-color: #ff5a67;
              --orange: #ff9a3c; --warning-color: #ff9a3c; --card-background: #22222c; --card-border-color: rgba(255, 255, 255, .11);
              --card-border-color--hover: rgba(255, 255, 255, .22); --panel-header-bg-color: #26262f; --table-background: #26262f;
              --table-body-background: #1d1d26; --table-header-foreground: #e3e3ea; --table-body-foreground: #e3e3ea;
              --light-grey: #26262f; --very-light-grey: #22222c; --pre-background: rgba(255, 255, 255, .06); --pre-color: #e3e3ea;
              --input-color: #202029; --input-border: rgba(255, 255, 255, .2); --breadcrumbs-bar-background: #22222c;
              --button-background: rgba(255, 255, 255, .08) }
            body { background: #1a1a22; color: #e3e3ea }
            """;

    private static final JenkinsBench bench = new JenkinsBench();
    private static final Map<String, String> addresses = new HashMap<>();
    private Browser browser;

    @BeforeEach
    void start() throws Throwable {
        browser = Browser.at(jenkins.get().getUrl());
        PlaywrightAssertions.setDefaultAssertionTimeout(Browser.PATIENCE);
        if (addresses.isEmpty()) {
            deploy();
        }
    }

    private static void deploy() throws Throwable {
        jenkins.get().runRemotely(OnController::know, bench.facts(), "backend");
        String telling = "startTimeout: '1m', healthCheck: [expectRelease: 'X-Release'], measureEvery: '100ms'";
        for (String release : List.of("r1", "r2", "r3")) {
            jenkins.get().runRemotely(OnController::deploy, "backend", release, telling);
        }
        String failing =
                "startTimeout: '10s', healthCheck: [retries: 3], environment: 'STATUS=500', measureEvery: '100ms'";
        jenkins.get().runRemotely(OnController::deployInVain, "backend", "r4", failing);
        jenkins.get().runRemotely(OnController::goBack, "backend", "r2");
        List<String> records = jenkins.get()
                .runRemotely(OnController::records, "backend")
                .lines()
                .toList();
        addresses.put("overview", "blue-green/");
        addresses.put("application", "blue-green/backend/");
        addresses.put("back", "blue-green/backend/" + id(records.get(0)) + "/");
        addresses.put("failed", "blue-green/backend/" + id(records.get(1)) + "/");
        addresses.put("deployed", "blue-green/backend/" + id(records.get(2)) + "/");
        addresses.put("build", "job/backend/3/");
        addresses.put("job", "job/backend/");
        jenkins.get().runRemotely(OnController::build, "other");
    }

    private static String id(String record) {
        return record.substring(record.lastIndexOf(' ') + 1);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    /** What core's own pages do that the policy forbids is core's. */
    @Test
    void nothingOfOursIsForbiddenByTheContentSecurityPolicy() {
        Page page = browser.as("anna");
        Policy policy = new Policy(page);
        Set<String> ofCore = new HashSet<>();
        for (String address : List.of("", "api/", "user/anna/", "computer/", "job/other/", "job/other/1/")) {
            browser.open(page, address);
            ofCore.addAll(policy.violations());
        }
        for (Map.Entry<String, String> each : addresses.entrySet()) {
            browser.open(page, each.getValue());
            assertThat(page.locator(OURS).first()).isVisible();
            if (each.getKey().equals("application")) {
                page.locator("#bgd-filter").fill("backend-1-");
                assertThat(page.locator("#bgd-history tbody tr")).hasCount(1);
                page.locator("#bgd-roll-back-button").click();
                page.locator("dialog [data-id=cancel]").click();
            }
            assertThat(policy.violations()).as(each.getKey()).isSubsetOf(ofCore);
        }
        policy.prove();
    }

    @Test
    void allCanBeReadWithoutAScript() {
        Page page = browser.as("anna", options -> options.setJavaScriptEnabled(false));

        browser.open(page, addresses.get("overview"));
        assertThat(page.locator("#bgd-applications tbody tr")).containsText("backend");
        page.locator("#bgd-applications a").first().click();
        assertThat(page.locator(".bgd-headline")).containsText("Release r2 is live on green since");
        assertThat(page.locator("#bgd-history tbody tr")).hasCount(5);
        assertThat(page.locator("noscript span")).containsText("The buttons need JavaScript.");
        page.locator("#bgd-filter").fill("backend-1-");
        page.keyboard().press("Enter");
        assertThat(page.locator("#bgd-history tbody tr")).hasCount(1);
        page.locator("#bgd-history a").first().click();
        assertThat(page.locator("#bgd-steps")).containsText("start blue");
        browser.open(page, addresses.get("deployed"));
        page.locator("#bgd-traffic-values summary").click();
        assertThat(page.locator("#bgd-traffic tbody tr").first()).isVisible();
        browser.open(page, addresses.get("failed"));
        assertThat(page.locator(".bgd-headline"))
                .containsText("Release r4 was not deployed. Release r3 serves as before.");
        assertThat(page.locator(".bgd-evidence").first()).isVisible();
    }

    /** One that is between its last step and its end is at no step any more, and yet its end is news. */
    @Test
    void whoListensHearsHowOneEndedAfterItsLastStep() {
        Page page = browser.as("anna");
        browser.open(page, addresses.get("deployed"));
        String running = "<p class='bgd-headline'>Release r9 is being deployed.</p>";
        String step = "<p class='bgd-say'>prune</p>";
        String ended = "<p class='bgd-headline'>Release r9 is live on blue.</p><span class='bgd-ended'></span>";

        for (String[] each : new String[][] {
            {running + step, "prune"},
            {running, "Release r9 is being deployed."},
            {ended, "Release r9 is live on blue."}
        }) {
            page.route("**/_live*", route -> route.fulfill(new Route.FulfillOptions().setBody(each[0])));
            page.evaluate("document.querySelector('.bgd-live').dispatchEvent(new Event('blue-green-ask'))");
            assertThat(page.locator(".bgd-said[role=status]")).hasText(each[1]);
            page.unroute("**/_live*");
        }
    }

    /** Also to be looked at, in target/screenshots. */
    @Test
    void eachPageFitsEachWindow() {
        List<String> complaints = new ArrayList<>();
        for (String language : List.of("en-GB", "ko-KR")) {
            Page page = browser.as("anna", options -> options.setLocale(language));
            for (String name : addresses.keySet()) {
                browser.open(page, addresses.get(name));
                complaints.addAll(picturesOf(page, name + "-" + language.substring(0, 2)));
                if (name.equals("application")) {
                    browser.open(page, addresses.get(name));
                    page.locator("#bgd-roll-back-button").click();
                    complaints.addAll(picturesOf(page, "dialog-" + language.substring(0, 2)));
                }
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    /** Returns what is wrong with it. */
    private static List<String> picturesOf(Page page, String name) {
        List<String> complaints = new ArrayList<>();
        boolean dialog = name.startsWith("dialog");
        for (String theme : List.of("light", "dark")) {
            if (theme.equals("dark")) {
                page.addStyleTag(new Page.AddStyleTagOptions().setContent(DARK));
            }
            for (int width : List.of(900, 1600, 2500)) {
                page.setViewportSize(width, 900);
                String file = name + "-" + theme + "-" + width;
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots", file + ".png"))
                        .setAnimations(ScreenshotAnimations.DISABLED)
                        .setFullPage(!dialog));
                for (String check : List.of(BADLY_SHOWN, HARD_TO_READ)) {
                    ((List<?>) page.evaluate(check)).forEach(each -> complaints.add(file + ": " + each));
                }
            }
        }
        return complaints;
    }

    /** What does not fit: the page itself, texts that stand out, and those that are cut off and cannot be read elsewhere. */
    static final String BADLY_SHOWN = """
            () => {
              const root = document.documentElement;
              const all = root.scrollWidth > root.clientWidth ? ["the page is " + root.scrollWidth + " wide"] : [];
              const area = document.querySelector("dialog") || document.querySelector(".bgd-live, .bgd-cards, #main-panel");
              for (const each of [...area.querySelectorAll("*")].filter((any) => any instanceof HTMLElement)) {
                const style = getComputedStyle(each);
                const cut = each.scrollWidth > each.clientWidth + 1 && style.overflowX !== "visible" && style.overflowX !== "auto";
                if (cut && each.clientWidth > 1 && !each.title && !each.closest("input, .jenkins-visually-hidden")) {
                  all.push("cut off: " + each.textContent.trim().slice(0, 60));
                }
              }
              for (const picture of area.querySelectorAll("svg")) {
                const box = picture.getBoundingClientRect();
                for (const text of picture.querySelectorAll("text")) {
                  const its = text.getBoundingClientRect();
                  if (its.width > 0 && (its.right > root.clientWidth || its.left < 0 || its.right > box.right + 60)) {
                    all.push("outside of its picture: " + text.textContent);
                  }
                }
              }
              return all;
            }""";

    /** Texts of ours that differ less from what is behind them than WCAG 2.2 wants (1.4.3): 3 to 1 where they are large, otherwise 4.5 to 1. */
    static final String HARD_TO_READ = """
            () => {
              const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
              const over = (color, below) => {
                pixel.fillStyle = below;
                pixel.fillRect(0, 0, 1, 1);
                pixel.fillStyle = color;
                pixel.fillRect(0, 0, 1, 1);
                return "rgb(" + [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3).join(" ") + ")";
              };
              const behind = (element) =>
                element ? over(getComputedStyle(element).backgroundColor, behind(element.parentElement)) : "white";
              const light = (color) =>
                color.match(/\\d+/g).map((part) => part / 255)
                  .map((part) => (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4)))
                  .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
              const all = new Set();
              for (const area of document.querySelectorAll("dialog, [class*='bgd-'], [class*='bgs-']")) {
                for (const each of [area, ...area.querySelectorAll("*")]) {
                  const text = [...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
                  if (text && each.getClientRects().length && !each.closest("button, .jenkins-help-button, .jenkins-edited-section-label, .jenkins-visually-hidden")) {
                    const style = getComputedStyle(each);
                    const below = behind(each);
                    const [less, more] = [over(each.closest("svg") ? style.fill : style.color, below), below]
                      .map(light).sort((one, other) => one - other);
                    const ratio = (more + 0.05) / (less + 0.05);
                    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
                    if (ratio < (large ? 3 : 4.5)) {
                      all.add("hard to read, " + ratio.toFixed(1) + " to 1: " + text.slice(0, 60));
                    }
                  }
                }
              }
              return [...all];
            }""";
}
