package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.model.plan.Defaults;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What can be said about a deployment: the one list of parameters that the Pipeline step, the freestyle build step and each
 * application of the global configuration have one of.
 */
public final class DeploySettings extends Settings<DeploySettings> {

    private String application;
    private String artifact;
    private String exclude;
    private Boolean unpack;
    private String hosts;
    private String credentialsId;
    private String hostKeys;
    private String hostKeyVerification;
    private String jumpHosts;
    private Integer bluePort;
    private Integer greenPort;
    private String deployDirectory;
    private String startCommand;
    private String workingDirectory;
    private String environment;
    private String passEnvironment;
    private HealthCheckSettings healthCheck;
    private RouterSettings router;
    private String frontDoor;
    private String frontDoorHeaders;
    private String frontDoorTimeout;
    private String warmUp;
    private String warmUpTime;
    private String trustedCertificates;
    private String observe;
    private String measureEvery;
    private Integer maxFailedRequests;
    private String startTimeout;
    private String stopTimeout;
    private String drainTimeout;
    private String lockTimeout;
    private Integer keepReleases;
    private String release;
    private String adopt;

    /** Leaves all unset. */
    @DataBoundConstructor
    public DeploySettings() {}

    /** Returns the name of an application of the global configuration, or of one that is given here. */
    public String getApplication() {
        return application;
    }

    /** @param application see {@link #getApplication} */
    @DataBoundSetter
    public void setApplication(String application) {
        this.application = FormInput.word(application);
    }

    /** Returns what finds the artifact in the workspace: an Ant glob of one file, or the path of a directory. */
    public String getArtifact() {
        return artifact;
    }

    /** @param artifact see {@link #getArtifact} */
    @DataBoundSetter
    public void setArtifact(String artifact) {
        this.artifact = FormInput.word(artifact);
    }

    /** Returns the Ant globs, separated by commas, of files that are not it, or not of it; unset for none. */
    public String getExclude() {
        return exclude;
    }

    /** @param exclude see {@link #getExclude} */
    @DataBoundSetter
    public void setExclude(String exclude) {
        this.exclude = FormInput.word(exclude);
    }

    /** Returns whether it is an archive that is to be unpacked; unset for no. */
    public Boolean getUnpack() {
        return unpack;
    }

    /** @param unpack see {@link #getUnpack} */
    @DataBoundSetter
    public void setUnpack(Boolean unpack) {
        this.unpack = unpack;
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

    /** Returns the command that starts it. */
    public String getStartCommand() {
        return startCommand;
    }

    /** @param startCommand see {@link #getStartCommand} */
    @Literal(untilRead = true)
    @DataBoundSetter
    public void setStartCommand(String startCommand) {
        this.startCommand = FormInput.word(startCommand);
    }

    /** Returns what stands in the command of a process that was started by hand, and may be adopted as the live slot's. */
    public String getAdopt() {
        return adopt;
    }

    /** @param adopt see {@link #getAdopt} */
    @DataBoundSetter
    public void setAdopt(String adopt) {
        this.adopt = FormInput.word(adopt);
    }

    /** Returns where the start command runs; unset for the artifact, if that is a directory, and the deploy directory otherwise. */
    public String getWorkingDirectory() {
        return workingDirectory;
    }

    /** @param workingDirectory see {@link #getWorkingDirectory} */
    @DataBoundSetter
    public void setWorkingDirectory(String workingDirectory) {
        this.workingDirectory = FormInput.word(workingDirectory);
    }

    /** Returns further variables for it, as {@code NAME=value} lines. */
    public String getEnvironment() {
        return environment;
    }

    /** @param environment see {@link #getEnvironment} */
    @Literal(untilRead = true)
    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = FormInput.text(environment);
    }

    /** Returns the names of variables of the build that it is given too, separated by spaces or commas. */
    public String getPassEnvironment() {
        return passEnvironment;
    }

    /** @param passEnvironment see {@link #getPassEnvironment} */
    @Literal
    @DataBoundSetter
    public void setPassEnvironment(String passEnvironment) {
        this.passEnvironment = FormInput.word(passEnvironment);
    }

    /** Returns what is asked to know that it is healthy. */
    public HealthCheckSettings getHealthCheck() {
        return healthCheck;
    }

    /** @param healthCheck see {@link #getHealthCheck} */
    @DataBoundSetter
    public void setHealthCheck(HealthCheckSettings healthCheck) {
        this.healthCheck = healthCheck == null || healthCheck.nothingGiven() ? null : healthCheck;
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

    /** Returns the URL that its users call. */
    public String getFrontDoor() {
        return frontDoor;
    }

    /** @param frontDoor see {@link #getFrontDoor} */
    @DataBoundSetter
    public void setFrontDoor(String frontDoor) {
        this.frontDoor = FormInput.word(frontDoor);
    }

    /** Returns {@code Name: value} lines to send to it; a variable in a value is one of the build. */
    public String getFrontDoorHeaders() {
        return frontDoorHeaders;
    }

    /** @param frontDoorHeaders see {@link #getFrontDoorHeaders} */
    @Literal(untilRead = true)
    @DataBoundSetter
    public void setFrontDoorHeaders(String frontDoorHeaders) {
        this.frontDoorHeaders = FormInput.text(frontDoorHeaders);
    }

    /** Returns how long after the switch it may take to see that its users are served, and well. */
    public String getFrontDoorTimeout() {
        return frontDoorTimeout;
    }

    /** @param frontDoorTimeout see {@link #getFrontDoorTimeout} */
    @DataBoundSetter
    public void setFrontDoorTimeout(String frontDoorTimeout) {
        this.frontDoorTimeout = FormInput.word(frontDoorTimeout);
    }

    /** Returns the paths that the new slot is asked for before the switch, separated by white space. */
    public String getWarmUp() {
        return warmUp;
    }

    /** @param warmUp see {@link #getWarmUp} */
    @DataBoundSetter
    public void setWarmUp(String warmUp) {
        this.warmUp = FormInput.word(warmUp);
    }

    /** Returns how long it is asked for them. */
    public String getWarmUpTime() {
        return warmUpTime;
    }

    /** @param warmUpTime see {@link #getWarmUpTime} */
    @DataBoundSetter
    public void setWarmUpTime(String warmUpTime) {
        this.warmUpTime = FormInput.word(warmUpTime);
    }

    /** Returns the certificates in PEM format that the front door's is verified by; unset for those of the JVM. */
    public String getTrustedCertificates() {
        return trustedCertificates;
    }

    /** @param trustedCertificates see {@link #getTrustedCertificates} */
    @DataBoundSetter
    public void setTrustedCertificates(String trustedCertificates) {
        this.trustedCertificates = FormInput.text(trustedCertificates);
    }

    /** Returns how long it is looked at after the switch, before the old slot is retired. */
    public String getObserve() {
        return observe;
    }

    /** @param observe see {@link #getObserve} */
    @DataBoundSetter
    public void setObserve(String observe) {
        this.observe = FormInput.word(observe);
    }

    /** Returns the time from one question to the front door to the next, while traffic is switched. */
    public String getMeasureEvery() {
        return measureEvery;
    }

    /** @param measureEvery see {@link #getMeasureEvery} */
    @DataBoundSetter
    public void setMeasureEvery(String measureEvery) {
        this.measureEvery = FormInput.word(measureEvery);
    }

    /** Returns how many of these questions may fail. */
    public Integer getMaxFailedRequests() {
        return maxFailedRequests;
    }

    /** @param maxFailedRequests see {@link #getMaxFailedRequests} */
    @DataBoundSetter
    public void setMaxFailedRequests(Integer maxFailedRequests) {
        this.maxFailedRequests = maxFailedRequests;
    }

    /** Returns how long it may take to become healthy. */
    public String getStartTimeout() {
        return startTimeout;
    }

    /** @param startTimeout see {@link #getStartTimeout} */
    @DataBoundSetter
    public void setStartTimeout(String startTimeout) {
        this.startTimeout = FormInput.word(startTimeout);
    }

    /** Returns the time from the polite to the forced request to stop. */
    public String getStopTimeout() {
        return stopTimeout;
    }

    /** @param stopTimeout see {@link #getStopTimeout} */
    @DataBoundSetter
    public void setStopTimeout(String stopTimeout) {
        this.stopTimeout = FormInput.word(stopTimeout);
    }

    /** Returns how long the old slot may be waited for until nothing uses it any more. */
    public String getDrainTimeout() {
        return drainTimeout;
    }

    /** @param drainTimeout see {@link #getDrainTimeout} */
    @DataBoundSetter
    public void setDrainTimeout(String drainTimeout) {
        this.drainTimeout = FormInput.word(drainTimeout);
    }

    /** Returns how long to wait for another deployment of it. */
    public String getLockTimeout() {
        return lockTimeout;
    }

    /** @param lockTimeout see {@link #getLockTimeout} */
    @DataBoundSetter
    public void setLockTimeout(String lockTimeout) {
        this.lockTimeout = FormInput.word(lockTimeout);
    }

    /** Returns how many releases stay on a host. */
    public Integer getKeepReleases() {
        return keepReleases;
    }

    /** @param keepReleases see {@link #getKeepReleases} */
    @DataBoundSetter
    public void setKeepReleases(Integer keepReleases) {
        this.keepReleases = keepReleases;
    }

    /** Returns the id of the release. */
    public String getRelease() {
        return release;
    }

    /** @param release see {@link #getRelease} */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = FormInput.word(release);
    }

    @Override
    protected Map<String, String> defaults() {
        return Defaults.OF_DEPLOYMENT;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends SettingsDescriptor<DeploySettings> {

        @Override
        public String getDisplayName() {
            return Messages.DeploySettings_DisplayName();
        }

        /** Offers the credentials that one who configures this item may use. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return SshLogins.choices(item, credentialsId);
        }

        /** Offers whether an archive is unpacked. */
        @POST
        public ListBoxModel doFillUnpackItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DeploySettings_Unpack_Unset(), "");
            items.add(Messages.DeploySettings_Unpack_Yes(), "true");
            items.add(Messages.DeploySettings_Unpack_No(), "false");
            return items;
        }

        /** Offers what can be done about a host whose key is not known. */
        @POST
        public ListBoxModel doFillHostKeyVerificationItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DeploySettings_HostKeyVerification_Unset(), "");
            items.add(Messages.DeploySettings_HostKeyVerification_Strict(), HostKeyVerification.STRICT.label());
            items.add(
                    Messages.DeploySettings_HostKeyVerification_AcceptFirstConnection(),
                    HostKeyVerification.ACCEPT_FIRST_CONNECTION.label());
            return items;
        }
    }
}
