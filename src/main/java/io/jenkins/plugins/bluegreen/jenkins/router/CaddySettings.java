package io.jenkins.plugins.bluegreen.jenkins.router;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyBlock;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyConfig;
import io.jenkins.plugins.bluegreen.router.caddy.CaddyScout;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** What can be said about the Caddy that is switched. */
public final class CaddySettings extends FlagFileSettings {

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public CaddySettings() {}

    @Override
    protected String prefix() {
        return "caddy.";
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        return config(hosts);
    }

    private CaddyConfig config(List<Target> hosts) {
        return new CaddyConfig(hosts, givenFile(), previews());
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return CaddyBlock.of(app, slots, config(writtenHosts()), hosts, frontDoor);
    }

    @Override
    public String configurationWithShares(
            ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return CaddyBlock.withCanary(app, slots, config(writtenHosts()), hosts, frontDoor);
    }

    @Override
    public Optional<RouterScout> scout() {
        return Optional.of(new CaddyScout());
    }

    @Override
    public RouterSettings example() {
        CaddySettings example = new CaddySettings();
        example.setFlagFile("/example");
        return example;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("caddy")
    public static final class DescriptorImpl extends PreviewingDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.CaddySettings_DisplayName();
        }
    }
}
