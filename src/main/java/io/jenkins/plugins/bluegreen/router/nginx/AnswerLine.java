package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line in which nginx notes an answer, as the block for a canary has it written. Of several servers that were asked one after the other, each
 * stands there (ngx_http_upstream_module): the first is the one that the request was meant for, and where it is gone, the user has had a good
 * answer of the one that is marked as backup.
 */
final class AnswerLine {

    private static final Pattern LINE = Pattern.compile(
            "\\d+\\.\\d{3} (\\d{1,5}) \\d{3} \\[([^\\]]*)] \\[([^\\]]*)] \\[([^\\]]*)] (\\d+\\.\\d{3})");

    private static final Pattern SEVERAL = Pattern.compile(", | : ");
    private static final Pattern SECONDS = Pattern.compile("\\d+\\.\\d{3}");

    private AnswerLine() {}

    /** Reads a line; nothing for what is none, for a request that no slot was asked for, and for one of another application. */
    static Optional<Answer> read(String line, SlotPair slots) {
        Matcher found = LINE.matcher(line);
        if (!found.matches() || found.group(3).isEmpty() || found.group(3).equals("-")) {
            return Optional.empty();
        }
        String status = first(found.group(2));
        boolean failed = status.length() == 3 && status.charAt(0) == '5';
        String header = first(found.group(4));
        String took = SECONDS.matcher(header).matches() ? header : found.group(5);
        long millis = new BigDecimal(took).movePointRight(3).longValue();
        return slots.slotOf(Integer.parseInt(found.group(1)))
                .map(slot ->
                        // A client that goes before it is answered leaves none. It waited for so long at least.
                        status.equals("-") ? Answer.unanswered(slot, millis) : new Answer(slot, failed, millis));
    }

    private static String first(String several) {
        return SEVERAL.split(several, 2)[0];
    }
}
