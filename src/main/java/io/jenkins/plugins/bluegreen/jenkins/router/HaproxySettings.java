package io.jenkins.plugins.bluegreen.jenkins.router;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyBlock;
import io.jenkins.plugins.bluegreen.router.haproxy.HaproxyRouterConfig;
import io.jenkins.plugins.bluegreen.router.haproxy.scout.HaproxyScout;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about the HAProxy that is switched. Each may be unset ({@code null}). */
@InOrder({"mapFile", "socket", "preview", "hosts", "key"})
public final class HaproxySettings extends RouterSettings {

    private String mapFile;
    private String socket;
    private String hosts;
    private String key;
    private Boolean preview;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public HaproxySettings() {}

    /** Returns the map file whose line says which slot is live. */
    public String getMapFile() {
        return mapFile;
    }

    /** @param mapFile see {@link #getMapFile} */
    @DataBoundSetter
    public void setMapFile(String mapFile) {
        this.mapFile = FormInput.word(mapFile);
    }

    /** Returns HAProxy's own socket file. */
    public String getSocket() {
        return socket;
    }

    /** @param socket see {@link #getSocket} */
    @DataBoundSetter
    public void setSocket(String socket) {
        this.socket = FormInput.word(socket);
    }

    /** Returns whether it leads who sends a token to a release that is held; unset for no. */
    public Boolean getPreview() {
        return preview;
    }

    /** @param preview see {@link #getPreview} */
    @DataBoundSetter
    public void setPreview(Boolean preview) {
        this.preview = preview;
    }

    /** Returns the hosts that HAProxy runs on, {@code [user@]host[:port]}; unset for those of the application. */
    public String getHosts() {
        return hosts;
    }

    /** @param hosts see {@link #getHosts} */
    @DataBoundSetter
    public void setHosts(String hosts) {
        this.hosts = FormInput.word(hosts);
    }

    /** Returns the key of the application's line; unset for its name. */
    public String getKey() {
        return key;
    }

    /** @param key see {@link #getKey} */
    @DataBoundSetter
    public void setKey(String key) {
        this.key = FormInput.word(key);
    }

    @Override
    protected String prefix() {
        return "haproxy.";
    }

    @Override
    protected Map<String, String> defaults() {
        return Map.of("socket", HaproxyRouterConfig.DEFAULT_SOCKET);
    }

    @Override
    public List<Target> writtenHosts() {
        return Target.parseAll("haproxy.hosts", hosts);
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        return config(hosts);
    }

    private HaproxyRouterConfig config(List<Target> hosts) {
        return HaproxyRouterConfig.of(hosts, mapFile, socket, key).previewing(Boolean.TRUE.equals(preview));
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return HaproxyBlock.of(
                app,
                slots,
                config(writtenHosts()),
                hosts.stream().map(Target::host).toList(),
                frontDoor);
    }

    @Override
    public String configurationWithShares(
            ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return HaproxyBlock.withCanary(
                app,
                slots,
                config(writtenHosts()),
                hosts.stream().map(Target::host).toList(),
                frontDoor);
    }

    @Override
    public Optional<RouterScout> scout() {
        return Optional.of(new HaproxyScout());
    }

    @Override
    public Set<String> places(String application) {
        return mapFile == null ? Set.of() : Set.of(HaproxyScout.place(mapFile, key == null ? application : key));
    }

    @Override
    public RouterSettings example() {
        HaproxySettings example = new HaproxySettings();
        example.setMapFile("/example");
        return example;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("haproxy")
    public static final class DescriptorImpl extends PreviewingDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.HaproxySettings_DisplayName();
        }
    }
}
