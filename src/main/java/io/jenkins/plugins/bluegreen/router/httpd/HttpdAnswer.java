package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line in which httpd notes an answer, as the block for a canary has it written: the port that was chosen, the status, which member of a
 * balancer was asked last, by which port of httpd's own it was, and the microseconds to the first byte and to the last one
 * (mod_log_config, mod_logio).
 */
final class HttpdAnswer {

    private static final Pattern LINE =
            Pattern.compile("(\\d{1,5}) (\\d{3}) (\\S+) (\\d{1,5}|-) (\\d{1,15}|-) (\\d{1,15})");

    private HttpdAnswer() {}

    /** Reads a line; nothing for what is none, for a request that no slot was asked for, and for one of another application. */
    static Optional<Answer> read(String line, SlotPair slots) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(found.group(2));
        // A refusal, a redirect or a file of httpd's own: whatever a slot has answered came by a port.
        if (found.group(4).equals("-") && status < 500) {
            return Optional.empty();
        }
        String member = found.group(3);
        // The live one answered in its stead.
        boolean other = !member.equals("-") && !member.endsWith(":" + found.group(1));
        String took = found.group(5).equals("-") ? found.group(6) : found.group(5);
        long millis = Long.parseLong(took) / 1000;
        return slots.slotOf(Integer.parseInt(found.group(1)))
                .map(slot -> new Answer(slot, status >= 500 || other, millis));
    }
}
