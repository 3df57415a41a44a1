package io.jenkins.plugins.bluegreen.router.haproxy.scout;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouter;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouterConfig;
import io.jenkins.plugins.bluegreen.router.haproxy.Section;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks for a HAProxy. */
public record HaproxyScout() implements RouterScout {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A backend whose name is made of what a map has for a key (Configuration Manual, 4.2, {@code use_backend}). */
    private static final Pattern BY_MAP = Pattern.compile(
            "(?<before>[^%]*)%\\[str\\((?<key>[^()]+)\\),map\\((?<file>[^,()]+)(?:,\\w+)?\\)](?<after>[^%]*)");

    private static final Pattern PORT = Pattern.compile(".*:(\\d{2,5})");

    @Override
    public String router() {
        return "HAProxy";
    }

    @Override
    public Sighting look(RemoteHost host, String application, String login) throws HostException, InterruptedException {
        String script = Command.script(Section.class, "files").script()
                + Command.script(HaproxyScout.class, "scout").script();
        CommandResult result = host.run(new Command("scout", script, List.of()), LIMIT);
        List<List<Section>> read = new ArrayList<>();
        String unread = "";
        List<String> all = List.of(result.out().split("(?m)^router=", -1));
        for (String one : all.subList(1, all.size())) {
            String text = HaproxyRouter.configuration(new CommandResult(0, one, ""));
            if (!text.isEmpty()) {
                read.add(Section.of(text));
            } else {
                unread = "its files may not be read by the login user, or are not named on its command line";
            }
        }
        List<FoundSwitch> found =
                read.stream().flatMap(each -> found(each).stream()).distinct().toList();
        Optional<String> socket = read.size() == 1 ? socket(read.get(0)) : Optional.empty();
        return new Sighting(!read.isEmpty(), unread, found, fresh(application, login, socket));
    }

    private static Sighting.Fresh fresh(String application, String login, Optional<String> socket) {
        String file = "/etc/haproxy/bluegreen/" + application + ".map";
        return new Sighting.Fresh(
                settings(file, Optional.empty(), socket),
                place(file, application),
                "As root, run \"install -d -o " + login + " -m 755 /etc/haproxy/bluegreen && echo '" + application
                        + " blue' | install -o " + login + " -m 644 /dev/stdin " + file
                        + "\" there, put the block that 'Show the configuration' prints into haproxy.cfg, and reload HAProxy once.");
    }

    private static Map<String, String> settings(String file, Optional<String> key, Optional<String> socket) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("mapFile", file);
        key.ifPresent(name -> settings.put("key", name));
        socket.ifPresent(path -> settings.put("socket", path));
        return settings;
    }

    /** Returns what tells the line of an application in a map from all others. */
    public static String place(String file, String key) {
        return file + " " + key;
    }

    private static List<FoundSwitch> found(List<Section> sections) {
        List<FoundSwitch> found = new ArrayList<>();
        Optional<String> socket = socket(sections);
        for (Section section : sections) {
            section.beginning("use_backend")
                    .filter(line -> line.size() > 1)
                    .map(line -> BY_MAP.matcher(line.get(1)))
                    .filter(Matcher::matches)
                    .forEach(by -> found(section, by, sections, socket).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<FoundSwitch> found(
            Section section, Matcher by, List<Section> sections, Optional<String> socket) {
        Optional<Integer> blue = port(sections, by.group("before") + "blue" + by.group("after"));
        Optional<Integer> green = port(sections, by.group("before") + "green" + by.group("after"));
        String file = by.group("file");
        String key = by.group("key");
        if (blue.isEmpty() || green.isEmpty() || blue.equals(green) || !possible(file, socket, key)) {
            return Optional.empty();
        }
        return Optional.of(new FoundSwitch(
                section.kind() + " " + section.name(),
                "the line of " + key + " in " + file,
                place(file, key),
                settings(file, Optional.of(key), socket),
                blue.get(),
                green));
    }

    private static boolean possible(String file, Optional<String> socket, String key) {
        try {
            HaproxyRouterConfig.of(List.of(), file, socket.orElse(null), key);
            return true;
        } catch (PlanException e) {
            return false;
        }
    }

    /** Returns the port of all servers of a backend; nothing where they have several, or none that is written. */
    private static Optional<Integer> port(List<Section> sections, String backend) {
        Set<String> ports = sections.stream()
                .filter(section ->
                        section.kind().equals("backend") && section.name().equals(backend))
                .flatMap(section -> section.beginning("server"))
                .map(line -> line.size() > 2 ? PORT.matcher(line.get(2)).replaceFirst("$1") : "")
                .collect(Collectors.toSet());
        return ports.stream()
                .filter(port -> ports.size() == 1 && port.matches("\\d{2,5}"))
                .map(Integer::valueOf)
                .findFirst();
    }

    /** Returns the socket by which a map can be set, where there is one, and it is not the one that is taken anyhow. */
    private static Optional<String> socket(List<Section> sections) {
        List<String> able = sections.stream()
                .filter(section -> section.kind().equals("global"))
                .flatMap(section -> section.beginning("stats", "socket"))
                .filter(line -> line.size() > 2 && line.indexOf("admin") == line.indexOf("level") + 1)
                .map(line -> line.get(2).replaceFirst("^unix@", ""))
                .filter(path -> path.startsWith("/"))
                .distinct()
                .toList();
        return able.size() == 1 && !able.get(0).equals(HaproxyRouterConfig.DEFAULT_SOCKET)
                ? Optional.of(able.get(0))
                : Optional.empty();
    }
}
