package io.jenkins.plugins.bluegreen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** What a browser is told. */
class DemoPageTest {

    /** Reads all that is told until the page is closed. */
    static List<JSONObject> events(URI page, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve("events"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        return answer.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> new JSONObject(line.substring("data: ".length())))
                .toList();
    }

    /** Returns all that is told from the beginning of a connection until the page is closed. */
    private static List<JSONObject> untilClosed(DemoPage page, String... headers) throws Exception {
        Future<List<JSONObject>> told = Executors.newSingleThreadExecutor().submit(() -> events(page.url(), headers));
        page.awaitOpen();
        page.close();
        return told.get(1, TimeUnit.MINUTES);
    }

    private static DemoPage page() throws Exception {
        DemoPage page = DemoPage.start();
        page.scene("first");
        page.heard(200, "version 1, blue slot");
        page.heard(200, "version 2, green slot");
        page.heard(500, "version 4, blue slot");
        page.heard(0, "ConnectException: Connection refused");
        return page;
    }

    @Test
    void aSquareIsOfTheSlotThatAnsweredWellOrRed() throws Exception {
        assertThat(untilClosed(page()))
                .filteredOn(event -> event.getString("kind").equals("answer"))
                .extracting(event -> event.getString("colour") + " " + event.getInt("status"))
                .containsExactly("blue 200", "green 200", "red 500", "red 0");
    }

    @Test
    void goesOnWhereAConnectionWasLost() throws Exception {
        assertThat(untilClosed(page(), "Last-Event-ID", "3"))
                .extracting(event -> event.getString("kind") + " " + event.getString("by"))
                .containsExactly("answer ConnectException: Connection refused");
    }

    @Test
    void showsTheConsoleLineByLineAndPrintsItAsWell() throws Exception {
        DemoPage page = DemoPage.start();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        page.console(new PrintStream(printed, true, StandardCharsets.UTF_8)).print("first\n<b>둘째</b>\nnot yet");

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("first\n<b>둘째</b>\nnot yet");
        assertThat(untilClosed(page))
                .extracting(event -> event.getString("text"))
                .containsExactly("first", "<b>둘째</b>");
    }

    @Test
    void isOneFileThatAsksNobodyElse() throws Exception {
        try (DemoPage page = DemoPage.start()) {
            HttpResponse<String> html = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page.url()).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(page.url().getHost()).isEqualTo("127.0.0.1");
            assertThat(html.statusCode()).isEqualTo(200);
            assertThat(html.body())
                    .contains("new EventSource('events')")
                    .doesNotContainPattern("https?://|src=|href=\"(?!data:)");
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(page.url().resolve("favicon.ico"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
