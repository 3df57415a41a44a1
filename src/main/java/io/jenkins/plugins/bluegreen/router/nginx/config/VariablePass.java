package io.jenkins.plugins.bluegreen.router.nginx.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directive that sends requests on to what has a variable. nginx reads that at a request only (ngx_http_proxy_eval,
 * ngx_http_upstream_init_request), so that no {@code nginx -t} sees what can never work.
 *
 * @param pass the directive
 * @param around the blocks around it, outermost first: http, the server, and so on
 */
record VariablePass(Directive pass, List<Directive> around) {

    private static final Pattern SCHEME = Pattern.compile("(?i)https?://");
    private static final Pattern HOST = Pattern.compile("(?<name>[^:$]+)(?<port>:.*)?");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*|\\d+(\\.\\d+){3}|unix");
    private static final Set<String> NO_ENTRIES = Set.of("delete", "proxy", "include");

    /** So many variables may lead to one another. */
    private static final int DEPTH = 4;

    private static final int MANY = 100;

    /** What it may become: the values that are told here stand in it, what is told nowhere stays a variable. */
    private record Told(String url, List<String> values) {

        Told with(int from, int to, String value) {
            List<String> all = new ArrayList<>(values);
            all.add(value);
            return new Told(url.substring(0, from) + value + url.substring(to), all);
        }
    }

    String line() {
        return pass.name() + " " + pass.argument() + ";";
    }

    /** Returns the URL where a variable is the beginning of it and has one value only, otherwise what is written. */
    String target() {
        List<Told> told = told();
        return pass.argument().startsWith("$") && told.size() == 1 ? told.get(0).url() : pass.argument();
    }

    /** Returns what can never work of it, each a sentence. */
    Stream<String> faults() {
        List<Told> told = told();
        String when = told.size() == 1 ? "since" : "where";
        return Stream.concat(
                told.stream()
                        .filter(this::lacksScheme)
                        .map(each -> schemeless(each, when))
                        .limit(1),
                told.stream().flatMap(each -> unresolved(each).stream()).limit(1));
    }

    private boolean lacksScheme(Told told) {
        return pass.is("proxy_pass")
                && !told.url().startsWith("$")
                && !SCHEME.matcher(told.url()).lookingAt();
    }

    private String schemeless(Told told, String when) {
        String before = isPort(Pass.host(told.url())) ? "http://127.0.0.1:" : "http://";
        return "'" + line() + "' can never work, " + when + " the URL is '" + told.url()
                + "', and nginx wants a scheme there: it answers 500; write 'proxy_pass " + before + pass.argument()
                + ";'.";
    }

    private static boolean isPort(String host) {
        return host.matches("\\d+");
    }

    private Optional<String> unresolved(Told told) {
        Matcher host = HOST.matcher(Pass.host(told.url()));
        boolean port = isPort(Pass.host(told.url()));
        if (!host.matches()
                || ADDRESS.matcher(host.group("name")).matches()
                || port && lacksScheme(told)
                || Directive.nearest("resolver", around).isPresent()
                || isKnown(host)) {
            return Optional.empty();
        }
        String name = host.group("name");
        if (name.equals("localhost")) {
            return Optional.of("'" + line() + "' needs a resolver, since it has a variable, and localhost may be ::1,"
                    + " where the application need not listen: requests would get 502; write '" + right(told) + "'.");
        }
        return Optional.of("'" + line() + "' needs a resolver for '" + name
                + "', since it has a variable: requests would get 502; write an address "
                + (port ? "before the port" : "instead of the name") + ", such as 127.0.0.1"
                + (upstreams(name).isEmpty() ? "." : ", or leave out the port, which its upstream has."));
    }

    /** Names that stand in the configuration itself are looked up when nginx reads it; those of upstreams go without a port. */
    private boolean isKnown(Matcher host) {
        return host.group("port") == null && !upstreams(host.group("name")).isEmpty()
                || around.get(0)
                        .within()
                        .filter(each -> Pass.is(each) && !each.argument().contains("$"))
                        .anyMatch(each -> Pass.host(each.argument()).equalsIgnoreCase(host.group()));
    }

    private List<Directive> upstreams(String name) {
        return around.get(0)
                .directly("upstream")
                .filter(each -> each.argument().equalsIgnoreCase(name))
                .toList();
    }

    /** Returns what to write instead, where that stands. */
    private String right(Told told) {
        return told.values().stream()
                .filter(value -> value.contains("localhost"))
                .findFirst()
                .map(value -> address(value) + "' instead of '" + value)
                .orElseGet(() -> address(line()));
    }

    private static String address(String text) {
        return text.replaceFirst("localhost", "127.0.0.1");
    }

    private List<Told> told() {
        List<Told> all = List.of(new Told(pass.argument(), List.of()));
        for (int i = 0; i < DEPTH; i++) {
            all = all.stream().flatMap(this::further).distinct().limit(MANY).toList();
        }
        return all;
    }

    private Stream<Told> further(Told told) {
        Matcher variable = Pass.VARIABLE.matcher(told.url());
        while (variable.find()) {
            List<String> values = values("$" + variable.group(1).replaceAll("[{}]", ""));
            if (!values.isEmpty()) {
                int from = variable.start();
                int to = variable.end();
                return values.stream().map(value -> told.with(from, to, value));
            }
        }
        return Stream.of(told);
    }

    /** Returns what a variable may be where the directive stands; nothing where that is not told. */
    private List<String> values(String variable) {
        Stream<String> entries = around.get(0).block().stream()
                .filter(each -> each.isTable() && each.last().equals(variable))
                .flatMap(table -> table.block().stream())
                .filter(each -> each.words().size() == 2 && !NO_ENTRIES.contains(each.name()))
                .map(Directive::last);
        return Stream.concat(set(variable).stream(), entries)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    /** Returns what it is set to in the blocks around, from the innermost outwards, up to what is set without a condition. */
    private List<String> set(String variable) {
        List<String> values = new ArrayList<>();
        for (int i = around.size() - 1; i > 0; i--) {
            List<Directive> block = around.get(i).block();
            for (int j = block.size() - 1; j >= 0; j--) {
                Directive each = block.get(j);
                if (each.is("set") && each.argument().equals(variable)) {
                    values.add(each.last());
                    return values;
                }
                if (each.is("if")) {
                    each.directly("set")
                            .filter(set -> set.argument().equals(variable))
                            .forEach(set -> values.add(set.last()));
                }
            }
        }
        return values;
    }
}
