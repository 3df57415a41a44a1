package io.jenkins.plugins.bluegreen.jenkins.router;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.router.nginx.NginxScout;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxFound;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a router on a host could be switched by, for an application of which nobody has said that yet.
 *
 * @param application its name
 * @param others the files that other applications go by
 * @param wanted whether none of another kind was chosen for it, which nobody looks for
 */
public record RouterLook(String application, Set<String> others, boolean wanted) implements Serializable {

    private static final String FIELD = "router";

    /** Copies the files. */
    public RouterLook {
        others = new TreeSet<>(others);
    }

    /** @param chosen what was said of its router so far; null for nothing */
    public static RouterLook of(String application, Set<String> others, RouterSettings chosen) {
        return new RouterLook(application, others, chosen == null || chosen instanceof NginxSettings);
    }

    /** Looks, changing nothing. */
    public List<Proposal> at(RemoteHost host, String name) throws HostException, InterruptedException {
        if (!wanted) {
            return List.of();
        }
        NginxScout scout = NginxScout.look(host);
        List<NginxFound> free = scout.files().stream()
                .filter(found -> !others.contains(found.file()))
                .toList();
        List<NginxFound> own = free.stream()
                .filter(found -> names(found.server()) || names(found.file()))
                .toList();
        if (!own.isEmpty()) {
            return own.stream().map(found -> proposal(name, found, true)).toList();
        }
        // It may be another application's, of which nobody has told us.
        return Stream.concat(
                        Stream.of(nothing(name, scout.runs())),
                        free.stream().map(found -> proposal(name, found, false)))
                .toList();
    }

    private Proposal nothing(String host, boolean runs) {
        String file = "/etc/nginx/bluegreen/" + application + "/green";
        String text = runs
                ? "nginx runs, and no server of it chooses between two ports for " + application + " yet."
                : "No nginx was seen whose configuration the login user may read.";
        return new Proposal(
                new Finding(
                        Mark.ADVICE,
                        host,
                        FIELD,
                        text,
                        "Create " + file.replaceFirst("/green$", "")
                                + " for the login user, put the block into nginx that"
                                + " 'Show the configuration' prints, and reload nginx once.",
                        ""),
                Map.of("flagFile", file),
                !others.contains(file));
    }

    /** Tells whether a text has the application's name in it, and not that of another one that begins or ends like it. */
    private boolean names(String text) {
        return Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(application) + "(?![A-Za-z0-9_-])")
                .matcher(text)
                .find();
    }

    private static Proposal proposal(String host, NginxFound found, boolean sure) {
        Map<String, String> values = new TreeMap<>();
        values.put(found.reloadFree() ? "flagFile" : "includeFile", found.file());
        values.put("bluePort", Integer.toString(found.blue()));
        found.green().ifPresent(green -> values.put("greenPort", Integer.toString(green)));
        String text = "nginx chooses the port of '" + found.server() + "' by " + found.file()
                + (found.reloadFree() ? ", without a reload: " : ", which it includes: ") + found.blue()
                + found.green().map(green -> " or " + green).orElse("");
        return new Proposal(Finding.good(host, FIELD, text), values, sure);
    }
}
