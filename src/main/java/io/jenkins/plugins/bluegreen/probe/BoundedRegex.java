package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks for a user's pattern in what a host answered. A pattern may be one that tries more ways than there is time for, or nests
 * deeper than a thread's stack; either is an answer, too, and no end of the deployment.
 */
final class BoundedRegex {

    private BoundedRegex() {}

    /** @return what is wrong, to stand behind "but"; nothing if it was found */
    static Optional<String> fault(String pattern, String text, boolean whole, Duration limit) {
        try {
            Watched watched = new Watched(text, System.nanoTime() + limit.toNanos());
            if (Pattern.compile(pattern).matcher(watched).find()) {
                return Optional.empty();
            }
        } catch (TookTooLong e) {
            return Optional.of("looking for '" + pattern + "' in the body took more than " + TimeSpan.show(limit)
                    + "; a pattern without nested repetitions is faster");
        } catch (StackOverflowError e) {
            return Optional.of("'" + pattern + "' is too deep to be looked for in a body of " + text.length()
                    + " characters; '(?s).*' stands for anything, line breaks too");
        }
        return Optional.of(
                whole
                        ? "the body does not match '" + pattern + "'"
                        : "the body broke off before '" + pattern + "' was found");
    }

    private static final class TookTooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A text that may be read for so long: java.util.regex minds neither a limit nor an interrupt. */
    private record Watched(CharSequence text, long until) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                throw new TookTooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
