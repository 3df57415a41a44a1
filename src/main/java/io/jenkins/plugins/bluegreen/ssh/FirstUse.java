package io.jenkins.plugins.bluegreen.ssh;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostKeys;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Asks hosts that may be trusted at first use, and of which no key of any kind is known yet, for their key. Nothing is sent to
 * them, no login is tried: whoever calls keeps the keys, and connects by them like by any others. So it is here alone that a
 * key is taken as it comes.
 */
public final class FirstUse {

    private final List<Path> files;
    private final List<KnownHostsLine> learned = new ArrayList<>();

    private FirstUse(List<Path> files) {
        this.files = files;
    }

    /**
     * Asks each such host on the ways, those behind a jump host through it.
     *
     * @return what was learned; empty if all hosts were known, or may not be trusted
     * @throws HostException if one cannot be reached
     */
    public static List<KnownHostsLine> learn(Collection<SshRoute> routes) throws HostException {
        return learn(routes, HostKeys.filesOfThisAccount());
    }

    static List<KnownHostsLine> learn(Collection<SshRoute> routes, List<Path> files) throws HostException {
        FirstUse use = new FirstUse(files);
        for (SshRoute route : routes) {
            use.learn(route);
        }
        return List.copyOf(use.learned);
    }

    private void learn(SshRoute route) throws HostException {
        if (route.via() != null) {
            learn(route.via());
        }
        HostTrust trust = route.login().trust();
        Target target = route.target();
        if (trust.acceptFirst()
                && learned.stream().noneMatch(line -> line.isOf(target))
                && !HostKeys.of(target, trust, files).knowAny()) {
            learned.add(Handshake.askForKey(route.knowing(learned), files));
        }
    }
}
