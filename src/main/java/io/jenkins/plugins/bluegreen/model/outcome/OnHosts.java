package io.jenkins.plugins.bluegreen.model.outcome;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is so on which hosts, for a sentence that has to stay one with a hundred of them: what is the same on several is said once, and no
 * more than {@link #NAMED} hosts are named for it. Of no more than {@link #FEW}, each is spoken of by itself.
 */
public final class OnHosts {

    /** Of no more hosts than so many, each is spoken of by itself. */
    public static final int FEW = 3;

    /** So many are named for one thing; of more, it is said how many there are besides. */
    public static final int NAMED = 10;

    /** Stands in a text where the host was named; no text holds it. */
    private static final String HERE = "\u0000";

    private final List<String> all;
    private final Map<String, List<String>> hosts = new LinkedHashMap<>();
    private final List<String> whole = new ArrayList<>();
    private final Map<String, String> first = new HashMap<>();

    /** @param all the names of all hosts that there are, whether anything is said of them or not */
    public OnHosts(Collection<String> all) {
        this.all = List.copyOf(new LinkedHashSet<>(all));
    }

    /**
     * Adds what is so on a host.
     *
     * @param said names the host behind {@code on}, if it does
     */
    public void add(String host, String said) {
        String text = said;
        if (!host.isEmpty()) {
            Pattern where = Pattern.compile("\\b([Oo]n) " + Pattern.quote(host) + "(?![\\w.:@-]*\\w)");
            String once = where.matcher(said).replaceFirst("$1 " + HERE);
            text = where.matcher(once).replaceAll("there");
        }
        whole.add(said);
        first.putIfAbsent(text, said);
        hosts.computeIfAbsent(text, any -> new ArrayList<>()).add(host);
    }

    /** Returns what was said, of few hosts as it was, of more as {@link #grouped}. */
    public List<String> texts() {
        return isFew() ? List.copyOf(whole) : grouped();
    }

    /** Returns what was said: what is the same on several hosts once, and no more than {@link #NAMED} things. */
    public List<String> grouped() {
        List<String> texts = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        hosts.forEach((text, on) -> {
            if (texts.size() < NAMED) {
                texts.add(on.size() == 1 ? first.get(text) : text.replace(HERE, where(on)));
            } else {
                rest.addAll(on);
            }
        });
        if (!rest.isEmpty()) {
            texts.add("more of the kind on " + named(rest));
        }
        return texts;
    }

    /** Tells whether each host is spoken of by itself. */
    public boolean isFew() {
        return all.size() <= FEW;
    }

    /**
     * Returns some of the hosts as they follow {@code on}: {@code all 100 hosts}, {@code all 100 hosts but web7}, or {@link #named}.
     */
    public String where(List<String> some) {
        if (isFew()) {
            return named(some);
        }
        List<String> others = new ArrayList<>(all);
        others.removeAll(some);
        if (others.isEmpty()) {
            return "all " + all.size() + " hosts";
        }
        return some.size() > NAMED && others.size() <= NAMED
                ? "all " + all.size() + " hosts but " + String.join(", ", others)
                : named(some);
    }

    /**
     * Returns in one sentence what was said of all hosts, each text without naming its host: first what is as it should be, with how many
     * hosts that is so on, and then each other thing behind the hosts that it is so on.
     *
     * @param good what is said where all is as it should be
     */
    public String sentence(String good) {
        List<String> well = hosts.getOrDefault(good, List.of());
        if (hosts.size() == 1) {
            Map.Entry<String, List<String>> only = hosts.entrySet().iterator().next();
            return behind(only.getKey(), where(only.getValue())) + ".";
        }
        List<String> parts = new ArrayList<>();
        if (!well.isEmpty()) {
            parts.add(behind(good, well.size() == 1 ? well.get(0) : well.size() + " hosts"));
        }
        hosts.forEach((text, on) -> {
            if (!text.equals(good)) {
                parts.add("on " + named(on) + ": " + text);
            }
        });
        String sentence = String.join("; ", parts);
        return (well.isEmpty() ? "O" + sentence.substring(1) : sentence) + ".";
    }

    /** Returns a line for each thing that {@link #sentence} does not name all hosts of, with all of them; an empty text for none. */
    public String unnamed(String good) {
        return hosts.entrySet().stream()
                .filter(each -> !each.getKey().equals(good) && each.getValue().size() > NAMED)
                .map(each -> behind(each.getKey(), String.join(", ", each.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** What consists of several parts is set off, since it is all of it that is so there. */
    private static String behind(String text, String where) {
        return text + (text.contains(", and ") ? ", on " : " on ") + where;
    }

    /** Returns hosts by their names, such as {@code web1, web2} or {@code 43 hosts (web1, web2, and so on, and 33 more)}. */
    public static String named(List<String> hosts) {
        return hosts.size() <= NAMED ? first(hosts) : hosts.size() + " hosts (" + first(hosts) + ")";
    }

    /** Returns the first of several words, and how many there are besides. */
    public static String first(List<String> words) {
        return words.size() <= NAMED
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, NAMED)) + " and " + (words.size() - NAMED) + " more";
    }
}
