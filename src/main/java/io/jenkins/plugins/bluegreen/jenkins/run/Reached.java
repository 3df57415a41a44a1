package io.jenkins.plugins.bluegreen.jenkins.run;

import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How far a deployment came, as it last told: a line for each phase. Written by an agent, which may be lost at any moment. */
final class Reached extends OutputStream {

    /** More than all phases need; an agent is not believed without end. */
    private static final int LONGEST = 1000;

    private final StringBuilder told = new StringBuilder();

    /** Returns what is written for a phase. */
    static String line(String phase, Slot idle) {
        return phase + " " + idle.label() + "\n";
    }

    @Override
    public synchronized void write(int character) {
        if (told.length() < LONGEST) {
            told.append((char) (character & 0xff));
        }
    }

    @Override
    public void write(byte[] text, int from, int length) {
        new String(text, from, length, StandardCharsets.ISO_8859_1).chars().forEach(this::write);
    }

    /** Returns that of a deployment which was cut off now. */
    synchronized CutOff cutOff(String by, boolean aborted) {
        List<String> whole =
                told.substring(0, told.lastIndexOf("\n") + 1).lines().toList();
        if (whole.isEmpty()) {
            return new CutOff(by, "", null, aborted);
        }
        String last = whole.get(whole.size() - 1);
        for (Slot slot : Slot.values()) {
            for (String phase : List.of("prepare", "held", "switch", "retire")) {
                if ((last + "\n").equals(line(phase, slot))) {
                    return new CutOff(by, phase, slot, aborted);
                }
            }
        }
        return new CutOff(by, null, null, aborted);
    }
}
