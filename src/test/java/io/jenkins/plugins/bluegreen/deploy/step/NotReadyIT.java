package io.jenkins.plugins.bluegreen.deploy.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that run elsewhere than where they are asked, or do not run, in the ways that people meet. */
class NotReadyIT extends OnBench {

    @Test
    void whereItListensInsteadIsTold() throws Exception {
        int port = FreePorts.next();
        assertThat(refused("exec busybox httpd -f -p 127.0.0.1:" + port).sentence())
                .contains("connection refused (nothing listens on the port); it listens on 127.0.0.1:" + port
                        + " instead: let startCommand hand it $PORT.");
        assertThat(refused("busybox httpd -f -p 0.0.0.0:" + port + " & wait").sentence())
                .contains("; it listens on " + port + " instead");
        assertThat(refused("exec busybox httpd -f -p [::1]:" + port).sentence())
                .contains("; it listens on [::1]:" + port + " instead");
        assertThat(refused("exec busybox httpd -f -p 127.0.0.2:$PORT").sentence())
                .contains("connection refused; it listens on 127.0.0.2:" + bench.slots.blue()
                        + " only, and is asked on 127.0.0.1 and [::1].");
        assertThat(refused("exec sleep 60").sentence()).doesNotContain("it listens");
    }

    /** As long as nothing serves, nobody is harmed by trying whether the router gets there. */
    @Test
    void whatListensOnIpv6AloneIsNotSwitchedToFromIpv4() throws Exception {
        deployed(Map.of());
        Outcome outcome = bench.deploy(Map.of("ADDRESS", "::1"));
        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence())
                .contains("green on local listens on [::1] only, and blue does not")
                .contains("let it listen on 127.0.0.1 as well");
        assertThat(bench.console).noneMatch(line -> line.startsWith("> switch nginx to green"));
    }

    @Test
    void aFirstOneThatListensOnIpv6AloneIsServedByARouterThatGoesThere() throws Exception {
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        bench.nginx.edit(text -> text.replace("server 127.0.0.1:", "server [::1]:"));
        for (String release : List.of("r1", "r2")) {
            deployed(Map.of("ADDRESS", "::1"));
            assertThat(served()).contains("release=" + release);
        }
        assertThat(bench.console).noneMatch(line -> line.startsWith("!"));
    }

    private String served() throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(bench.nginx.url()).build();
        return HttpClient.newHttpClient()
                .send(ask, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jaava -jar x | 127 | not on the PATH of a shell that is not interactive, for which ~/.bashrc does not count",
                "exec nvm-node x | 127 | whole path in startCommand",
                ": >tool; ./tool | 126 | may not be executed; look at its permissions",
                "kill -9 $$ | 137 | was killed (SIGKILL)"
            })
    void whatAnExitStatusSaysIsSaid(String command, String status, String said) throws Exception {
        assertThat(refused(command).sentence())
                .contains("ended with exit status " + status + " before it was healthy, which says", said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nohup.out",
                "logs/app.log 2>&1",
                "\"$DEPLOY_DIR/my logs/${SLOT}.log\" 2>&1",
                "'it is.log'",
                "$(basename own).log 2>/dev/null || echo"
            })
    void lastWordsInAFileOfItsOwnAreShown(String file) throws Exception {
        Outcome outcome = refused(
                "mkdir -p logs 'my logs'; printf 'to port %s\\nno database\\n' \"$PORT\" > " + file + "; exit 3");
        assertThat(outcome.sentence()).contains("ended with exit status 3");
        if (file.contains("$(")) {
            // What would be run to know the name is not.
            assertThat(outcome.evidence()).doesNotContain("no database");
        } else {
            assertThat(outcome.evidence())
                    .contains("wrote nothing to its standard output", "The end of what startCommand sends to a file")
                    .contains(": " + bench.directory() + "/")
                    .endsWith("\nto port " + bench.slots.blue() + "\nno database");
        }
    }

    @Test
    void theyAreLookedForWhereAVariableOfTheLoginLeads() throws Exception {
        bench.host = new LocalHost("local", List.of("env", "dir=" + folder, "sh"), System.getenv("PATH"));
        assertThat(refused("echo no database > \"$dir/own.log\"; exit 3").evidence())
                .endsWith(": " + folder + "/own.log\nno database");
    }

    private Outcome refused(String command) throws Exception {
        // What it does, it does at once.
        bench.startTimeout = Duration.ofSeconds(3);
        bench.command = command;
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        return outcome;
    }
}
