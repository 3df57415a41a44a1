package io.jenkins.plugins.bluegreen.jenkins;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.plan.AppName;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.ssh.KnownHostsLine;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A host of the global configuration, which jobs and applications may refer to by its name. */
public final class HostFields extends AbstractDescribableImpl<HostFields> {

    private final String name;
    private String address;
    private String credentialsId;
    private String hostKeys;
    private String jumpHosts;

    /** @param name see {@link #getName} */
    @DataBoundConstructor
    public HostFields(String name) {
        this.name = Given.word(name);
    }

    /** Returns the name by which it is referred to. */
    public String getName() {
        return name;
    }

    /** Returns where it is, {@code [user@]host[:port]}; unset if that is its name. */
    public String getAddress() {
        return address;
    }

    /** @param address see {@link #getAddress} */
    @DataBoundSetter
    public void setAddress(String address) {
        this.address = Given.word(address);
    }

    /** Returns the id of the credentials to log in to it with; unset for those of the deployment. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** @param credentialsId see {@link #getCredentialsId} */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Given.word(credentialsId);
    }

    /** Returns its {@code known_hosts} lines; unset for those of the deployment. */
    public String getHostKeys() {
        return hostKeys;
    }

    /** @param hostKeys see {@link #getHostKeys} */
    @DataBoundSetter
    public void setHostKeys(String hostKeys) {
        this.hostKeys = Given.text(hostKeys);
    }

    /** Returns the hosts that it is connected to through; unset for those of the deployment, {@code none} for none. */
    public String getJumpHosts() {
        return jumpHosts;
    }

    /** @param jumpHosts see {@link #getJumpHosts} */
    @DataBoundSetter
    public void setJumpHosts(String jumpHosts) {
        this.jumpHosts = Given.word(jumpHosts);
    }

    /** Returns where to log in. */
    Target target() {
        return Target.parse(address == null ? name : address);
    }

    /** @throws PlanException for what no deployment could use */
    void check() {
        checkName(name);
        target();
        if (hostKeys != null) {
            KnownHostsLine.checkedAll("hostKeys of the host '" + name + "'", hostKeys);
        }
        HostBook.parseJumpHosts(jumpHosts);
    }

    private static void checkName(String name) {
        try {
            new AppName(name);
        } catch (PlanException e) {
            throw new PlanException("The host name '" + name
                    + "' must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit.");
        }
    }

    /** Checks the form. */
    @Extension
    @Symbol("sshHost")
    public static final class DescriptorImpl extends Descriptor<HostFields> {

        @Override
        public String getDisplayName() {
            return Messages.HostFields_DisplayName();
        }

        /** Offers the credentials that an administrator may use. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return SshLogins.choices(null, credentialsId);
        }

        /** Checks one field by the rules of the run. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Check.strict(value, name -> checkName(name.strip()));
        }

        /** Checks one field by the rules of the run. */
        @POST
        public FormValidation doCheckAddress(@QueryParameter String value) {
            return Check.strict(value, Target::parse);
        }

        /** Checks one field by the rules of the run. */
        @POST
        public FormValidation doCheckHostKeys(@QueryParameter String value) {
            return Check.strict(value, lines -> KnownHostsLine.checkedAll("hostKeys", lines));
        }

        /** Checks one field by the rules of the run. */
        @POST
        public FormValidation doCheckJumpHosts(@QueryParameter String value) {
            return Check.strict(value, HostBook::parseJumpHosts);
        }
    }
}
