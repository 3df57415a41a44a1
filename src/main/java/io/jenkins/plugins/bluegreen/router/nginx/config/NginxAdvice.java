package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What in the configuration of nginx costs requests or time at a switch, each with the line to change. */
public final class NginxAdvice {

    private static final Pattern TARGET = Pattern.compile("https?://(\\[[^\\]]*]|[^:/]+)(:[^/]*)?.*");
    private static final Pattern SHORT_TIME = Pattern.compile("[0-9]s?|10s?|[0-9]+ms");

    private final NginxDump dump;
    private final NginxConfig config;
    private final SlotPair slots;
    private final Set<String> found = new LinkedHashSet<>();

    private NginxAdvice(NginxDump dump, NginxConfig config, SlotPair slots) {
        this.dump = dump;
        this.config = config;
        this.slots = slots;
    }

    /**
     * Looks at a configuration.
     *
     * @param text what {@code nginx -T} or {@code dump.sh} printed
     * @return what was found, each a sentence; nothing for what cannot be read
     */
    public static List<String> of(String text, NginxConfig config, SlotPair slots) {
        List<NginxDump> dumps;
        try {
            dumps = NginxDump.parse(text);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        return dumps.stream()
                .map(dump -> new NginxAdvice(dump, config, slots))
                .filter(advice -> advice.misplaced() || !advice.servers().isEmpty())
                .findFirst()
                .map(NginxAdvice::all)
                // Whether nginx goes by the file at all is looked at elsewhere, and follows links and variables there.
                .orElse(List.of());
    }

    private List<String> all() {
        List<Directive> servers = servers();
        if (misplaced()) {
            found.add(
                    config.file()
                            + " is included outside of any server, where nginx refuses 'set': no switch by it can ever work;"
                            + " include it in the server, and give it a name that the include outside does not stand for, such as one in .inc.");
        }
        if (areSeveralApplications(servers)) {
            found.add(servers.size() + " servers of nginx go by " + config.file() + " ("
                    + servers.stream().map(NginxAdvice::shown).collect(Collectors.joining("; "))
                    + "), so a switch moves all of them; give each application a file of its own.");
        }
        for (Directive server : servers) {
            if (config instanceof NginxConfig.Flag) {
                cache(server);
            } else {
                reload(server);
            }
            passes(server, List.of(http(), server));
        }
        return List.copyOf(found);
    }

    /** Tells whether {@code set} stands in the file, or will after a first switch, where it may not. */
    private boolean misplaced() {
        if (config instanceof NginxConfig.Flag) {
            return false;
        }
        List<Directive> own = Stream.concat(Stream.of(http()), http().directly("upstream"))
                .flatMap(each -> each.block().stream())
                .filter(each -> NginxDump.isOf(each, config.file()))
                .toList();
        return !own.isEmpty() && own.stream().allMatch(each -> each.is("include") || each.is("set"));
    }

    /** Tells whether none of a server's destinations is another one's, nor any of its names. */
    private static boolean areSeveralApplications(List<Directive> servers) {
        Set<String> seen = new HashSet<>();
        boolean first = true;
        for (Directive server : servers) {
            Set<String> own = Stream.concat(
                            server.within().filter(Pass::is).map(pass -> Pass.host(pass.argument())),
                            server.directly("server_name")
                                    .flatMap(names -> names.words().stream().skip(1)))
                    .collect(Collectors.toSet());
            boolean passes = server.within().anyMatch(Pass::is);
            if (passes && !first && own.stream().noneMatch(seen::contains)) {
                return true;
            }
            first &= !passes;
            seen.addAll(own);
        }
        return false;
    }

    private Directive http() {
        return dump.http();
    }

    private List<Directive> servers() {
        return dump.servers(config);
    }

    private static String shown(Directive server) {
        return NginxDump.shown(server);
    }

    private void cache(Directive server) {
        String cache =
                Directive.nearest("open_file_cache", List.of(http(), server)).orElse("off");
        if (!cache.equals("off")) {
            found.add("open_file_cache is on where nginx tests for " + config.file()
                    + ", so it may not see a switch for as long as open_file_cache_valid says (60 s unless set); put"
                    + " 'open_file_cache off;' into the server (" + shown(server) + ").");
        }
    }

    private void reload(Directive server) {
        String loss = "A reload closes idle connections of clients unread, which loses requests that are on their way"
                + " (requests/s on reused connections x round trip time); ";
        if (!dump.since(1, 27, 4)) {
            found.add(loss + "the reload-free layout loses none, and nginx 1.27.4 or later can wait"
                    + " (keepalive_min_timeout)" + (dump.version().isEmpty() ? "" : "; this is " + dump.version())
                    + ".");
            return;
        }
        List<Directive> blocks = List.of(http(), server);
        String keep = Directive.nearest("keepalive_timeout", blocks).orElse("75s");
        Optional<String> least = Directive.nearest("keepalive_min_timeout", blocks);
        if (!least.equals(Optional.of(keep)) && !keep.matches("0s?")) {
            found.add(loss + "put 'keepalive_min_timeout " + keep + ";' into http, the same as keepalive_timeout"
                    + least.map(is -> " (now " + is + ")").orElse("") + ".");
        }
    }

    /** Looks at each directive that sends requests on by a variable in a block, given the blocks around it, outermost first. */
    private void passes(Directive block, List<Directive> around) {
        for (Directive each : block.block()) {
            if (Pass.is(each) && each.argument().contains("$")) {
                VariablePass pass = new VariablePass(each, around);
                pass.faults().forEach(found::add);
                if (each.is("proxy_pass")) {
                    proxyPass(pass, around);
                }
            } else if (!each.block().isEmpty()) {
                List<Directive> deeper = new ArrayList<>(around);
                deeper.add(each);
                passes(each, deeper);
            }
        }
    }

    private void proxyPass(VariablePass pass, List<Directive> around) {
        String place = String.join(" ", around.get(around.size() - 1).words());
        // Since 1.29.7 these are the defaults: HTTP/1.1, "keepalive 32 local", no Connection header.
        boolean keepsByDefault = dump.since(1, 29, 7);
        String version = Directive.nearest("proxy_http_version", around).orElse(keepsByDefault ? "1.1" : "1.0");
        if (version.equals("1.0")) {
            found.add("nginx speaks HTTP/1.0 to the application at '" + pass.line()
                    + "', in which a body that breaks off looks whole; put 'proxy_http_version 1.1;' into '" + place
                    + "'.");
        }
        var url = TARGET.matcher(pass.target());
        upstreams(pass.line(), url.matches() ? url.group(1) : "", around, keepsByDefault);
    }

    private List<Directive> upstreams(String name) {
        return http().directly("upstream")
                .filter(each -> each.argument().equals(name))
                .toList();
    }

    private void upstreams(String line, String host, List<Directive> around, boolean keepsByDefault) {
        List<Directive> own = Stream.of(slots.blue(), slots.green())
                .map(port -> host.replaceFirst("\\$(\\{\\w+}|\\w+)", String.valueOf(port)))
                .flatMap(name -> upstreams(name).stream())
                .distinct()
                .toList();
        if (own.isEmpty() && host.contains("$")) {
            // A variable may hold the name of any upstream.
            return;
        }
        if (own.isEmpty()) {
            found.add(
                    "At '" + line + "' nginx opens a new connection to the application for each request; two upstreams"
                            + " with 'keepalive 32;' spare that, as 'Show the configuration' prints them.");
            return;
        }
        for (Directive upstream : own) {
            String name = "upstream " + upstream.argument();
            if (!keepsByDefault && upstream.value("keepalive").isEmpty()) {
                found.add("nginx opens a new connection for each request to " + name + "; put 'keepalive 32;' there.");
            } else if (!SHORT_TIME
                    .matcher(upstream.value("keepalive_timeout").orElse("60s"))
                    .matches()) {
                found.add("Idle connections to the old slot may stay open for "
                        + upstream.value("keepalive_timeout").orElse("60s")
                        + ", and a deployment waits for them up to drainTimeout; put 'keepalive_timeout 2s;' into "
                        + name + ".");
            }
        }
        if (config instanceof NginxConfig.Flag) {
            own.forEach(this::backup);
        }
        boolean keeps = own.stream().anyMatch(each -> each.value("keepalive").isPresent());
        if (keeps && !keepsByDefault && !clearsConnection(around)) {
            found.add("nginx asks the application to close each connection at '" + line
                    + "', so that keepalive has no effect; put 'proxy_set_header Connection \"\";' beside it.");
        }
    }

    private void backup(Directive upstream) {
        boolean there =
                upstream.directly("server").anyMatch(each -> each.words().contains("backup"));
        if (!there) {
            found.add(
                    "nginx chooses the slot before it has read the body of a request, so an upload that lasts longer than"
                            + " a switch finds the old slot stopped (502); put the other slot's server into upstream "
                            + upstream.argument()
                            + " as well, marked 'backup', as 'Show the configuration' prints it.");
        }
    }

    /** The headers of a block replace those of the blocks around it. */
    private static boolean clearsConnection(List<Directive> around) {
        for (int i = around.size() - 1; i >= 0; i--) {
            List<Directive> headers = around.get(i).directly("proxy_set_header").toList();
            if (!headers.isEmpty()) {
                return headers.stream().anyMatch(each -> each.argument().equalsIgnoreCase("Connection"));
            }
        }
        return false;
    }
}
