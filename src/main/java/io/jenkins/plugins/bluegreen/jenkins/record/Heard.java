package io.jenkins.plugins.bluegreen.jenkins.record;

import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Events, as an agent writes them; what is no event, or too long for one, is passed over. */
final class Heard extends OutputStream {

    private static final Logger LOG = Logger.getLogger(Heard.class.getName());

    /** In bytes; the longest is what was noticed at a front door since the last one. */
    private static final int LONGEST = 1 << 18;

    private final Consumer<Event> listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;

    /** @param listener hears each event, one after the other */
    Heard(Consumer<Event> listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void write(int character) {
        if (character == '\n') {
            if (!tooLong) {
                EventJson.of(line.toString(StandardCharsets.UTF_8)).ifPresent(this::tell);
            }
            line.reset();
            tooLong = false;
        } else if (line.size() < LONGEST) {
            line.write(character);
        } else {
            tooLong = true;
        }
    }

    private void tell(Event event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "What is told of a deployment could not be taken.");
        }
    }

    @Override
    public synchronized void write(byte[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            write(text[i]);
        }
    }
}
