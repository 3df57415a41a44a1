package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import io.jenkins.plugins.bluegreen.router.flag.FlagScout;
import java.util.List;
import java.util.Set;

/** Looks for an Apache httpd. */
public final class HttpdScout extends FlagScout {

    private static final long serialVersionUID = 1L;

    @Override
    public String router() {
        return "Apache httpd";
    }

    @Override
    protected String key() {
        return "line";
    }

    @Override
    protected List<FoundSwitch> found(List<String> configuration) {
        return Hosts.of(configuration, Set.of()).tested().stream()
                .flatMap(file -> Hosts.of(configuration, Set.of(file)).going().stream()
                        .flatMap(host -> host.slots().flatMap(slots -> found(host.name(), file, slots)).stream()))
                .distinct()
                .toList();
    }

    @Override
    protected Sighting.Fresh fresh(String application, String login) {
        return below("/etc/apache2", "a file of /etc/apache2/sites-enabled", application, login);
    }

    @Override
    protected void check(String file) {
        new HttpdConfig(List.of(), file);
    }
}
