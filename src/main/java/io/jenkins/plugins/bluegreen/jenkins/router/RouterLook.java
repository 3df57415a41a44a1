package io.jenkins.plugins.bluegreen.jenkins.router;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a router on a host could be switched by, for an application of which nobody has said that yet.
 *
 * @param application its name
 * @param others the places by which other applications are switched
 * @param kinds those that are looked for
 */
public record RouterLook(String application, Set<String> others, List<Kind> kinds) implements Serializable {

    private static final String FIELD = "router";

    /**
     * A kind of router.
     *
     * @param settings the name of the class of its settings, by which the form knows it
     * @param scout who looks for one
     */
    public record Kind(String settings, RouterScout scout) implements Serializable {}

    /** A kind, and what there is of it. */
    private record Seen(Kind kind, Sighting sighting) {

        String router() {
            return kind.scout.router();
        }

        boolean there() {
            return sighting.runs() || !sighting.unread().isEmpty();
        }
    }

    /** Copies the places. */
    public RouterLook {
        others = new TreeSet<>(others);
        kinds = new ArrayList<>(kinds);
    }

    /** @param chosen what was said of its router so far; null for nothing. Once there is anything, no other kind is looked for. */
    public static RouterLook of(String application, Set<String> others, RouterSettings chosen) {
        List<RouterSettings> all = chosen == null || chosen instanceof NginxSettings && isBlank(chosen)
                ? List.of(new NginxSettings(), new CaddySettings(), new HttpdSettings(), new HaproxySettings())
                : List.of(chosen);
        return new RouterLook(
                application,
                others,
                all.stream()
                        .flatMap(each -> each
                                .scout()
                                .map(scout -> new Kind(each.getClass().getName(), scout))
                                .stream())
                        .toList());
    }

    /** As it stands in a form that nobody has filled in. */
    private static boolean isBlank(RouterSettings chosen) {
        return SettingsProperty.of(chosen.getClass()).stream().allMatch(property -> property.get(chosen) == null);
    }

    /**
     * Looks, changing nothing.
     *
     * @param name the host's name, for a reader
     * @param login the login user there
     */
    public List<Proposal> at(RemoteHost host, String name, String login) throws HostException, InterruptedException {
        List<Seen> seen = new ArrayList<>();
        for (Kind kind : kinds) {
            seen.add(new Seen(kind, kind.scout.look(host, application, login)));
        }
        List<Proposal> own = found(seen, name, true);
        if (seen.isEmpty() || !own.isEmpty()) {
            return own;
        }
        List<Seen> there = seen.stream().filter(Seen::there).toList();
        Stream<Proposal> nothing = there.isEmpty()
                ? Stream.of(none(name, seen))
                : there.stream().map(each -> nothing(name, each, there.size() == 1));
        // It may be another application's, of which nobody has told us.
        return Stream.concat(nothing, found(seen, name, false).stream()).toList();
    }

    /** Returns what can be gone by: that which names the application, or what does not. */
    private List<Proposal> found(List<Seen> seen, String host, boolean own) {
        return seen.stream()
                .flatMap(each -> each.sighting.found().stream()
                        .filter(found -> !others.contains(found.place()) && own == isOwn(found))
                        .map(found -> proposal(host, each, found, own)))
                .toList();
    }

    private Proposal none(String host, List<Seen> seen) {
        List<String> names = seen.stream().map(Seen::router).toList();
        int last = names.size() - 1;
        String all = last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
        String text = "No " + all + " was seen whose configuration the login user may read.";
        return fresh(host, seen.get(0), text, true);
    }

    private Proposal nothing(String host, Seen seen, boolean only) {
        String text = seen.sighting.runs()
                ? " runs; nothing of it was found that chooses between two ports for " + application + " and no others."
                : " runs, and its configuration could not be read (" + seen.sighting.unread() + ").";
        return fresh(host, seen, seen.router() + text, only);
    }

    private Proposal fresh(String host, Seen seen, String text, boolean sure) {
        Sighting.Fresh fresh = seen.sighting.fresh();
        return new Proposal(
                new Finding(Mark.ADVICE, host, FIELD, text, fresh.todo(), ""),
                values(seen, fresh.settings()),
                sure && !others.contains(fresh.place()));
    }

    private static Map<String, String> values(Seen seen, Map<String, String> settings) {
        Map<String, String> values = new TreeMap<>(settings);
        values.put(FIELD, seen.kind.settings);
        return values;
    }

    private boolean isOwn(FoundSwitch found) {
        return names(found.site()) || names(found.place());
    }

    /** Tells whether a text has the application's name in it, and not that of another one that begins or ends like it. */
    private boolean names(String text) {
        return Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(application) + "(?![A-Za-z0-9_-])")
                .matcher(text)
                .find();
    }

    private static Proposal proposal(String host, Seen seen, FoundSwitch found, boolean sure) {
        Map<String, String> values = values(seen, found.settings());
        values.put("bluePort", Integer.toString(found.blue()));
        found.green().ifPresent(green -> values.put("greenPort", Integer.toString(green)));
        String ports = Stream.concat(Stream.of(found.blue()), found.green().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(" or "));
        String text = seen.router() + " chooses the port of '" + found.site() + "' by " + found.by() + ": " + ports;
        return new Proposal(Finding.good(host, FIELD, text), values, sure);
    }
}
