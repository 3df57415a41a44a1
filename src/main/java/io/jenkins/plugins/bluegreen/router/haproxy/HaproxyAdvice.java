package io.jenkins.plugins.bluegreen.router.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What in a configuration of HAProxy costs requests or time, or will keep it from starting. */
final class HaproxyAdvice {

    private HaproxyAdvice() {}

    /**
     * Looks at a configuration.
     *
     * @return a sentence for each, with what to change
     */
    static List<String> of(String text, String file) {
        List<Section> sections = Section.of(text);
        List<String> advice = new ArrayList<>();
        Pattern number = Pattern.compile("map(?:_[a-z]+)?_(?:int|ip)\\(" + Pattern.quote(file) + "[,)]");
        if (sections.stream()
                .anyMatch(section -> section.lines().stream()
                        .anyMatch(line -> number.matcher(String.join(" ", line)).find()))) {
            advice.add("A converter whose name ends in _int or _ip reads " + file
                    + " as well, so HAProxy will refuse its next start (\"unable to parse 'blue'\"); give that one a file of its"
                    + " own.");
        }
        if (sections.stream()
                .anyMatch(section -> section.beginning("retries", "0").findAny().isPresent())) {
            advice.add(
                    "With 'retries 0' HAProxy answers 503 where it meets the end of a slot's queue or of a connection that is"
                            + " just being made; leave it out.");
        }
        boolean kept = sections.stream()
                .anyMatch(section ->
                        section.beginning("http-reuse", "always").findAny().isPresent());
        if (kept) {
            advice.add(
                    "With 'http-reuse always' a request that meets the end of an idle connection is lost, since HAProxy does not"
                            + " send it once more; use 'http-reuse safe'.");
        }
        return advice;
    }
}
