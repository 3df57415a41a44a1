package io.jenkins.plugins.bluegreen.jenkins.plan;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds the way to each host of a deployment: what the global configuration says of the host, over what the deployment says. */
public final class SshRoutes {

    private final PlanFactory factory;
    private final HostCatalog book;
    private final Logins logins;
    private final TrustOnFirstUseStore firstKeys;

    /** Where logins come from. */
    public interface Logins {

        /**
         * Returns a login.
         *
         * @param credentialsId the id of credentials, or null for an SSH agent
         * @throws AbortException if there are no such credentials, or no agent
         */
        SshLogin find(String credentialsId, HostTrust trust) throws AbortException;
    }

    /** @param firstKeys the keys that were trusted at first use */
    public SshRoutes(PlanFactory factory, HostCatalog book, Logins logins, TrustOnFirstUseStore firstKeys) {
        this.factory = factory;
        this.book = book;
        this.logins = logins;
        this.firstKeys = firstKeys;
    }

    /**
     * Returns the way to each host, by its address in the plan.
     *
     * @throws AbortException if a login is not there
     * @throws PlanException if a way leads back to where it came from, or a value cannot be
     */
    public Map<Target, SshRoute> find() throws AbortException {
        Map<Target, SshRoute> routes = new LinkedHashMap<>();
        for (Target written : factory.written()) {
            List<Target> jumps =
                    own(written, HostSettings::getJumpHosts) == null ? factory.jumpHosts() : jumpHostsOf(written);
            SshRoute via = through(jumps, written, new ArrayDeque<>(List.of(written)));
            routes.putIfAbsent(book.address(written), new SshRoute(book.address(written), login(written), via));
        }
        return routes;
    }

    /** As in ssh_config(5), only the first of several jump hosts has jump hosts of its own: the others have this one. */
    private SshRoute through(List<Target> jumps, Target destination, Deque<Target> seen) throws AbortException {
        SshRoute via = null;
        for (Target jump : jumps) {
            if (book.address(jump).equals(book.address(destination))) {
                return via; // a router's host may well be the jump host of the others
            }
            if (seen.contains(jump)) {
                throw new PlanException("The jump hosts of '" + seen.peekFirst().host() + "' lead in a circle, over '"
                        + jump.host() + "'; correct jumpHosts in the global configuration.");
            }
            if (via == null) {
                seen.addLast(jump);
                via = through(jumpHostsOf(jump), jump, seen);
            }
            via = new SshRoute(book.address(jump), login(jump), via);
        }
        return via;
    }

    private List<Target> jumpHostsOf(Target written) {
        return HostSettings.parseJumpHosts(
                "jumpHosts of the host '" + written.host() + "'", own(written, HostSettings::getJumpHosts));
    }

    private SshLogin login(Target written) throws AbortException {
        String credentialsId = own(written, HostSettings::getCredentialsId);
        String hostKeys = own(written, HostSettings::getHostKeys);
        return logins.find(
                credentialsId == null ? factory.credentialsId() : credentialsId,
                trust(book.address(written), hostKeys == null ? factory.hostKeys() : hostKeys));
    }

    private HostTrust trust(Target target, String hostKeys) throws AbortException {
        if (!factory.acceptFirst()) {
            return HostTrust.in(hostKeys);
        }
        String stored = firstKeys.of(target);
        return new HostTrust(
                hostKeys.isBlank() || stored.isEmpty() ? hostKeys + stored : hostKeys + "\n" + stored,
                "hostKeys or " + TrustOnFirstUseStore.PLACE,
                true);
    }

    private String own(Target written, Function<HostSettings, String> field) {
        return book.entry(written).map(field).orElse(null);
    }
}
