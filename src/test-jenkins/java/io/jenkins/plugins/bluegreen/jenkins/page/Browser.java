package io.jenkins.plugins.bluegreen.jenkins.page;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.LoadState;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The Chromium of this machine. */
final class Browser implements AutoCloseable {

    /** Long enough for a rollback on a busy machine, in milliseconds. */
    static final int PATIENCE = 180_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final URL jenkins;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Playwright playwright, Path chromium, URL jenkins) {
        this.playwright = playwright;
        this.chromium = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium));
        this.jenkins = jenkins;
    }

    /**
     * Starts it, or skips the test where there is none.
     *
     * @param jenkins the root of the Jenkins that is looked at
     */
    static Browser at(URL jenkins) {
        Optional<Path> chromium = found("chromium", "chromium-browser", "google-chrome");
        assumeThat(chromium)
                .as("There is no Chromium on this machine; Debian's is in the package chromium.")
                .isPresent();
        Optional<Path> node = found("node");
        assumeThat(node)
                .as("There is no Node.js on this machine, which drives the browser; Debian's is in the package nodejs.")
                .isPresent();
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.get().toString())));
        return new Browser(playwright, chromium.get(), jenkins);
    }

    private static Optional<Path> found(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":"))
                        .map(folder -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns a page of somebody who has logged in, reads English and is at the root of Jenkins. */
    Page as(String user) {
        return as(user, options -> options);
    }

    /**
     * Returns the same.
     *
     * @param options what is special about the browser, such as the language
     */
    Page as(String user, UnaryOperator<com.microsoft.playwright.Browser.NewContextOptions> options) {
        BrowserContext context =
                chromium.newContext(options.apply(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setLocale("en-GB")
                        .setViewportSize(1600, 900)));
        context.setDefaultTimeout(PATIENCE);
        Page page = context.newPage();
        page.navigate(jenkins + "login");
        page.locator("[name=j_username]").fill(user);
        page.locator("[name=j_password]").fill(user);
        page.locator("[name=Submit]").click();
        page.waitForURL(jenkins.toString());
        listen(page);
        return page;
    }

    private void listen(Page page) {
        page.onPageError(error -> complaints.add("error " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
    }

    /** Returns what the consoles of all pages complained of until now, after the login, and forgets it. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    /** Opens a page below the root of Jenkins. */
    void open(Page page, String address) {
        page.navigate(jenkins + address);
        page.waitForLoadState(LoadState.LOAD);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
