package example;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the application answers. */
@RestController
class Pages {

    private static final String RELEASE = System.getenv().getOrDefault("RELEASE", "none");
    private static final String SLOT = System.getenv().getOrDefault("SLOT", "none");
    private static final int PIECES = 10;

    private final int port;

    Pages(@Value("${server.port:8080}") int port) {
        this.port = port;
    }

    /** Says who it is. */
    @GetMapping(value = "/", produces = MediaType.TEXT_PLAIN_VALUE)
    String who() {
        return "release=" + RELEASE + " slot=" + SLOT + " port=" + port + " pid="
                + ProcessHandle.current().pid() + "\n";
    }

    /** Says how it is. */
    @GetMapping(value = "/health", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> health() {
        String up = "{\"status\":\"UP\",\"release\":\"" + RELEASE + "\"}";
        return switch (SpringApp.BEHAVIOUR) {
            case "500" -> ResponseEntity.internalServerError().body("{\"status\":\"DOWN\",\"reason\":\"no database\"}");
            case "302" ->
                ResponseEntity.status(HttpStatus.FOUND)
                        .header("Location", "/login")
                        .build();
            case "wrong-body" -> ResponseEntity.ok("{\"status\":\"STARTING\"}");
            case "die-after-first" -> {
                Thread end = new Thread(() -> {
                    sleep(200);
                    Runtime.getRuntime().halt(4);
                });
                end.start();
                yield ResponseEntity.ok(up);
            }
            default -> ResponseEntity.ok(up);
        };
    }

    /** Answers in ten pieces over the given time, and marks the end. */
    @GetMapping("/slow")
    void slow(@RequestParam(name = "ms", defaultValue = "1000") int millis, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        OutputStream out = response.getOutputStream();
        for (int piece = 0; piece < PIECES; piece++) {
            out.write(("piece " + piece + " of " + RELEASE + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            sleep(millis / PIECES);
        }
        out.write("end\n".getBytes(StandardCharsets.UTF_8));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
