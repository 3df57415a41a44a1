package io.jenkins.plugins.bluegreen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.router.nginx.NginxScout;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a reader of README meets first: what this is, and then step by step what works in that order, in the words of the pages. */
class QuickStartTest {

    private static final Path FORM =
            Path.of("src/main/resources/io/jenkins/plugins/bluegreen/jenkins/setup/ApplicationForm/index.jelly");
    private static final long A_MEGABYTE = 1_000_000;

    private static String readme;
    private static String start;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(Path.of("README.md"));
        int at = readme.indexOf("## Quick start");
        start = readme.substring(at, readme.indexOf("\n## ", at + 3));
    }

    @Test
    void goesInTheOrderInWhichItWorks() {
        assertThat(start)
                .containsSubsequence(
                        "Install",
                        "On the host",
                        "/home/deploy/.ssh/authorized_keys",
                        "/srv/backend",
                        "New application",
                        "Look at the host",
                        "fingerprint",
                        "Show the configuration",
                        "reload nginx",
                        "Press **Test**",
                        "Save.",
                        "In the Jenkinsfile",
                        "blueGreenDeploy application: 'backend'");
        assertThat(start).contains("which Jenkins installs with it");
    }

    @Test
    void namesTheButtonsAsThePagesDo() throws IOException {
        String form = Files.readString(FORM);
        for (String button : List.of("Look at the host", "Show the configuration", "Test")) {
            assertThat(start).contains("**" + button + "**");
            assertThat(form).contains("${%" + button + "}");
        }
    }

    /** Whoever follows the one needs nothing of the other. */
    @Test
    void asksForWhatThePageAsksFor() throws Exception {
        UnableHost host = new UnableHost() {
            @Override
            public CommandResult run(Command command, Duration limit) {
                return new CommandResult(0, "", "");
            }
        };
        String todo = new NginxScout().look(host, "backend", "deploy").fresh().todo();
        String command = "install -d -o deploy -m 755 /etc/nginx/bluegreen/backend";
        assertThat(todo).contains("'" + command + "'", "/etc/nginx/conf.d/backend.conf");
        assertThat(start).contains("sudo " + command + "\n", "/etc/nginx/conf.d/backend.conf");
    }

    /** A moving picture of at most a megabyte stands before all text, and pictures of the pages before anything is asked of the reader. */
    @Test
    void showsWhatItDoesBeforeItSaysIt() throws IOException {
        assertThat(readme.lines().skip(2).findFirst().orElseThrow()).matches("!\\[.+]\\(docs/demo\\.gif\\)");
        assertThat(Files.size(Path.of("docs/demo.gif"))).isLessThan(A_MEGABYTE);
        List<String> pictures = Pattern.compile("!\\[[^]]+]\\((docs/[^)]+)\\)")
                .matcher(readme.substring(0, readme.indexOf("## See it work")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(pictures)
                .contains("docs/page-application.png", "docs/page-deployment.png")
                .allMatch(each -> Files.exists(Path.of(each)));
    }
}
