package io.jenkins.plugins.bluegreen.router.nginx.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration of one nginx, with all that it includes in its place; the {@code include} directives stay before what they
 * bring.
 *
 * @param version such as {@code 1.22.1}, or an empty text
 * @param root a directive of no name, whose block is the main file
 */
record NginxDump(String version, Directive root) {

    private static final Pattern NGINX = Pattern.compile("(?m)^# nginx ([0-9.]*)$");
    private static final Pattern FILE = Pattern.compile("(?m)^# configuration file (/.*):$");

    /**
     * Reads what {@code nginx -T} prints, or {@code dump.sh}, which may print several.
     *
     * @throws IllegalArgumentException for what cannot be read
     */
    static List<NginxDump> parse(String text) {
        List<NginxDump> all = new ArrayList<>();
        List<MatchResult> starts = NGINX.matcher(text).results().toList();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1).start() : text.length();
            all.add(one(starts.get(i).group(1), text.substring(starts.get(i).end(), end)));
        }
        return starts.isEmpty() ? List.of(one("", text)) : all;
    }

    private static NginxDump one(String version, String text) {
        Map<String, String> files = new LinkedHashMap<>();
        List<MatchResult> heads = FILE.matcher(text).results().toList();
        for (int i = 0; i < heads.size(); i++) {
            int end = i + 1 < heads.size() ? heads.get(i + 1).start() : text.length();
            files.put(heads.get(i).group(1), text.substring(heads.get(i).end(), end));
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no file of a configuration");
        }
        String main = files.keySet().iterator().next();
        Inclusion inclusion = new Inclusion(files, main.substring(0, main.lastIndexOf('/') + 1), new HashSet<>());
        return new NginxDump(version, new Directive(List.of(""), inclusion.of(main)));
    }

    /** Returns the http block; the whole where there is none. */
    Directive http() {
        return root.directly("http").findFirst().orElse(root);
    }

    /** Returns the servers that go by the file of a layout. */
    List<Directive> servers(NginxConfig config) {
        if (config instanceof NginxConfig.Flag) {
            return servers(each -> tests(each, config.file()));
        }
        List<Directive> around = servers(each -> isOf(each, config.file()));
        if (!around.isEmpty()) {
            return around;
        }
        // It stands beside them, and tells an upstream or a variable that they use.
        Predicate<Directive> user = http().block().stream()
                .filter(each ->
                        isOf(each, config.file()) || each.within().anyMatch(inner -> isOf(inner, config.file())))
                .map(NginxDump::users)
                .reduce(each -> false, Predicate::or);
        return servers(user);
    }

    private List<Directive> servers(Predicate<Directive> kind) {
        return http().directly("server")
                .filter(server -> kind.test(server) || server.within().anyMatch(kind))
                .toList();
    }

    /** Tells whether a directive stands in a file, or includes it. */
    static boolean isOf(Directive each, String file) {
        return each.file().equals(file) || each.is("include") && matches(each.argument(), "", file);
    }

    /** Returns what uses an upstream, or the variable of a table. */
    private static Predicate<Directive> users(Directive told) {
        if (told.is("upstream")) {
            return each -> Pass.is(each) && Pass.mayMean(Pass.host(each.argument()), told.argument());
        }
        String variable = told.last().replaceFirst("^\\$", "");
        return each -> told.isTable()
                && each.words().stream()
                        .anyMatch(word -> word.contains("${" + variable + "}")
                                || word.matches("(?s).*\\$" + Pattern.quote(variable) + "(?!\\w).*"));
    }

    /** Tells whether a directive is a test for a file. */
    static boolean tests(Directive each, String file) {
        return each.is("if") && condition(each).contains(" " + file + ")");
    }

    static String condition(Directive test) {
        return String.join(" ", test.words()).replaceAll("\\s+\\)", ")");
    }

    /** Returns a server for a reader. */
    static String shown(Directive server) {
        return Stream.of("server_name", "listen")
                .flatMap(server::directly)
                .findFirst()
                .map(each -> String.join(" ", each.words()))
                .orElse("one without a name");
    }

    /** Tells whether it is this version or a later one; an unknown one is none. */
    boolean since(int major, int minor, int patch) {
        if (!version.matches("\\d+\\.\\d+\\.\\d+")) {
            return false;
        }
        int[] own = Pattern.compile("\\.")
                .splitAsStream(version)
                .mapToInt(Integer::parseInt)
                .toArray();
        return Arrays.compare(own, new int[] {major, minor, patch}) >= 0;
    }

    /** Tells whether a pattern of an {@code include} directive, relative to a folder, stands for a file (glob(7)). */
    static boolean matches(String pattern, String folder, String file) {
        String absolute = pattern.startsWith("/") ? pattern : folder + pattern;
        StringBuilder regex = new StringBuilder();
        for (char each : absolute.toCharArray()) {
            switch (each) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[', ']' -> regex.append(each);
                default -> regex.append(Pattern.quote(String.valueOf(each)));
            }
        }
        return Pattern.matches(regex.toString(), file);
    }

    private record Inclusion(Map<String, String> files, String folder, Set<String> open) {

        List<Directive> of(String file) {
            if (!open.add(file)) {
                throw new IllegalArgumentException(file + " includes itself");
            }
            List<Directive> all = expanded(file, Directive.parse(files.get(file)));
            open.remove(file);
            return all;
        }

        private List<Directive> expanded(String in, List<Directive> directives) {
            List<Directive> all = new ArrayList<>();
            for (Directive each : directives) {
                if (!each.is("include")) {
                    all.add(each.in(in, expanded(in, each.block())));
                    continue;
                }
                String pattern = each.argument().startsWith("/") ? each.argument() : folder + each.argument();
                all.add(new Directive(List.of("include", pattern), List.of()));
                files.keySet().stream()
                        .filter(file -> matches(pattern, folder, file))
                        .sorted()
                        .forEach(file -> all.addAll(of(file)));
            }
            return all;
        }
    }
}
