package io.jenkins.plugins.bluegreen.jenkins.router;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.router.command.CommandRouterConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about commands of the user's own that switch a router and look at it. Each may be unset ({@code null}). */
@InOrder({"switch", "show", "hosts", "timeout"})
public final class CommandRouterSettings extends RouterSettings {

    private String switchCommand;
    private String show;
    private String hosts;
    private String timeout;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public CommandRouterSettings() {}

    /** Returns what has the router serve the slot that stands in its environment. */
    public String getSwitch() {
        return switchCommand;
    }

    /** @param command see {@link #getSwitch} */
    @Literal
    @DataBoundSetter
    public void setSwitch(String command) {
        this.switchCommand = FormInput.word(command);
    }

    /** Returns what prints the slot that is served. */
    public String getShow() {
        return show;
    }

    /** @param show see {@link #getShow} */
    @Literal
    @DataBoundSetter
    public void setShow(String show) {
        this.show = FormInput.word(show);
    }

    /** Returns the hosts that the commands are run on, {@code [user@]host[:port]}; unset for those of the application. */
    public String getHosts() {
        return hosts;
    }

    /** @param hosts see {@link #getHosts} */
    @DataBoundSetter
    public void setHosts(String hosts) {
        this.hosts = FormInput.word(hosts);
    }

    /** Returns how long each of the commands may take. */
    public String getTimeout() {
        return timeout;
    }

    /** @param timeout see {@link #getTimeout} */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = FormInput.word(timeout);
    }

    @Override
    protected String prefix() {
        return "command.";
    }

    @Override
    protected Map<String, String> defaults() {
        return Map.of("timeout", CommandRouterConfig.DEFAULT_TIMEOUT);
    }

    @Override
    public List<Target> writtenHosts() {
        return Target.parseAll("command.hosts", hosts);
    }

    @Override
    public RouterAdapter adapter(List<Target> hosts) {
        return CommandRouterConfig.of(hosts, switchCommand, show, timeout);
    }

    @Override
    public String configuration(ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        adapter(List.of());
        String where = hosts.isEmpty()
                ? "127.0.0.1"
                : String.join(", ", hosts.stream().map(Target::host).toList());
        return """
                # Nobody but you knows the configuration of a router that is switched by commands. It has to lead to
                #   blue:  port %d of %s
                #   green: port %d of %s
                # The switch command finds APPLICATION=%s and SLOT=blue PORT=%d, or SLOT=green PORT=%d, in its environment;
                # the show command finds APPLICATION alone, and prints blue, green or the port that is live.
                """.formatted(slots.blue(), where, slots.green(), where, app, slots.blue(), slots.green());
    }

    @Override
    public RouterSettings example() {
        CommandRouterSettings example = new CommandRouterSettings();
        example.setSwitch("true");
        example.setShow("echo blue");
        return example;
    }

    /** Makes the form known to Jenkins; a process manager has the same symbol, and which one is meant follows from where it stands. */
    @Extension
    @Symbol("command")
    public static final class DescriptorImpl extends SettingsDescriptor<RouterSettings> {

        @Override
        public String getDisplayName() {
            return Messages.CommandRouterSettings_DisplayName();
        }
    }
}
