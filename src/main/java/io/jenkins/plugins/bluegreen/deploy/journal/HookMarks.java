package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.model.plan.Hook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a deployment came with its hooks.
 *
 * @param begun the one that was begun and has not come to its end, and where: {@code beforeStart on app1}; an empty text for none
 * @param left those that were not begun yet
 */
public record HookMarks(String begun, List<Hook> left) {

    /** Of a deployment without hooks. */
    public static final HookMarks NONE = new HookMarks("", List.of());

    /** Copies the list. */
    public HookMarks {
        left = List.copyOf(left);
    }

    /** Returns those of a deployment that has these hooks, and begun none of them. */
    public static HookMarks of(List<Hook> asked) {
        return new HookMarks("", asked);
    }

    /** Returns them where one is about to be begun. */
    public HookMarks begun(Hook hook, String host) {
        return new HookMarks(hook.label() + " on " + host, without(hook));
    }

    /** Returns them where that one has come to its end. */
    public HookMarks over(Hook hook) {
        return new HookMarks("", without(hook));
    }

    private List<Hook> without(Hook hook) {
        return left.stream().filter(each -> each != hook).toList();
    }

    /** Returns what to look after where the deployment was cut off, in a sentence; an empty text for nothing. */
    public String half() {
        return begun.isEmpty()
                ? ""
                : "Its hook " + begun
                        + " was begun and its end was not seen, so it may have run by half; look what it left.";
    }

    /**
     * Returns what was left out where the deployment was settled by another one, in a sentence; an empty text for nothing.
     *
     * @param deployed whether its release serves
     */
    public String leftOut(boolean deployed) {
        List<String> names = left.stream()
                .filter(hook -> deployed != (hook == Hook.ON_UNDO))
                .map(Hook::label)
                .toList();
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> "Its hook " + names.get(0) + " was left out.";
            default -> "Its hooks " + String.join(", ", names) + " were left out.";
        };
    }

    /** Returns both sentences, each behind a space. */
    public String told(boolean deployed) {
        return Stream.of(half(), leftOut(deployed))
                .filter(sentence -> !sentence.isEmpty())
                .map(sentence -> " " + sentence)
                .collect(Collectors.joining());
    }

    /** Returns them as lines of the journal. */
    String text() {
        List<String> lines = new ArrayList<>();
        if (!begun.isEmpty()) {
            lines.add("hook=" + begun + "\n");
        }
        if (!left.isEmpty()) {
            lines.add("hooks=" + left.stream().map(Hook::label).collect(Collectors.joining(",")) + "\n");
        }
        return String.join("", lines);
    }

    /** Reads them; names that a later version wrote are passed over. */
    static HookMarks read(Map<String, String> values) {
        List<Hook> left = Arrays.stream(values.getOrDefault("hooks", "").split(","))
                .map(Hook::named)
                .flatMap(Optional::stream)
                .toList();
        return new HookMarks(values.getOrDefault("hook", ""), left);
    }
}
