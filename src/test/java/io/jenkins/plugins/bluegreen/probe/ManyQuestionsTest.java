package io.jenkins.plugins.bluegreen.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of health questions that were answered long before their limit, in a small Java of their own. */
class ManyQuestionsTest {

    private static final int QUESTIONS = 100_000;

    @Test
    @Timeout(180)
    void areForgottenOnceTheyAreAnswered() throws Exception {
        Process asking = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyQuestionsTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asking.waitFor()).as(said).isZero();
        assertThat(said).contains("asked " + QUESTIONS);
    }

    /** Asks them. */
    public static void main(String[] args) throws Exception {
        HttpHealthProbe probe = Checks.HEALTH.within(Duration.ofMinutes(10)).probe();
        int asked = 0;
        while (asked < QUESTIONS && probe.ask(new Answering(), 8080, "r1").healthy()) {
            asked++;
        }
        System.out.println("asked " + asked);
    }

    /** A host that answers at once, over connections which take as much memory as those through SSH. */
    private static final class Answering extends UnableHost {

        @Override
        public ByteStream connect(int port, Duration timeout) {
            byte[] held = new byte[40_000];
            byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(answer, 0, held, 0, answer.length);
            return new Canned(new ByteArrayInputStream(held, 0, answer.length), OutputStream.nullOutputStream());
        }
    }

    private record Canned(InputStream in, OutputStream out) implements ByteStream {

        @Override
        public void close() {
            // It holds no more than memory.
        }
    }
}
