package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import io.jenkins.plugins.bluegreen.router.flag.FlagScout;
import java.util.List;
import java.util.Set;

/** Looks for a Caddy. */
public final class CaddyScout extends FlagScout {

    private static final long serialVersionUID = 1L;

    @Override
    public String router() {
        return "Caddy";
    }

    @Override
    protected String key() {
        return "adapted";
    }

    @Override
    protected List<FoundSwitch> found(List<String> configuration) {
        return configuration.stream()
                .flatMap(text -> Site.tested(text).stream()
                        .flatMap(file -> Site.in(text, Set.of(file)).stream()
                                .filter(Site::isWritten)
                                .flatMap(site ->
                                        site.slots().flatMap(slots -> found(site.name(), file, slots)).stream())))
                .distinct()
                .toList();
    }

    @Override
    protected Sighting.Fresh fresh(String application, String login) {
        return below("/etc/caddy", "the Caddyfile", application, login);
    }

    @Override
    protected void check(String file) {
        new CaddyConfig(List.of(), file);
    }
}
