package io.jenkins.plugins.bluegreen.jenkins.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.PackedJenkins;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The buttons of an application's page, pressed in a browser while users come in. */
class ButtonsBrowserIT {

    @RegisterExtension
    static final PackedJenkins jenkins = new PackedJenkins(OnController::letPeopleIn);

    private static final String NOT_FOUND_OUT = "Failed to load resource: the server responded with a status of ";

    private static final String AT_ITS_END = "(() => { const log = document.querySelector('#bgd-log');"
            + " return log.scrollHeight - log.clientHeight - log.scrollTop < 10 })()";

    private final JenkinsBench bench = new JenkinsBench();
    private final Path held = bench.sshd.directory().resolve("held");
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
        bench.close();
    }

    /** An application that starts when it is let go, of which releases r1 and r2 were deployed. */
    private void deployedTwice(String application) throws Throwable {
        jenkins.get().runRemotely(OnController::know, bench.factsHeldBy(held), application);
        jenkins.get().runRemotely(OnController::deploy, application, "r1", "startTimeout: '3m'");
        jenkins.get().runRemotely(OnController::deploy, application, "r2", "startTimeout: '3m'");
    }

    private Page opened(String user, String application) {
        Page page = browser.as(user);
        browser.open(page, "blue-green/" + application + "/");
        return page;
    }

    private static Locator button(Page page) {
        return page.locator("#bgd-roll-back-button");
    }

    private static void rollBack(Page page) {
        button(page).click();
        Locator dialog = page.getByRole(com.microsoft.playwright.options.AriaRole.DIALOG);
        assertThat(dialog).containsText("is started again from what lies on the hosts");
        dialog.locator("input[value=r1]").check();
        dialog.locator("[data-id=ok]").click();
    }

    /** Answers with the status and the text, as {@code "403 …"}. */
    private static String post(Page page, String address, boolean crumb) {
        return page.evaluate(
                        "([address, crumbed]) => fetch(address, { method: 'post', headers: crumbed ? crumb.wrap({}) : {} })"
                                + ".then((answer) => answer.text().then((text) => answer.status + ' ' + text))",
                        List.of(address, crumb))
                .toString();
    }

    private String records(String application) throws Throwable {
        return jenkins.get().runRemotely(OnController::records, application);
    }

    private String ended(String application) throws Throwable {
        return jenkins.get().runRemotely(OnController::ended, application);
    }

    @Test
    void whoMayRollBackDoesSoAndSeesItHappen() throws Throwable {
        deployedTwice("back");
        Page page = opened("anna", "back");
        assertThat(page.locator(".bgd-headline")).containsText("Release r2 is live on green");
        Files.createFile(held);
        Traffic.Summary users;
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            rollBack(page);
            assertThat(page.locator("#notification-bar")).containsText("The rollback has begun.");
            page.locator(".bgd-running a").click();
            assertThat(page.locator("#bgd-log")).containsText("await healthy blue");
            assertThat(page.evaluate(AT_ITS_END))
                    .as("the end of the log is shown")
                    .isEqualTo(true);
            assertThat(page.locator(".bgd-say")).containsText("await healthy blue");
            Files.delete(held);
            assertThat(page.locator(".bgd-ended")).isAttached();
            users = traffic.stop();
        }

        assertThat(page.locator(".bgd-headline")).containsText("Release r1 is live on blue. 0 of ");
        assertThat(page.locator(".bgd-said[role=status]")).containsText("Release r1 is live on blue.");
        assertThat(page.locator("#bgd-log")).containsText("stop green");
        assertThat(page.locator(".bgd-facts")).containsText("anna by hand");
        assertThat(ended("back")).startsWith("DEPLOYED ROLLBACK_BY_HAND r1 anna back-");
        assertThat(users.failures()).isEmpty();
        assertThat(users.answers().keySet()).hasSize(2);
        assertThat(bench.served()).contains("release=r1");
        browser.open(page, "blue-green/back/");
        assertThat(page.locator("#bgd-history tbody tr").first()).containsText("anna by hand");
        assertThat(browser.complaints()).isEmpty();
    }

    /** What leads users elsewhere, or takes a release away, is asked for once more. */
    @Test
    void whatIsHeldIsPromotedOrDiscardedByWhoeverSaysSoTwice() throws Throwable {
        jenkins.get().runRemotely(OnController::know, bench.facts(), "hold");
        jenkins.get().runRemotely(OnController::deploy, "hold", "r1", "startTimeout: '1m'");
        jenkins.get().runRemotely(OnController::deploy, "hold", "r2", "hold: '4h'");
        Page reader = opened("reader", "hold");
        assertThat(reader.getByText("Promote", new Page.GetByTextOptions().setExact(true)))
                .isDisabled();
        assertThat(reader.locator("#bgd-why-not-decide")).containsText("that takes the permission");
        assertThat(post(reader, "promote", true)).startsWith("403 ");

        Page page = opened("anna", "hold");
        Locator dialog = page.getByRole(com.microsoft.playwright.options.AriaRole.DIALOG);
        String before = records("hold");
        page.locator("#bgd-promote").click();
        assertThat(dialog).containsText("Lead users to release r2?");
        dialog.locator("[data-id=cancel]").click();
        assertThat(dialog).hasCount(0);
        page.locator("#bgd-discard").click();
        assertThat(dialog).containsText("Discard release r2?");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        assertThat(records("hold")).isEqualTo(before);
        assertThat(bench.served()).contains("release=r1");

        page.locator("#bgd-promote").click();
        dialog.locator("[data-id=ok]").click();
        assertThat(page.locator("#notification-bar")).containsText("The promotion has begun.");
        assertThat(page.locator(".bgd-headline")).containsText("Release r2 is live on green since");
        assertThat(ended("hold")).startsWith("DEPLOYED HELD_BY_HAND r2 anna hold-");
        assertThat(bench.served()).contains("release=r2");

        jenkins.get().runRemotely(OnController::deploy, "hold", "r3", "hold: '4h'");
        browser.open(page, "blue-green/hold/");
        page.locator("#bgd-discard").click();
        assertThat(dialog).containsText("Discard release r3?");
        dialog.locator("[data-id=ok]").click();
        assertThat(page.locator("#notification-bar")).containsText("It is being discarded.");
        assertThat(page.locator("#bgd-discard")).hasCount(0);
        assertThat(ended("hold")).startsWith("DISCARDED HELD_BY_HAND r3 anna hold-");
        assertThat(bench.served()).contains("release=r2");
        assertThat(browser.complaints()).allMatch(text -> text.contains(NOT_FOUND_OUT + "403"));
    }

    @Test
    void aReleaseThatIsNotHealthyAnyMoreIsLeftOut() throws Throwable {
        jenkins.get().runRemotely(OnController::know, bench.facts(), "sick");
        jenkins.get().runRemotely(OnController::deploy, "sick", "r1", "startTimeout: '10s'");
        jenkins.get().runRemotely(OnController::deploy, "sick", "r2", "startTimeout: '10s'");
        Files.createFile(Path.of(bench.facts().directory()).resolve("sick-blue"));
        Page page = opened("anna", "sick");
        Traffic.Summary users;
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            rollBack(page);
            assertThat(page.locator("#bgd-history tbody tr").first()).containsText("not deployed");
            users = traffic.stop();
        }

        page.locator("#bgd-history tbody tr").first().locator("a").first().click();
        assertThat(page.locator(".bgd-headline"))
                .containsText("Release r1 was not deployed. Release r2 serves as before.");
        assertThat(page.locator(".bgd-sentence")).containsText("500");
        assertThat(ended("sick")).startsWith("UNDONE ROLLBACK_BY_HAND r1 anna ");
        assertThat(users.failures()).isEmpty();
        assertThat(users.answers().keySet()).hasSize(1);
        assertThat(bench.served()).contains("release=r2");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void oneThatIsStoppedIsTakenBack() throws Throwable {
        deployedTwice("stop");
        Page page = opened("anna", "stop");
        Files.createFile(held);
        Traffic.Summary users;
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            rollBack(page);
            page.locator(".bgd-running a").click();
            assertThat(page.locator("#bgd-log")).containsText("await healthy blue");
            Page other = opened("reader", "stop");
            other.locator(".bgd-running a").click();
            assertThat(other.getByText("Stop", new Page.GetByTextOptions().setExact(true)))
                    .isDisabled();
            assertThat(other.locator("#bgd-why-not-stop")).containsText("You may not abort builds of the job stop");
            assertThat(post(other, "stop", true)).startsWith("403 ");

            page.locator("#bgd-stop").click();
            assertThat(page.locator("#notification-bar")).containsText("It stops, and undoes what it did.");
            assertThat(page.locator(".bgd-ended")).isAttached();
            users = traffic.stop();
        }

        assertThat(page.locator("#bgd-stop")).hasCount(0);
        String said = "The deployment of release r1 was aborted. Release r2 serves as before.";
        assertThat(page.locator(".bgd-headline")).containsText(said);
        assertThat(page.locator(".bgd-said[role=status]")).containsText(said);
        assertThat(page.locator("#bgd-log")).containsText("ABORTED: ");
        assertThat(post(page, "stop", true)).startsWith("409 It has ended");
        assertThat(ended("stop")).startsWith("ABORTED ROLLBACK_BY_HAND r1 anna stop-");
        assertThat(users.failures()).isEmpty();
        assertThat(users.answers().keySet()).hasSize(1);
        assertThat(bench.served()).contains("release=r2");
        browser.open(page, "blue-green/stop/");
        assertThat(button(page)).isEnabled();
        assertThat(browser.complaints()).allMatch(text -> text.contains(NOT_FOUND_OUT));
    }

    @Test
    void aReaderSeesWhyTheButtonsCannotBePressed() throws Throwable {
        deployedTwice("read");
        String before = records("read");
        long connections = connections();
        Page page = opened("reader", "read");

        for (String name : List.of("Roll back…", "Refresh")) {
            Locator button = page.getByText(name, new Page.GetByTextOptions().setExact(true));
            assertThat(button).isDisabled();
            String why = button.getAttribute("aria-describedby");
            assertThat(page.locator("#" + why)).containsText("You may not do this: that takes the permission");
        }
        assertThat(browser.complaints()).isEmpty();
        for (String address : List.of("rollBack", "refresh")) {
            assertThat(post(page, address, true)).startsWith("403 ");
            assertThat(post(page, address, false)).startsWith("403 ");
        }
        Page anna = opened("anna", "read");
        for (String address : List.of("rollBack", "refresh")) {
            assertThat(post(anna, address, false)).startsWith("403 ").contains("crumb");
            assertThat(anna.request().get(anna.url() + address).status()).isEqualTo(405);
        }
        for (String address :
                List.of("", "read/", "read/_live", "read/api/json", "read/" + before.split("\\s")[4] + "/")) {
            browser.open(anna, "blue-green/" + address);
        }
        assertThat(connections()).as("what was opened by a GET").isEqualTo(connections);
        assertThat(records("read")).isEqualTo(before);
        assertThat(bench.served()).contains("release=r2");
    }

    private long connections() throws IOException {
        return Files.readString(bench.sshd.log())
                .lines()
                .filter(line -> line.startsWith("Connection from"))
                .count();
    }

    @Test
    void nobodyGoesBackWhileADeploymentIsUnderWay() throws Throwable {
        deployedTwice("busy");
        Page early = opened("anna", "busy");
        button(early).click();
        Page all = browser.as("anna");
        browser.open(all, "blue-green/");
        Locator row = all.locator("#bgd-applications tr:has(a[href='busy/'])");
        Files.createFile(held);
        jenkins.get().runRemotely(OnController::begin, "busy", "r3", "..  await healthy blue");
        Page page = opened("anna", "busy");

        assertThat(button(page)).hasCount(0);
        assertThat(page.locator("#bgd-why")).containsText("is under way; wait until it has ended");
        assertThat(page.locator(".bgd-running")).containsText("Release r3 is being deployed.");
        assertThat(row).containsText("Release r3 is being deployed.");
        assertThat(row.locator(".bgd-say")).containsText("await healthy blue");
        assertThat(post(page, "rollBack?release=r1", true))
                .startsWith("409 The deployment busy-3-")
                .contains("is under way");
        assertThat(browser.complaints()).allMatch(text -> text.contains(NOT_FOUND_OUT + "409"));
        // Whoever opened the dialog before is told as well.
        early.locator("dialog [data-id=ok]").click();
        assertThat(early.locator("#notification-bar")).containsText("is under way; wait until it has ended");

        Files.delete(held);
        jenkins.get().runRemotely(OnController::end, "busy");
        assertThat(button(page)).isEnabled();
        assertThat(row.locator("td").nth(1)).containsText("r3");
        assertThat(row.locator(".bgd-now")).hasCount(0);
        assertThat(records("busy").lines()).hasSize(3).allMatch(line -> line.startsWith("DEPLOYED DEPLOYMENT "));
        assertThat(bench.served()).contains("release=r3");
    }

    /** Of what the hosts said, nothing is taken for certain that one of them did not say. */
    @Test
    void hostsThatDisagreeOrAreAwayAreShown() throws Throwable {
        assumeThat(SeparateHost.possible()).as("Only root can make hosts.").isTrue();
        try (TwoHosts hosts = new TwoHosts()) {
            jenkins.get().runRemotely(OnController::know, hosts.facts(), "two");
            jenkins.get().runRemotely(OnController::deploy, "two", "r1", "startTimeout: '1m'");
            Page page = opened("anna", "two");
            refresh(page, "two", "release r1 (two #1)  live");
            assertThat(page.locator(".bgd-remarks")).containsText("nothing starts this application after a reboot");
            assertThat(page.locator(".bgd-headline")).containsText("Release r1 is live on blue since");

            jenkins.get().runRemotely(OnController::deploy, "two", "r2", "startTimeout: '1m'");
            hosts.first.leadToBlue();
            refresh(page, "two", "nginx is to serve blue, where nobody listens, while green is up");
            assertThat(page.locator("#bgd-seen")).containsText("It is not certain which slot is live");
            assertThat(page.locator(".bgd-headline")).containsText("Release r2 went live on green, but");
            assertThat(page.locator(".bgd-headline")).containsText("not all of them said so");
            assertThat(drawn(page, hosts.first)).containsText("unknown");
            assertThat(drawn(page, hosts.second)).containsText("release r2 · live");

            hosts.second.sshd.kill();
            refresh(page, "two", hosts.second.name() + ": unknown");
            assertThat(page.locator(".bgd-remarks"))
                    .containsText("How " + hosts.second.name() + " is, is unknown since ");
            assertThat(drawn(page, hosts.second)).containsText("unknown");
            assertThat(drawn(page, hosts.second)).not().containsText("live");
            browser.open(page, "blue-green/");
            assertThat(page.locator("#bgd-applications")).containsText("not said by all hosts");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** A job that goes back on one of two hosts leaves them so; the job that deploys to both is the last one still, though in vain. */
    @Test
    void hostsThatServeDifferentReleasesAreTold() throws Throwable {
        assumeThat(SeparateHost.possible()).as("Only root can make hosts.").isTrue();
        try (TwoHosts hosts = new TwoHosts()) {
            jenkins.get().runRemotely(OnController::know, hosts.facts(), "split");
            jenkins.get().runRemotely(OnController::deploy, "split", "r1", "startTimeout: '1m'");
            jenkins.get().runRemotely(OnController::deploy, "split", "r2", "startTimeout: '1m'");
            jenkins.get().runRemotely(OnController::goBackOn, "split", hosts.first.name(), "r1");
            jenkins.get().runRemotely(OnController::deployInVain, "split", "r3", "exclude: '*.bin'");
            Page page = opened("anna", "split");
            refresh(page, "split", "The hosts do not agree");

            assertThat(page.locator(".bgd-remarks"))
                    .containsText("The hosts do not agree: blue with release r1 is live on " + hosts.first.name()
                            + ", green with release r2 is live on " + hosts.second.name() + ".");
            assertThat(page.locator(".bgd-headline")).containsText("not all of them said so");
            assertThat(drawn(page, hosts.first)).containsText("release r1 · live");
            assertThat(drawn(page, hosts.second)).containsText("release r2 · live");
            browser.open(page, "blue-green/");
            assertThat(page.locator("#bgd-applications tr:has(a[href='split/'])"))
                    .containsText("not said by all hosts");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Locator drawn(Page page, TwoHosts.One host) {
        return page.locator(".bgd-slots__host:has([title$='" + host.name() + "'])");
    }

    /** A host that takes long to answer on a busy machine is unknown, and asked again. */
    private void refresh(Page page, String application, String line) throws Throwable {
        String said = "";
        for (int i = 0; i < 3 && !said.contains(line); i++) {
            String before = jenkins.get().runRemotely(OnController::seen, application);
            page.locator("#bgd-refresh").click();
            assertThat(page.locator("#notification-bar")).containsText("The hosts are being asked.");
            said = jenkins.get().runRemotely(OnController::seenAfter, application, before);
            assertThat(page.locator("#bgd-refresh")).isEnabled();
        }
        assertThat(said).contains(line);
    }

    @Test
    void aKeyboardIsEnough() throws Throwable {
        deployedTwice("keys");
        Page page = opened("anna", "keys");
        Locator dialog = page.locator("dialog");
        String id = "document.activeElement.id";
        for (int i = 0; i < 60 && !page.evaluate(id).equals("bgd-roll-back-button"); i++) {
            page.keyboard().press("Tab");
        }

        page.keyboard().press("Enter");
        assertThat(dialog).isVisible();
        assertThat(page.evaluate(id)).isEqualTo("bgd-release-0");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        assertThat(page.evaluate(id)).as("focus after the dialog").isEqualTo("bgd-roll-back-button");

        page.keyboard().press("Space");
        assertThat(dialog).isVisible();
        page.keyboard().press("Enter");
        assertThat(page.locator("#notification-bar")).containsText("The rollback has begun.");
        // What has just begun may have no record yet.
        assertThat(page.locator(".bgd-headline")).containsText("Release r1 is live on blue since");
        assertThat(ended("keys")).startsWith("DEPLOYED ROLLBACK_BY_HAND r1 anna ");
        assertThat(browser.complaints()).isEmpty();
    }
}
