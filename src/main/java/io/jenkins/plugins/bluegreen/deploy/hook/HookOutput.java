package io.jenkins.plugins.bluegreen.deploy.hook;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What a hook writes, however much that is: it is told line by line, the beginning of it, and the end is kept. */
final class HookOutput {

    /** So many lines are told; a console is no place for more. */
    static final int TOLD = 1_000;

    private static final int KEPT = 40;
    private static final int LONGEST = 2_000;

    private final Consumer<String> told;
    private final Deque<String> last = new ArrayDeque<>();
    private long lines;

    /** @param told hears each line */
    HookOutput(Consumer<String> told) {
        this.told = told;
    }

    /**
     * Reads it to its end.
     *
     * @param mark stands before what is said of that, in the last line
     * @return what is said of it; an empty text where nothing is
     * @throws LeaseLostException if the connection broke before that
     */
    String read(Lease lease, String mark) throws LeaseLostException, InterruptedException {
        try {
            return readAll(lease, mark);
        } catch (HostException e) {
            throw new LeaseLostException(e);
        }
    }

    private String readAll(Lease lease, String mark) throws HostException, InterruptedException {
        // The line break before the mark is ours, in case that the hook ends none.
        boolean held = false;
        boolean goesOn = false;
        for (String line = lease.readLine(); line != null; line = lease.readLine()) {
            boolean piece = goesOn;
            goesOn = line.length() >= Lease.LONGEST_LINE;
            if (piece) {
                continue;
            }
            if (line.startsWith(mark)) {
                return line.substring(mark.length()).strip();
            }
            if (held) {
                add("");
            }
            held = line.isEmpty();
            if (!held) {
                add(line);
            }
        }
        return "";
    }

    private void add(String line) {
        String shown = shown(line);
        lines++;
        if (lines <= TOLD) {
            told.accept(shown);
        } else if (lines == TOLD + 1) {
            told.accept("... it writes more than " + TOLD
                    + " lines; of the rest only the end is kept, and shown if it fails");
        }
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(shown);
    }

    /**
     * Of a line that is written over and over, as a bar of progress is, its last state. What is too long ends before a word: a part of a
     * secret is not known for one by whoever hides it.
     */
    private static String shown(String line) {
        String whole = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        String text = whole.substring(whole.lastIndexOf('\r') + 1);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST).replaceFirst("\\S+$", "") + "...";
    }

    /** The connection broke. */
    static final class LeaseLostException extends Exception {

        private static final long serialVersionUID = 1L;

        LeaseLostException(HostException why) {
            super(why.getMessage().replaceFirst("\\.$", ""), why);
        }
    }

    /** Returns its last lines. */
    String last() {
        return String.join("\n", last);
    }
}
