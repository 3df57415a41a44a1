package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of {@link CanaryBlock} a configuration has, under whatever names of variables. */
public final class CanaryLines {

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})(?:\\.0+)?%");

    private CanaryLines() {}

    /**
     * Looks at a configuration.
     *
     * @param text what {@code nginx -T} prints of it
     */
    public static SharesFound of(String text, NginxConfig.Flag config, SlotPair slots) {
        try {
            NginxDump dump = NginxDump.parse(text).get(0);
            List<Directive> servers = dump.servers(config);
            if (servers.isEmpty()) {
                return SharesFound.without("its configuration has no server that tests '-f " + config.file() + "'");
            }
            Set<String> logs = new LinkedHashSet<>();
            for (Directive server : servers) {
                Server each = new Server(dump.http(), server, config.file(), OwnServer.of(dump, config, slots));
                Optional<String> missing = each.missing();
                if (missing.isPresent()) {
                    return SharesFound.without("the server '" + NginxDump.shown(server) + "' " + missing.get());
                }
                logs.addAll(each.logs());
            }
            return new SharesFound(Optional.empty(), List.copyOf(logs));
        } catch (IllegalArgumentException e) {
            return SharesFound.without("its configuration cannot be read to its end");
        }
    }

    private record Server(Directive http, Directive server, String file, OwnServer own) {

        Optional<String> missing() {
            Pattern wanted = Pattern.compile(
                    ".*-f " + Pattern.quote(FlagFile.canary(file)) + "\\$\\{?(\\w+)}?-\\$\\{?(\\w+)}?\\)");
            Optional<Directive> test = server.within()
                    .filter(each -> each.is("if")
                            && wanted.matcher(NginxDump.condition(each)).matches())
                    .findFirst();
            if (test.isEmpty()) {
                return Optional.of("has no 'if (-f " + FlagFile.canary(file) + "$other_port-$canary_step)'");
            }
            Matcher dice = wanted.matcher(NginxDump.condition(test.get()));
            if (!dice.matches()) {
                throw new IllegalStateException("it did before");
            }
            return dice(dice.group(2))
                    .or(() -> chosen(test.get()))
                    .or(() -> own.misled(server, test.get(), dice.group(1)))
                    .or(this::log);
        }

        /** By which of the shares a client is the first to be led there. */
        private Optional<String> dice(String step) {
            Optional<Directive> table = http.directly("split_clients")
                    .filter(each -> each.last().equals("$" + step))
                    .reduce((first, last) -> last);
            if (table.isEmpty() || !shares(table.get()).equals(FlagFile.SHARES)) {
                return Optional.of("has no 'split_clients ... $" + step + "' of the shares "
                        + FlagFile.SHARES.toString().replaceAll("[\\[\\]]", "")
                        + " (%), in which each has the clients of the smaller ones");
            }
            boolean cookie = table.get().argument().contains("uid_");
            String userid = Directive.nearest("userid", List.of(http, server)).orElse("off");
            return cookie && !userid.equals("on") && !userid.equals("v1")
                    ? Optional.of("has no 'userid on;', by whose cookie the table of $" + step + " tells clients apart")
                    : Optional.empty();
        }

        /** Returns the shares that a table adds up to, where each is also the value by which it goes. */
        private static List<Integer> shares(Directive table) {
            Map<Integer, Integer> portions = new TreeMap<>();
            for (Directive each : table.block()) {
                Matcher percent = PERCENT.matcher(each.name());
                if (percent.matches() && each.argument().matches("\\d{1,3}")) {
                    portions.merge(Integer.valueOf(each.argument()), Integer.valueOf(percent.group(1)), Integer::sum);
                }
            }
            int sum = 0;
            for (Map.Entry<Integer, Integer> each : portions.entrySet()) {
                sum += each.getValue();
                if (sum != each.getKey()) {
                    return List.of();
                }
            }
            return List.copyOf(portions.keySet());
        }

        private Optional<String> chosen(Directive test) {
            return Pass.follows(server, test)
                    ? Optional.empty()
                    : Optional.of("does not pass on ('proxy_pass') to the variable that its 'if (-f "
                            + FlagFile.canary(file) + "...)' sets");
        }

        private Optional<String> log() {
            boolean hidden = server.within()
                    .filter(each -> each.is("location"))
                    .filter(each -> each.block().stream().anyMatch(Pass::is))
                    .anyMatch(each -> each.directly("access_log").findAny().isPresent()
                            && each.directly("access_log").noneMatch(this::notes));
            return logs().isEmpty() || hidden
                    ? Optional.of(
                            "has no 'access_log' (an absolute path, unbuffered, for all requests) of a 'log_format' that is '"
                                    + CanaryBlock.FORMAT + "'" + (hidden ? ", or a location has another one" : ""))
                    : Optional.empty();
        }

        List<String> logs() {
            return server.within()
                    .filter(each -> each.is("access_log") && notes(each))
                    .map(Directive::argument)
                    .distinct()
                    .toList();
        }

        private boolean notes(Directive log) {
            boolean plain = log.argument().startsWith("/") && !log.argument().contains("$");
            boolean late = log.words().stream().anyMatch(word -> word.startsWith("buffer=") || word.startsWith("gzip"));
            boolean some = log.words().stream().anyMatch(word -> word.startsWith("if="));
            return plain
                    && !late
                    && !some
                    && log.words().size() > 2
                    && http.directly("log_format")
                            .filter(each -> each.argument().equals(log.words().get(2)))
                            .anyMatch(Server::fits);
        }

        private static boolean fits(Directive format) {
            List<String> words = format.words().subList(2, format.words().size()).stream()
                    .filter(word -> !word.startsWith("escape="))
                    .toList();
            // The variable that chooses may have another name.
            return String.join("", words)
                    .replaceFirst("^(\\$msec )\\$\\{?\\w+}?", "$1\\$chosen_port")
                    .equals(CanaryBlock.FORMAT);
        }
    }
}
