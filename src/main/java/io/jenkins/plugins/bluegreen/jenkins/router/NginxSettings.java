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
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxScout;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.ServerBlock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about the nginx that is switched. Each may be unset ({@code null}). */
@InOrder({"flagFile", "includeFile", "preview", "hosts", "variable", "testCommand", "reloadCommand", "reloadTimeout"})
public final class NginxSettings extends RouterSettings {

    private String hosts;
    private String flagFile;
    private Boolean preview;
    private String includeFile;
    private String variable;
    private String testCommand;
    private String reloadCommand;
    private String reloadTimeout;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public NginxSettings() {}

    /** Returns the hosts that nginx runs on, {@code [user@]host[:port]}; unset for those of the application. */
    public String getHosts() {
        return hosts;
    }

    /** @param hosts see {@link #getHosts} */
    @DataBoundSetter
    public void setHosts(String hosts) {
        this.hosts = FormInput.word(hosts);
    }

    /** Returns the file whose presence sends requests to green, in the reload-free layout. */
    public String getFlagFile() {
        return flagFile;
    }

    /** @param flagFile see {@link #getFlagFile} */
    @DataBoundSetter
    public void setFlagFile(String flagFile) {
        this.flagFile = FormInput.word(flagFile);
    }

    /** Returns whether nginx leads who sends a token to a release that is held, in the reload-free layout; unset for no. */
    public Boolean getPreview() {
        return preview;
    }

    /** @param preview see {@link #getPreview} */
    @DataBoundSetter
    public void setPreview(Boolean preview) {
        this.preview = preview;
    }

    /** Returns the file that has the live port, in the include layout. */
    public String getIncludeFile() {
        return includeFile;
    }

    /** @param includeFile see {@link #getIncludeFile} */
    @DataBoundSetter
    public void setIncludeFile(String includeFile) {
        this.includeFile = FormInput.word(includeFile);
    }

    /** Returns the name, without the dollar sign, of the one variable that tells the live port; unset where all values of the file do. */
    public String getVariable() {
        return variable;
    }

    /** @param variable see {@link #getVariable} */
    @DataBoundSetter
    public void setVariable(String variable) {
        this.variable = FormInput.word(variable);
    }

    /** Returns the command that tests nginx's configuration. */
    public String getTestCommand() {
        return testCommand;
    }

    /** @param testCommand see {@link #getTestCommand} */
    @DataBoundSetter
    public void setTestCommand(String testCommand) {
        this.testCommand = FormInput.word(testCommand);
    }

    /** Returns the command that reloads nginx. */
    public String getReloadCommand() {
        return reloadCommand;
    }

    /** @param reloadCommand see {@link #getReloadCommand} */
    @DataBoundSetter
    public void setReloadCommand(String reloadCommand) {
        this.reloadCommand = FormInput.word(reloadCommand);
    }

    /** Returns how long nginx may take to read its configuration. */
    public String getReloadTimeout() {
        return reloadTimeout;
    }

    /** @param reloadTimeout see {@link #getReloadTimeout} */
    @DataBoundSetter
    public void setReloadTimeout(String reloadTimeout) {
        this.reloadTimeout = FormInput.word(reloadTimeout);
    }

    @Override
    protected String prefix() {
        return "nginx.";
    }

    @Override
    protected Map<String, String> defaults() {
        // The other layout has none of these.
        return flagFile != null
                ? Map.of()
                : Map.of(
                        "testCommand", NginxConfig.Include.DEFAULT_TEST,
                        "reloadCommand", NginxConfig.Include.DEFAULT_RELOAD,
                        "reloadTimeout", NginxConfig.Include.DEFAULT_TIMEOUT);
    }

    @Override
    public RouterSettings over(RouterSettings fallback, UnaryOperator<String> expand) {
        String ownFlag = expanded(flagFile, expand);
        String ownInclude = expanded(includeFile, expand);
        // What belongs to the layout that is not chosen here counts as little as its file.
        RouterSettings behind =
                ownFlag != null && fallback instanceof NginxSettings other ? other.hostsAlone() : fallback;
        NginxSettings merged = (NginxSettings) super.over(behind, expand);
        NginxConfig.Layout layout = new NginxConfig.Layout(ownFlag, ownInclude)
                .over(new NginxConfig.Layout(merged.flagFile, merged.includeFile));
        merged.flagFile = layout.flagFile();
        merged.includeFile = layout.includeFile();
        if (ownInclude != null) {
            merged.preview = preview;
        }
        return merged;
    }

    private NginxSettings hostsAlone() {
        NginxSettings alone = new NginxSettings();
        alone.hosts = hosts;
        return alone;
    }

    @Override
    public List<Target> writtenHosts() {
        return Target.parseAll("nginx.hosts", hosts);
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        return new NginxRouterConfig(config(hosts));
    }

    private NginxConfig config(List<Target> hosts) {
        return NginxConfig.of(
                hosts,
                new NginxConfig.Layout(flagFile, includeFile, Boolean.TRUE.equals(preview)),
                new NginxConfig.Reload(variable, testCommand, reloadCommand, reloadTimeout));
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return ServerBlock.of(app, slots, config(writtenHosts()), hosts, frontDoor);
    }

    @Override
    public String configurationWithShares(
            ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return ServerBlock.withCanary(app, slots, config(writtenHosts()), hosts, frontDoor);
    }

    @Override
    public Optional<RouterScout> scout() {
        return Optional.of(new NginxScout());
    }

    @Override
    public RouterSettings example() {
        NginxSettings example = new NginxSettings();
        example.setIncludeFile("/example");
        return example;
    }

    /** Makes the form known to Jenkins. */
    @Extension(ordinal = 1) // what a form begins with
    @Symbol("nginx")
    public static final class DescriptorImpl extends PreviewingDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.NginxSettings_DisplayName();
        }
    }
}
