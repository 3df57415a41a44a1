package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What README shows for nginx beside the two server blocks, in a real one, does what README says of it. */
class ReadmeIT {

    private static final int MANY = 500;

    private final SlotPair slots = FreePorts.slots();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer app;
    private PrivateNginx nginx;

    @BeforeEach
    void start() throws IOException {
        app = HttpServer.create(new InetSocketAddress("127.0.0.1", slots.blue()), 0);
        app.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        app.start();
        nginx = PrivateNginx.withFlag(slots);
    }

    @AfterEach
    void stop() {
        nginx.close();
        app.stop(0);
    }

    @Test
    void anAddressIsLeftOutOfALimit() throws Exception {
        String zone = shown("```nginx\n(geo .*?)```");
        nginx.edit(text -> text.replace("server {", zone + "server { limit_req zone=each;"));
        assertThat(IntStream.range(0, 20).map(i -> status(""))).containsOnly(200);
        nginx.edit(text -> text.replace("127.0.0.1 0;", ""));
        assertThat(IntStream.range(0, MANY).map(i -> status("")).anyMatch(status -> status == 503))
                .isTrue();
    }

    @Test
    void onePathIsLetPassWithoutAPassword() throws Exception {
        String location = shown("`(location = /health .*?)`").replace("shop_", "backend_");
        nginx.edit(text -> text.replace(
                "location / {", "auth_basic shop; auth_basic_user_file /dev/null; " + location + " location / {"));
        assertThat(status("")).isEqualTo(401);
        assertThat(status("health")).isEqualTo(200);
    }

    private static String shown(String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private int status(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(nginx.url().resolve(path)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
