package io.jenkins.plugins.bluegreen.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP/1.1 answer as far as it has come (RFC 9112).
 *
 * @param status its status code
 * @param body what came of the body, without its transfer coding, one character a byte
 * @param whole whether the body came to the end that the message itself announces
 * @param reusable whether another request may follow on the connection
 */
record Answer(int status, String body, boolean whole, boolean reusable) {

    private static final int SWITCHED = 101;

    private static final String BLANK_LINE = "\r\n\r\n";

    /**
     * Reads what has come.
     *
     * @param ended whether nothing more comes
     * @return nothing while the head is not there
     */
    static Optional<Answer> read(byte[] bytes, boolean ended) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int blank = text.indexOf(BLANK_LINE);
        if (blank < 0) {
            return Optional.empty();
        }
        String head = text.substring(0, blank);
        String rest = text.substring(blank + BLANK_LINE.length());
        int status = Integer.parseInt(head.substring(9, 12));
        boolean keep = header(head, "Connection").filter("close"::equals).isEmpty();
        Optional<String> length = header(head, "Content-Length");
        if (status == SWITCHED) {
            // From here on it is no message of HTTP, so its end is that of the application.
            return Optional.of(new Answer(status, rest, rest.endsWith(BenchApp.END), false));
        } else if (header(head, "Transfer-Encoding").filter("chunked"::equals).isPresent()) {
            return Optional.of(chunked(status, rest, keep));
        } else if (length.isPresent()) {
            int announced = Integer.parseInt(length.get());
            boolean whole = rest.length() >= announced;
            return Optional.of(new Answer(status, whole ? rest.substring(0, announced) : rest, whole, keep));
        }
        // Without either, the end of the connection is the end of the body.
        return Optional.of(new Answer(status, rest, ended, false));
    }

    private static Answer chunked(int status, String rest, boolean keep) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = rest.indexOf("\r\n", at);
            if (line < 0) {
                return new Answer(status, body.toString(), false, keep);
            }
            int size = Integer.parseInt(rest.substring(at, line), 16);
            int end = line + 2 + size;
            if (end + 2 > rest.length()) {
                return new Answer(status, body.toString(), false, keep);
            }
            if (size == 0) {
                return new Answer(status, body.toString(), true, keep);
            }
            body.append(rest, line + 2, end);
            at = end + 2;
        }
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT))
                .findFirst();
    }
}
