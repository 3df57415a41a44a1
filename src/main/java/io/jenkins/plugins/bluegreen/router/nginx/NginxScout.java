package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.port.router.Sighting;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxFound;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.Map;

/** Looks for an nginx. */
public record NginxScout() implements RouterScout {

    private static final String UNREAD = "unread=";

    @Override
    public String router() {
        return NginxRouter.NGINX;
    }

    @Override
    public Sighting look(RemoteHost host, String application, String login) throws HostException, InterruptedException {
        CommandResult dump = host.run(NginxRouter.following("dump", "dump"), NginxRouter.SHORT);
        return new Sighting(
                dump.ok() && !dump.out().isBlank(),
                dump.err()
                        .lines()
                        .filter(line -> line.startsWith(UNREAD))
                        .map(line -> line.substring(UNREAD.length()))
                        .findFirst()
                        .orElse(""),
                NginxFound.in(dump.out()).stream().map(NginxFound::offered).toList(),
                fresh(application, login));
    }

    private static Sighting.Fresh fresh(String application, String login) {
        String folder = "/etc/nginx/bluegreen/" + application;
        String file = folder + "/green";
        return new Sighting.Fresh(
                Map.of("flagFile", file),
                file,
                "As root, run 'install -d -o " + login + " -m 755 " + folder
                        + "' there, put the block that 'Show the configuration' prints into /etc/nginx/conf.d/"
                        + application
                        + ".conf, and reload nginx once; no file means blue, so where green is live already, create it before.");
    }
}
