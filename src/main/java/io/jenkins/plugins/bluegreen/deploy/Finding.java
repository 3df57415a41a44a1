package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.Serializable;
import java.util.Locale;

/**
 * One thing that was looked at before any deployment.
 *
 * @param mark what it means for a deployment
 * @param host the host's name, or an empty text
 * @param field the setting that it is about, by its name, those of a part as {@code healthCheck.path}; or an empty text
 * @param text what was found: a sentence
 * @param todo what to do about it: a sentence, or an empty text
 * @param evidence what the host said, of one or more lines, or an empty text
 */
public record Finding(Mark mark, String host, String field, String text, String todo, String evidence)
        implements Serializable {

    /** Between what is wrong and what to do, in all our sentences. */
    private static final String THEN = "; ";

    /** What a finding means for a deployment. */
    public enum Mark {
        /** It is as it should be. */
        GOOD,
        /** A deployment would do, and could do better. */
        ADVICE,
        /** A deployment would fail. */
        WRONG
    }

    /** Returns one of which nothing is to be done. */
    public static Finding good(String host, String field, String text) {
        return new Finding(Mark.GOOD, host, field, text, "", "");
    }

    /** Returns what could be better. */
    public static Finding advice(String host, String field, String sentence) {
        return split(Mark.ADVICE, host, field, sentence, "");
    }

    /** Returns what is wrong, and about which field, unless the failure knows that better. */
    public static Finding wrong(String host, String field, HostException failure) {
        return split(
                Mark.WRONG,
                host,
                failure.setting().isEmpty() ? field : failure.setting(),
                failure.getMessage(),
                failure.evidence());
    }

    private static Finding split(Mark mark, String host, String field, String sentence, String evidence) {
        int at = sentence.lastIndexOf(THEN);
        // Not within brackets, where it parts something else.
        boolean two = at > 0
                && sentence.chars().skip(at).filter(c -> c == '(').count()
                        == sentence.chars().skip(at).filter(c -> c == ')').count();
        if (!two) {
            return new Finding(mark, host, field, sentence, "", evidence.strip());
        }
        String todo = sentence.substring(at + THEN.length());
        return new Finding(
                mark,
                host,
                field,
                sentence.substring(0, at) + ".",
                todo.substring(0, 1).toUpperCase(Locale.ROOT) + todo.substring(1),
                evidence.strip());
    }

    /** Returns all of it but mark and field, as the sentence that it was. */
    public String whole() {
        String sentence = todo.isEmpty()
                ? text
                : text.substring(0, text.length() - 1)
                        + THEN
                        + todo.substring(0, 1).toLowerCase(Locale.ROOT)
                        + todo.substring(1);
        return (host.isEmpty() ? "" : host + ": ") + sentence + (evidence.isEmpty() ? "" : "\n" + evidence);
    }
}
