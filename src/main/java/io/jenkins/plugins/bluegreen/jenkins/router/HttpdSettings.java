package io.jenkins.plugins.bluegreen.jenkins.router;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdBlock;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdConfig;
import io.jenkins.plugins.bluegreen.router.httpd.HttpdScout;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** What can be said about the Apache httpd that is switched. */
public final class HttpdSettings extends FlagFileSettings {

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public HttpdSettings() {}

    @Override
    protected String prefix() {
        return "httpd.";
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        return config(hosts);
    }

    private HttpdConfig config(List<Target> hosts) {
        return new HttpdConfig(hosts, givenFile(), previews());
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return HttpdBlock.of(app, slots, config(writtenHosts()), hosts, frontDoor);
    }

    @Override
    public String configurationWithShares(
            ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return HttpdBlock.withCanary(app, slots, config(writtenHosts()), hosts, frontDoor);
    }

    @Override
    public Optional<RouterScout> scout() {
        return Optional.of(new HttpdScout());
    }

    @Override
    public RouterSettings example() {
        HttpdSettings example = new HttpdSettings();
        example.setFlagFile("/example");
        return example;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("httpd")
    public static final class DescriptorImpl extends PreviewingDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.HttpdSettings_DisplayName();
        }
    }
}
