package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A host of the global configuration, which jobs and applications may refer to by its name. */
public final class HostSettings extends Settings<HostSettings> {

    private static final String NO_JUMP = "none";

    private String name;
    private String address;
    private String credentialsId;
    private String hostKeys;
    private String jumpHosts;

    /** Leaves all unset. */
    @DataBoundConstructor
    public HostSettings() {}

    /** Returns the name by which it is referred to. */
    public String getName() {
        return name;
    }

    /** @param name see {@link #getName} */
    @DataBoundSetter
    public void setName(String name) {
        this.name = FormInput.word(name);
    }

    /** Returns where it is, {@code [user@]host[:port]}; unset if that is its name. */
    public String getAddress() {
        return address;
    }

    /** @param address see {@link #getAddress} */
    @DataBoundSetter
    public void setAddress(String address) {
        this.address = FormInput.word(address);
    }

    /** Returns the id of the credentials to log in to it with; unset for those of the deployment. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** @param credentialsId see {@link #getCredentialsId} */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = FormInput.word(credentialsId);
    }

    /** Returns its {@code known_hosts} lines; unset for those of the deployment. */
    public String getHostKeys() {
        return hostKeys;
    }

    /** @param hostKeys see {@link #getHostKeys} */
    @DataBoundSetter
    public void setHostKeys(String hostKeys) {
        this.hostKeys = FormInput.text(hostKeys);
    }

    /** Returns the hosts that it is connected to through; unset for those of the deployment, {@code none} for none. */
    public String getJumpHosts() {
        return jumpHosts;
    }

    /** @param jumpHosts see {@link #getJumpHosts} */
    @DataBoundSetter
    public void setJumpHosts(String jumpHosts) {
        this.jumpHosts = FormInput.word(jumpHosts);
    }

    /** Returns where to log in. */
    public Target target() {
        return address == null ? Target.parse("name", name) : Target.parse(field("address"), address);
    }

    /** @throws PlanException for what no deployment could use */
    public void check() {
        checkName(name);
        target();
        if (hostKeys != null) {
            KnownHostsLine.checkedAll(field("hostKeys"), hostKeys);
        }
        parseJumpHosts(field("jumpHosts"), jumpHosts);
    }

    private String field(String of) {
        return of + " of the host '" + name + "'";
    }

    /**
     * Reads jump hosts, the one that is connected to first first; null, an empty text and {@code none} give none.
     *
     * @param field what holds them
     * @throws PlanException as {@link Target#parseAll(String, String)}
     */
    public static List<Target> parseJumpHosts(String field, String text) {
        return text == null || text.strip().equals(NO_JUMP) ? List.of() : Target.parseAll(field, text);
    }

    private static void checkName(String name) {
        try {
            new ApplicationName(name);
        } catch (PlanException e) {
            throw new PlanException((name == null ? "The host name is missing; it" : "The host name '" + name + "'")
                    + " must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit.");
        }
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("sshHost")
    public static final class DescriptorImpl extends SettingsDescriptor<HostSettings> {

        @Override
        public String getDisplayName() {
            return Messages.HostSettings_DisplayName();
        }

        /** Offers the credentials that an administrator may use. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return SshLogins.choices(null, credentialsId);
        }
    }
}
