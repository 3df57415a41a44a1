package io.jenkins.plugins.bluegreen.jenkins.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.PackedJenkins;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed while somebody goes back from a page, and started again. */
class RestartBrowserIT {

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    private final JenkinsBench bench = new JenkinsBench();
    private final SlotPair others = FreePorts.slots();
    private final PrivateNginx other = PrivateNginx.withFlag(others);
    private final Path held = bench.sshd.directory().resolve("held");
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        PackedJenkins.install(jenkins);
        PlaywrightAssertions.setDefaultAssertionTimeout(Browser.PATIENCE);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        other.close();
        bench.close();
    }

    private void deployedTwice(JenkinsBench.Facts facts, String application) throws Throwable {
        jenkins.runRemotely(OnController::know, facts, application);
        jenkins.runRemotely(OnController::deploy, application, "r1", "startTimeout: '10m'");
        jenkins.runRemotely(OnController::deploy, application, "r2", "startTimeout: '3m', drainTimeout: '5m'");
    }

    /** Returns the page of the rollback when a line stands in its log. */
    private Page cutOffAt(String application, String line) {
        Page page = browser.as("anna");
        browser.open(page, "blue-green/" + application + "/");
        page.locator("#bgd-roll-back-button").click();
        page.locator("dialog [data-id=ok]").click();
        page.locator(".bgd-running a").click();
        assertThat(page.locator("#bgd-log")).containsText(line);
        return page;
    }

    /** A user with a web socket, for whom the old release is left running. */
    private static Socket connected(URI door) throws IOException {
        Socket socket = new Socket(door.getHost(), door.getPort());
        String request = "GET /socket HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(12);
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        return socket;
    }

    private static String path(Page page) {
        return URI.create(page.url()).getPath().replaceFirst("^.*/(?=blue-green/)", "");
    }

    /** One that has not come to the switch is undone, the other one goes on. */
    @Test
    void whatItCutOffIsTakenUp() throws Throwable {
        jenkins.startJenkins();
        jenkins.runRemotely(OnController::letPeopleInForGood);
        deployedTwice(bench.factsHeldBy(held), "early");
        deployedTwice(bench.facts().beside(others, other), "late");
        browser = Browser.at(jenkins.getUrl());
        Socket user = connected(other.url());
        try (Traffic early = Traffic.to(bench.nginx.url(), 20);
                Traffic late = Traffic.to(other.url(), 20)) {
            Files.createFile(held);
            String undone = path(cutOffAt("early", "await healthy blue"));
            String done = path(cutOffAt("late", "..  drain green"));
            jenkins.stopJenkinsForcibly();
            browser.close();

            jenkins.startJenkins();
            browser = Browser.at(jenkins.getUrl());
            user.close();
            assertThat(jenkins.runRemotely(OnController::ended, "late"))
                    .startsWith("DEPLOYED ROLLBACK_BY_HAND r1 anna late-");
            assertThat(jenkins.runRemotely(OnController::ended, "early"))
                    .startsWith("UNDONE ROLLBACK_BY_HAND r1 anna early-");
            Page page = browser.as("anna");
            browser.open(page, done);
            assertThat(page.locator(".bgd-headline")).containsText("Release r1 is live on blue.");
            assertThat(page.locator("#bgd-log")).containsText("restarted");
            browser.open(page, undone);
            assertThat(page.locator(".bgd-headline"))
                    .containsText("Release r1 was not deployed. Release r2 serves as before.");
            browser.open(page, "blue-green/early/");
            assertThat(page.locator("#bgd-roll-back-button")).isEnabled();
            assertThat(browser.complaints()).isEmpty();
            assertThat(early.stop().failures()).isEmpty();
            assertThat(late.stop().failures()).isEmpty();
        }
        assertThat(new File(jenkins.getHome(), "blue-green/pending").list()).isEmpty();
        assertThat(bench.served()).contains("release=r2");
    }
}
