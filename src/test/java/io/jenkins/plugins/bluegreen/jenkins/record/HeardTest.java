package io.jenkins.plugins.bluegreen.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class HeardTest {

    private static final Event EVENT = new Event.Settled("shop-1-abcdef", "앱 is undone.");

    private final List<Event> events = new ArrayList<>();
    private final Heard heard = new Heard(events::add);

    private void write(String text) throws IOException {
        heard.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hearsEachLineHoweverItIsCutIntoPieces() throws IOException {
        for (byte each : (EventJson.line(EVENT) + "\n").getBytes(StandardCharsets.UTF_8)) {
            heard.write(new byte[] {each});
        }
        write(EventJson.line(EVENT) + "\n" + EventJson.line(EVENT) + "\n" + EventJson.line(EVENT));
        assertThat(events).containsExactly(EVENT, EVENT, EVENT);
    }

    @Test
    void passesOverWhatIsNoEvent() throws IOException {
        write("{\n\n[]\nx\n\u0000\n" + EventJson.line(EVENT) + "\n");
        assertThat(events).containsExactly(EVENT);
    }

    @Test
    void passesOverALineWithoutEnd() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            write("x".repeat(1_000));
        }
        assertThat(heard)
                .extracting("line", InstanceOfAssertFactories.type(ByteArrayOutputStream.class))
                .returns(1 << 18, ByteArrayOutputStream::size);
        write("\n" + EventJson.line(EVENT) + "\n");
        assertThat(events).containsExactly(EVENT);
    }

    /** The listener is ours, and what comes after is still to be heard. */
    @Test
    void hearsOnWhereOneCouldNotBeTaken() throws IOException {
        Heard failing = new Heard(event -> {
            events.add(event);
            throw new IllegalStateException("test");
        });
        failing.write((EventJson.line(EVENT) + "\n" + EventJson.line(EVENT) + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(events).hasSize(2);
    }
}
