package io.jenkins.plugins.bluegreen.router.nginx.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What in a configuration sends a request on, and to what. */
final class Pass {

    /** A variable in a word, with or without braces. */
    static final Pattern VARIABLE = Pattern.compile("\\$(\\{\\w+}|\\w+)");

    private static final Pattern NAME = Pattern.compile("(proxy|grpc|fastcgi|uwsgi|scgi)_pass");

    private static final Pattern GROUP = Pattern.compile("\\(\\?P?[<'](\\w+)[>']");

    /** Nothing that a configuration has. */
    private static final String MARK = "\0";

    private Pass() {}

    /** Tells whether a directive sends requests on. */
    static boolean is(Directive each) {
        return NAME.matcher(each.name()).matches();
    }

    /** Returns what stands in a URL for a host, and for its port; or in what is no URL, to the first slash. */
    static String host(String url) {
        return url.replaceFirst("^[A-Za-z]+://", "").replaceFirst("/.*", "");
    }

    /**
     * Returns to what each directive in a block sends requests on, with the values that variables have by then
     * (ngx_http_rewrite_module: what stands in a server is gone through before what stands in a location).
     *
     * @param around the values that they have before
     * @param sets what a directive of a block has set, each a {@code set}
     */
    static List<String> to(Directive block, Map<String, String> around, Function<Directive, Stream<Directive>> sets) {
        Map<String, String> values = new HashMap<>(around);
        block.block().stream().flatMap(sets).forEach(set -> values.put(name(set.argument()), with(set.last(), values)));
        return block.block().stream()
                .flatMap(each -> is(each) ? Stream.of(with(each.argument(), values)) : to(each, values, sets).stream())
                .toList();
    }

    /** Returns the values that variables have where a directive stands in a block, or in one within; none where it does not. */
    static Map<String, String> before(
            Directive place, Directive block, Map<String, String> around, Function<Directive, Stream<Directive>> sets) {
        Map<String, String> values = new HashMap<>(around);
        for (Directive each : block.block()) {
            if (each == place) {
                return values;
            }
            sets.apply(each).forEach(set -> values.put(name(set.argument()), with(set.last(), values)));
        }
        return block.block().stream()
                .filter(each -> each.within().anyMatch(inner -> inner == place))
                .map(each -> before(place, each, values, sets))
                .findFirst()
                .orElse(Map.of());
    }

    private static String with(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(name(found.group()), found.group())));
    }

    /** To nginx, all letters of a name are small ones. */
    private static String name(String variable) {
        return variable.replaceAll("[${}]", "").toLowerCase(Locale.ROOT);
    }

    /** Tells whether a server passes requests on to what a test in it sets a variable to, or may do so: what is set behind it may be skipped. */
    static boolean follows(Directive server, Directive test) {
        return test.directly("set")
                .anyMatch(set -> follows(server, test, set)
                        || server.within()
                                .filter(Pass::is)
                                .anyMatch(pass -> VARIABLE.matcher(pass.argument())
                                        .results()
                                        .anyMatch(found -> name(found.group()).equals(name(set.argument())))));
    }

    /** Tells whether it does so by one of these. */
    static boolean follows(Directive server, Directive test, Directive set) {
        return to(
                        server,
                        Map.of(),
                        each -> each.is("set")
                                ? Stream.of(each)
                                : each == test ? Stream.of(marked(set)) : Stream.empty())
                .stream()
                .anyMatch(Pass::isMarked);
    }

    /** Returns what sets a variable to what is seen wherever it comes to. */
    static Directive marked(Directive set) {
        return new Directive(List.of("set", set.argument(), MARK), List.of());
    }

    /** Returns what sets a variable to what is no port and no name. */
    static Directive untold(String variable) {
        return new Directive(List.of("set", variable, "?"), List.of());
    }

    /** Returns the variables that a directive sets otherwise than by "set", as those of other modules do, and the groups of an expression. */
    static Stream<String> setOtherwise(Directive each) {
        boolean sets = !each.is("set")
                && each.name().contains("set")
                && each.words().size() > 2
                && each.argument().startsWith("$");
        return Stream.concat(
                sets ? Stream.of(each.argument()) : Stream.empty(),
                each.words().stream()
                        .flatMap(word -> GROUP.matcher(word).results())
                        .map(found -> found.group(1)));
    }

    static boolean isMarked(String value) {
        return value.contains(MARK);
    }

    /** Tells whether a host may be this upstream, whatever its variables hold. */
    static boolean mayMean(String host, String upstream) {
        String pattern = VARIABLE.splitAsStream(host + " ").map(Pattern::quote).collect(Collectors.joining(".*"));
        return (upstream + " ").matches(pattern);
    }
}
