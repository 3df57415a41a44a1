package io.jenkins.plugins.bluegreen.router.haproxy.scout;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouter;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouterConfig;
import io.jenkins.plugins.bluegreen.router.haproxy.MapPlace;
import io.jenkins.plugins.bluegreen.router.haproxy.Section;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for a HAProxy. */
public record HaproxyScout() implements RouterScout {

    private static final Duration LIMIT = Duration.ofSeconds(30);

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
                "As root, run \""
                        + String.join("; ", new MapPlace(file, "", application).made(login))
                        + "\" there, put the block that 'Show the configuration' prints into haproxy.cfg, and reload HAProxy once;"
                        + " where green is live already, have the file say green before.");
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
        Optional<String> socket = socket(sections);
        return Section.choices(sections).stream()
                .flatMap(choice -> found(choice, socket).stream())
                .toList();
    }

    private static Optional<FoundSwitch> found(Section.Choice choice, Optional<String> socket) {
        Integer blue = choice.ports().get(Slot.BLUE);
        Integer green = choice.ports().get(Slot.GREEN);
        String file = choice.file();
        String key = choice.key();
        if (blue == null || green == null || blue.equals(green) || !possible(file, socket, key)) {
            return Optional.empty();
        }
        return Optional.of(new FoundSwitch(
                choice.section(),
                "the line of " + key + " in " + file,
                place(file, key),
                settings(file, Optional.of(key), socket),
                blue,
                Optional.of(green)));
    }

    private static boolean possible(String file, Optional<String> socket, String key) {
        try {
            HaproxyRouterConfig.of(List.of(), file, socket.orElse(null), key);
            return true;
        } catch (PlanException e) {
            return false;
        }
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
