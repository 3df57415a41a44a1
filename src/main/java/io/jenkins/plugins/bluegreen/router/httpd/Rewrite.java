package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the rules of a virtual host do with a request while the flag file says that a slot is served, gone through in their order
 * (https://httpd.apache.org/docs/2.4/rewrite/tech.html). A port that a rule sets that has other conditions is
 * not told; what leads a share of the clients, or who sends a token, is left out.
 *
 * @param values what the variables have in the end
 * @param looked what they have where a canary looks for its file
 * @param all the ports that requests are sent on to
 * @param chosen those of them that the file chooses
 * @param unknown the balancers that the file chooses, and that do not stand there
 */
record Rewrite(
        Map<String, String> values,
        Map<String, String> looked,
        Set<Integer> all,
        Set<Integer> chosen,
        Set<String> unknown) {

    private static final Pattern SETS = Pattern.compile("(?i)\\b(?:E|env)=([\\w-]+):([^,\\]]*)");
    private static final Pattern UNSETS = Pattern.compile("(?i)\\b(?:E|env)=!([\\w-]+)");
    private static final Pattern VARIABLE = Pattern.compile("%\\{ENV:([\\w-]+)}");
    private static final Pattern PORT = Pattern.compile("://(?:\\[[^]]*]|[^:/\\[{]+):(\\d{2,5})(?!\\d)");
    private static final Pattern BALANCER = Pattern.compile("(?i)balancer://([\\w.-]++)(?![%$])");

    /** What a variable may have that a rule sets for some requests: nothing that is a port or a name. */
    private static final String UNTOLD = "%{?}";

    /** A port at the end of the name of a balancer. */
    private static final Pattern NAMED = Pattern.compile("(?<!\\d)\\d{4,5}$");

    /**
     * Goes through them.
     *
     * @param paths those of the flag file
     * @param shares whether there is what a canary's rules look for
     * @param balancers as {@link #balancers} returns them
     */
    static Rewrite of(
            List<Line> lines, Set<String> paths, Slot slot, boolean shares, Map<String, Set<Integer>> balancers) {
        Rewrite rewrite =
                new Rewrite(new HashMap<>(), new HashMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        Set<String> byFile = new HashSet<>();
        List<Line> conditions = new ArrayList<>();
        Deque<Boolean> sections = new ArrayDeque<>();
        for (Line line : lines.stream().anyMatch(Line::skips) ? List.<Line>of() : lines) {
            if (line.beginsSection()) {
                sections.push(line.isForSome());
            } else if (line.endsSection()) {
                sections.poll();
            } else if (line.is("rewritecond")) {
                conditions.add(line);
                if (rewrite.looked.isEmpty() && line.testsForShares(paths)) {
                    rewrite.looked.putAll(rewrite.values);
                }
            } else if (line.is("rewriterule")) {
                List<Line> tests = conditions.stream()
                        .filter(each -> each.tests(paths) || shares && each.testsForShares(paths))
                        .toList();
                boolean holds = tests.stream().allMatch(test -> !test.tests(paths) || test.byTest() == slot);
                if (holds && line.passes()) {
                    rewrite.pass(line.argument(2), !tests.isEmpty() || uses(line.argument(2), byFile), balancers);
                }
                boolean some = sections.contains(true) || !line.isForAll();
                // Of the clients of a share, some may be left out, or others be led there as well.
                if (tests.stream().anyMatch(test -> !test.tests(paths)) || !some && tests.size() == conditions.size()) {
                    rewrite.set(line, holds, !tests.isEmpty(), byFile);
                } else if (conditions.stream().noneMatch(each -> each.testsForSome(paths))
                        && (holds || conditions.stream().anyMatch(Line::isAlternative))) {
                    rewrite.forget(line);
                }
                conditions.clear();
            }
        }
        return rewrite;
    }

    /** What a rule sets for some requests is not told. */
    private void forget(Line rule) {
        SETS.matcher(rule.last()).results().forEach(sets -> values.put(sets.group(1), UNTOLD));
        UNSETS.matcher(rule.last()).results().forEach(unset -> values.put(unset.group(1), UNTOLD));
    }

    private void pass(String url, boolean byFile, Map<String, Set<Integer>> balancers) {
        Set<Integer> ports = ports(with(url), byFile, balancers);
        all.addAll(ports);
        if (byFile) {
            chosen.addAll(ports);
        }
    }

    private void set(Line rule, boolean holds, boolean tested, Set<String> byFile) {
        UNSETS.matcher(rule.last()).results().forEach(unset -> values.put(unset.group(1), UNTOLD));
        Matcher sets = SETS.matcher(rule.last());
        while (sets.find()) {
            if (tested || uses(sets.group(2), byFile)) {
                byFile.add(sets.group(1));
            } else {
                byFile.remove(sets.group(1));
            }
            if (holds) {
                values.put(sets.group(1), with(sets.group(2)));
            }
        }
    }

    private String with(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    private static boolean uses(String text, Set<String> variables) {
        return VARIABLE.matcher(text).results().anyMatch(found -> variables.contains(found.group(1)));
    }

    private Set<Integer> ports(String url, boolean byFile, Map<String, Set<Integer>> balancers) {
        Set<Integer> ports = new TreeSet<>();
        PORT.matcher(url).results().forEach(found -> ports.add(Integer.valueOf(found.group(1))));
        Matcher balancer = BALANCER.matcher(url);
        if (balancer.find()) {
            String name = balancer.group(1).toLowerCase(Locale.ROOT);
            ports.addAll(balancers.getOrDefault(name, named(name, balancers.keySet())));
            if (byFile && !balancers.containsKey(name)) {
                unknown.add(name);
            }
        }
        return ports;
    }

    /** What is named as others are, by another port, and is not there, leads nowhere else. */
    private static Set<Integer> named(String balancer, Set<String> others) {
        Pattern alike = Pattern.compile(Pattern.quote(NAMED.matcher(balancer).replaceFirst("")) + NAMED.pattern());
        return NAMED.matcher(balancer)
                .results()
                .filter(port -> others.stream()
                                .filter(other -> alike.matcher(other).matches())
                                .count()
                        > 1)
                .map(port -> Integer.valueOf(port.group()))
                .collect(Collectors.toSet());
    }

    /** Returns the balancers that stand in some lines, by their names in small letters, each with the ports of those of its members that are asked first. */
    static Map<String, Set<Integer>> balancers(List<Line> lines) {
        Map<String, Set<Integer>> found = new TreeMap<>();
        String section = "";
        for (Line line : lines) {
            if (line.is("<proxy") || line.is("</proxy")) {
                section = line.argument(1);
            }
            boolean named = line.argument(1).startsWith("balancer:");
            Matcher name = BALANCER.matcher(named ? line.argument(1) : section);
            if (line.is("balancermember") && name.lookingAt()) {
                Set<Integer> ports =
                        found.computeIfAbsent(name.group(1).toLowerCase(Locale.ROOT), none -> new TreeSet<>());
                boolean standsIn = line.words().stream().anyMatch(word -> word.matches("(?i)status=\\+?\\w*[HR]\\w*"));
                Matcher port = PORT.matcher(line.argument(named ? 2 : 1));
                if (!standsIn && port.find()) {
                    ports.add(Integer.valueOf(port.group(1)));
                }
            }
        }
        return found;
    }
}
