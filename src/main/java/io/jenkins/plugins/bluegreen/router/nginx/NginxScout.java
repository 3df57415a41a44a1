package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxFound;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;

/**
 * What an nginx of a host could be switched by, before anybody has said so.
 *
 * @param runs whether one runs whose configuration can be read
 * @param files the files by which its servers choose a port
 */
public record NginxScout(boolean runs, List<NginxFound> files) {

    /** Copies the files. */
    public NginxScout {
        files = List.copyOf(files);
    }

    /** Looks, changing nothing. */
    public static NginxScout look(RemoteHost host) throws HostException, InterruptedException {
        CommandResult dump = host.run(NginxRouter.following("dump", "dump"), NginxRouter.SHORT);
        return new NginxScout(dump.ok() && !dump.out().isBlank(), NginxFound.in(dump.out()));
    }
}
