package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.NginxLayout;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to be answered 500 or 502 is, by a real nginx before an application that runs; of what works, nothing is said. */
class VariablePassIT {

    private static final String IN_SERVER = "server { listen 80; include /etc/nginx/app.inc; ";
    private static final String IN_MAP = "map $host $to { include /etc/nginx/app.inc; } server { listen 80; ";

    private static final NginxConfig INCLUDE =
            new NginxConfig.Include(List.of(), "/etc/nginx/app.inc", null, "t", "r", Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    private final SlotPair slots = FreePorts.slots();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set $to localhost:8081;           | http://$to            | 502 | write '127.0.0.1:8081' instead of 'localhost:8081'.",
                "set $to http://localhost:8081;    | $to                   | 502 | write 'http://127.0.0.1:8081' instead of 'http://localhost:8081'.",
                "set $to 8081;                     | http://localhost:$to  | 502 | write 'proxy_pass http://127.0.0.1:$to;'.",
                "set $h localhost; set $to $h:8081;| http://$to            | 502 | write '127.0.0.1' instead of 'localhost'.",
                "set $to app.internal:8081;        | http://${to}/a        | 502 | needs a resolver for 'app.internal'",
                "set $to 8081;                     | http://$to            | 502 | write an address before the port",
                "set $to 8081;                     | http://app:$to        | 502 | or leave out the port, which its upstream has.",
                "set $to app;                      | http://$to            | 200 |",
                "set $to APP;                      | http://$to            | 200 |",
                "set $to 127.0.0.1:8081;           | http://$to            | 200 |",
                "set $to HTTP://127.0.0.1:8081;    | $to                   | 200 |",
                "set $to 1.local; set $to app;     | http://$to            | 200 |",
                "set $to a; if ($host) { set $to app; } | http://$to      | 200 | needs a resolver for 'a', since it has a variable",
                "set $to 8081;                     | $to                   | 500 | write 'proxy_pass http://127.0.0.1:$to;'.",
                "set $to 8081;                     | 127.0.0.1:$to         | 500 | write 'proxy_pass http://127.0.0.1:$to;'.",
                "set $to 127.0.0.1:8081;           | $to                   | 500 | write 'proxy_pass http://$to;'."
            })
    void isAnsweredAsItIsSaid(String file, String pass, int status, String said) throws Exception {
        assertAnswered(file, IN_SERVER + "location / { proxy_pass " + pass + "; } }", status, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "default localhost:8081;        | http://$to | 502 | write '127.0.0.1:8081' instead of 'localhost:8081'.",
                "a.example.com b:1; default app;| http://$to | 200 | needs a resolver for 'b', since it has a variable",
                "default 8081;                  | $to        | 500 | write 'proxy_pass http://127.0.0.1:$to;'.",
                "hostnames; default app;        | http://$to | 200 |",
                "default http://127.0.0.1:8081; | $to        | 200 |"
            })
    void soIsWhatAMapTells(String file, String pass, int status, String said) throws Exception {
        assertAnswered(file, IN_MAP + "location / { proxy_pass " + pass + "; } }", status, said);
    }

    /** As it starts, nginx looks up each name that stands in its configuration as it is. */
    @Test
    void aNameThatIsPassedToElsewhereIsKnown() throws Exception {
        assertAnswered(
                "set $to localhost:8081;",
                IN_SERVER + "location / { proxy_pass http://$to; } location /b { proxy_pass http://localhost:8081; } }",
                200,
                null);
    }

    private void assertAnswered(String file, String site, int status, String said) throws Exception {
        Files.writeString(folder.resolve("app.inc"), file);
        Files.writeString(
                folder.resolve("site.conf"),
                "# switched: /etc/nginx/app.inc\nupstream app { server 127.0.0.1:8081; }\n" + site);
        NginxLayout layout = new NginxLayout(folder);
        HttpServer app = HttpServer.create(new InetSocketAddress("127.0.0.1", slots.blue()), 0);
        app.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        app.start();
        try (PrivateNginx nginx = PrivateNginx.with(layout, slots)) {
            HttpRequest request = HttpRequest.newBuilder(nginx.url()).build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as(nginx.errors())
                    .isEqualTo(status);
        } finally {
            app.stop(0);
        }
        assertThat(NginxAdvice.of(layout.dump(), INCLUDE, new SlotPair(8081, 8082)))
                .filteredOn(text -> text.contains("answers 500") || text.contains("would get 502"))
                .hasSize(said == null ? 0 : 1)
                .allMatch(text -> text.contains(said));
    }
}
