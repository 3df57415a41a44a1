package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.process.ProcessSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.model.plan.Defaults;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Which application, where it is, and how to get there: the parameters of whatever is done with one.
 *
 * @param <S> the class itself
 */
@InOrder({
    "application",
    "artifact",
    "exclude",
    "unpack",
    "hosts",
    "credentialsId",
    "hostKeys",
    "hostKeyVerification",
    "jumpHosts",
    "bluePort",
    "greenPort",
    "deployDirectory",
    "startCommand",
    "workingDirectory",
    "adopt",
    "environment",
    "passEnvironment",
    "healthCheck",
    "router",
    "process",
    "frontDoor",
    "frontDoorHeaders",
    "frontDoorTimeout",
    "warmUp",
    "warmUpTime",
    "trustedCertificates",
    "strategy",
    "observe",
    "measureEvery",
    "maxFailedRequests",
    "startTimeout",
    "stopTimeout",
    "drainTimeout",
    "lockTimeout",
    "keepReleases",
    "keepPrevious",
    "hooks",
    "hookTimeout",
    "hookHosts",
    "release",
    "hold",
    "holdEnds"
})
public abstract class ApplicationSettings<S extends ApplicationSettings<S>> extends Settings<S> {

    private String application;
    private String hosts;
    private String credentialsId;
    private String hostKeys;
    private String hostKeyVerification;
    private String jumpHosts;
    private Integer bluePort;
    private Integer greenPort;
    private String deployDirectory;
    private RouterSettings router;
    private ProcessSettings process;

    /** Returns the name of an application of the global configuration, or of one that is given here. */
    public String getApplication() {
        return application;
    }

    /** @param application see {@link #getApplication} */
    @DataBoundSetter
    public void setApplication(String application) {
        this.application = FormInput.word(application);
    }

    /** Returns the hosts that it runs on, {@code [user@]host[:port]}, separated by spaces or commas. */
    public String getHosts() {
        return hosts;
    }

    /** @param hosts see {@link #getHosts} */
    @DataBoundSetter
    public void setHosts(String hosts) {
        this.hosts = FormInput.word(hosts);
    }

    /** Returns the id of the credentials to log in with; unset for the agent of an enclosing {@code sshagent}. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** @param credentialsId see {@link #getCredentialsId} */
    @Literal
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = FormInput.word(credentialsId);
    }

    /** Returns {@code known_hosts} lines; unset for the files of the account that runs the agent. */
    public String getHostKeys() {
        return hostKeys;
    }

    /** @param hostKeys see {@link #getHostKeys} */
    @DataBoundSetter
    public void setHostKeys(String hostKeys) {
        this.hostKeys = FormInput.text(hostKeys);
    }

    /** Returns what is done about a host whose key is not known: {@code strict} or {@code acceptFirstConnection}. */
    public String getHostKeyVerification() {
        return hostKeyVerification;
    }

    /** @param hostKeyVerification see {@link #getHostKeyVerification} */
    @DataBoundSetter
    public void setHostKeyVerification(String hostKeyVerification) {
        this.hostKeyVerification = FormInput.word(hostKeyVerification);
    }

    /** Returns the hosts that the others are connected to through, {@code [user@]host[:port]}; unset for none. */
    public String getJumpHosts() {
        return jumpHosts;
    }

    /** @param jumpHosts see {@link #getJumpHosts} */
    @DataBoundSetter
    public void setJumpHosts(String jumpHosts) {
        this.jumpHosts = FormInput.word(jumpHosts);
    }

    /** Returns the blue slot's port. */
    public Integer getBluePort() {
        return bluePort;
    }

    /** @param bluePort see {@link #getBluePort} */
    @DataBoundSetter
    public void setBluePort(Integer bluePort) {
        this.bluePort = bluePort;
    }

    /** Returns the green slot's port. */
    public Integer getGreenPort() {
        return greenPort;
    }

    /** @param greenPort see {@link #getGreenPort} */
    @DataBoundSetter
    public void setGreenPort(Integer greenPort) {
        this.greenPort = greenPort;
    }

    /** Returns the application's directory on each host. */
    public String getDeployDirectory() {
        return deployDirectory;
    }

    /** @param deployDirectory see {@link #getDeployDirectory} */
    @DataBoundSetter
    public void setDeployDirectory(String deployDirectory) {
        this.deployDirectory = FormInput.word(deployDirectory);
    }

    /** Returns how the router is switched. */
    public RouterSettings getRouter() {
        return router;
    }

    /** @param router see {@link #getRouter} */
    @DataBoundSetter
    public void setRouter(RouterSettings router) {
        this.router = router == null || router.nothingGiven() ? null : router;
    }

    /** Returns how what runs in the slots is started and kept up; unset for a session with its defaults. */
    public ProcessSettings getProcess() {
        return process;
    }

    /** @param process see {@link #getProcess}; one of which nothing is given says its kind */
    @DataBoundSetter
    public void setProcess(ProcessSettings process) {
        this.process = process;
    }

    @Override
    protected Map<String, String> defaults() {
        return Defaults.OF_DEPLOYMENT;
    }

    /**
     * Checks what a deployment has not.
     *
     * @throws PlanException for what cannot be
     */
    public void check() {
        // Nothing.
    }

    /**
     * Returns the release that was approved, if one is named: that is not whichever is held because a variable is empty by mistake.
     *
     * @throws PlanException for what can be no release
     */
    static Optional<WantedRelease> approved(String release, UnaryOperator<String> expand) {
        String expanded = release == null ? null : expand.apply(release);
        if (expanded != null && expanded.isBlank()) {
            throw new PlanException("release is '" + release + "', of which nothing is left when its variables are"
                    + " replaced; give them a value, or leave release empty for the one that the build holds, or"
                    + " whichever is held.");
        }
        return Optional.ofNullable(expanded).map(WantedRelease::new);
    }

    /** Their form. */
    public abstract static class ApplicationDescriptor<S extends ApplicationSettings<S>> extends SettingsDescriptor<S> {

        /** Offers the credentials that one who configures this item may use. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return SshLogins.choices(item, credentialsId);
        }

        /** Offers what can be done about a host whose key is not known. */
        @POST
        public ListBoxModel doFillHostKeyVerificationItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.ApplicationSettings_HostKeyVerification_Unset(), "");
            items.add(Messages.ApplicationSettings_HostKeyVerification_Strict(), HostKeyVerification.STRICT.label());
            items.add(
                    Messages.ApplicationSettings_HostKeyVerification_AcceptFirstConnection(),
                    HostKeyVerification.ACCEPT_FIRST_CONNECTION.label());
            return items;
        }
    }
}
