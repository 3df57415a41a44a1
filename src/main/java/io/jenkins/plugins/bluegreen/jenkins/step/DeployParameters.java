package io.jenkins.plugins.bluegreen.jenkins.step;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The parameters of {@link DeploySettings} as those of a step, since Pipeline and its validator read a step's own class. Each is
 * passed on to the settings, which say what it is; a test holds the two to each other.
 */
public abstract class DeployParameters extends Step {

    private final DeploySettings settings = new DeploySettings();

    /** Returns what was given. */
    final DeploySettings settings() {
        return settings;
    }

    /** See {@link DeploySettings#getApplication}. */
    public String getApplication() {
        return settings.getApplication();
    }

    /** See {@link DeploySettings#setApplication}. */
    @DataBoundSetter
    public void setApplication(String application) {
        settings.setApplication(application);
    }

    /** See {@link DeploySettings#getArtifact}. */
    public String getArtifact() {
        return settings.getArtifact();
    }

    /** See {@link DeploySettings#setArtifact}. */
    @DataBoundSetter
    public void setArtifact(String artifact) {
        settings.setArtifact(artifact);
    }

    /** See {@link DeploySettings#getExclude}. */
    public String getExclude() {
        return settings.getExclude();
    }

    /** See {@link DeploySettings#setExclude}. */
    @DataBoundSetter
    public void setExclude(String exclude) {
        settings.setExclude(exclude);
    }

    /** See {@link DeploySettings#getUnpack}. */
    public Boolean getUnpack() {
        return settings.getUnpack();
    }

    /** See {@link DeploySettings#setUnpack}. */
    @DataBoundSetter
    public void setUnpack(Boolean unpack) {
        settings.setUnpack(unpack);
    }

    /** See {@link DeploySettings#getHosts}. */
    public String getHosts() {
        return settings.getHosts();
    }

    /** See {@link DeploySettings#setHosts}. */
    @DataBoundSetter
    public void setHosts(String hosts) {
        settings.setHosts(hosts);
    }

    /** See {@link DeploySettings#getCredentialsId}. */
    public String getCredentialsId() {
        return settings.getCredentialsId();
    }

    /** See {@link DeploySettings#setCredentialsId}. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        settings.setCredentialsId(credentialsId);
    }

    /** See {@link DeploySettings#getHostKeys}. */
    public String getHostKeys() {
        return settings.getHostKeys();
    }

    /** See {@link DeploySettings#setHostKeys}. */
    @DataBoundSetter
    public void setHostKeys(String hostKeys) {
        settings.setHostKeys(hostKeys);
    }

    /** See {@link DeploySettings#getHostKeyVerification}. */
    public String getHostKeyVerification() {
        return settings.getHostKeyVerification();
    }

    /** See {@link DeploySettings#setHostKeyVerification}. */
    @DataBoundSetter
    public void setHostKeyVerification(String hostKeyVerification) {
        settings.setHostKeyVerification(hostKeyVerification);
    }

    /** See {@link DeploySettings#getJumpHosts}. */
    public String getJumpHosts() {
        return settings.getJumpHosts();
    }

    /** See {@link DeploySettings#setJumpHosts}. */
    @DataBoundSetter
    public void setJumpHosts(String jumpHosts) {
        settings.setJumpHosts(jumpHosts);
    }

    /** See {@link DeploySettings#getBluePort}. */
    public Integer getBluePort() {
        return settings.getBluePort();
    }

    /** See {@link DeploySettings#setBluePort}. */
    @DataBoundSetter
    public void setBluePort(Integer bluePort) {
        settings.setBluePort(bluePort);
    }

    /** See {@link DeploySettings#getGreenPort}. */
    public Integer getGreenPort() {
        return settings.getGreenPort();
    }

    /** See {@link DeploySettings#setGreenPort}. */
    @DataBoundSetter
    public void setGreenPort(Integer greenPort) {
        settings.setGreenPort(greenPort);
    }

    /** See {@link DeploySettings#getDeployDirectory}. */
    public String getDeployDirectory() {
        return settings.getDeployDirectory();
    }

    /** See {@link DeploySettings#setDeployDirectory}. */
    @DataBoundSetter
    public void setDeployDirectory(String deployDirectory) {
        settings.setDeployDirectory(deployDirectory);
    }

    /** See {@link DeploySettings#getStartCommand}. */
    public String getStartCommand() {
        return settings.getStartCommand();
    }

    /** See {@link DeploySettings#setStartCommand}. */
    @DataBoundSetter
    public void setStartCommand(String startCommand) {
        settings.setStartCommand(startCommand);
    }

    /** See {@link DeploySettings#getAdopt}. */
    public String getAdopt() {
        return settings.getAdopt();
    }

    /** See {@link DeploySettings#setAdopt}. */
    @DataBoundSetter
    public void setAdopt(String adopt) {
        settings.setAdopt(adopt);
    }

    /** See {@link DeploySettings#getWorkingDirectory}. */
    public String getWorkingDirectory() {
        return settings.getWorkingDirectory();
    }

    /** See {@link DeploySettings#setWorkingDirectory}. */
    @DataBoundSetter
    public void setWorkingDirectory(String workingDirectory) {
        settings.setWorkingDirectory(workingDirectory);
    }

    /** See {@link DeploySettings#getEnvironment}. */
    public String getEnvironment() {
        return settings.getEnvironment();
    }

    /** See {@link DeploySettings#setEnvironment}. */
    @DataBoundSetter
    public void setEnvironment(String environment) {
        settings.setEnvironment(environment);
    }

    /** See {@link DeploySettings#getPassEnvironment}. */
    public String getPassEnvironment() {
        return settings.getPassEnvironment();
    }

    /** See {@link DeploySettings#setPassEnvironment}. */
    @DataBoundSetter
    public void setPassEnvironment(String passEnvironment) {
        settings.setPassEnvironment(passEnvironment);
    }

    /** See {@link DeploySettings#getHealthCheck}. */
    public HealthCheckSettings getHealthCheck() {
        return settings.getHealthCheck();
    }

    /** See {@link DeploySettings#setHealthCheck}. */
    @DataBoundSetter
    public void setHealthCheck(HealthCheckSettings healthCheck) {
        settings.setHealthCheck(healthCheck);
    }

    /** See {@link DeploySettings#getRouter}. */
    public RouterSettings getRouter() {
        return settings.getRouter();
    }

    /** See {@link DeploySettings#setRouter}. */
    @DataBoundSetter
    public void setRouter(RouterSettings router) {
        settings.setRouter(router);
    }

    /** See {@link DeploySettings#getFrontDoor}. */
    public String getFrontDoor() {
        return settings.getFrontDoor();
    }

    /** See {@link DeploySettings#setFrontDoor}. */
    @DataBoundSetter
    public void setFrontDoor(String frontDoor) {
        settings.setFrontDoor(frontDoor);
    }

    /** See {@link DeploySettings#getFrontDoorHeaders}. */
    public String getFrontDoorHeaders() {
        return settings.getFrontDoorHeaders();
    }

    /** See {@link DeploySettings#setFrontDoorHeaders}. */
    @DataBoundSetter
    public void setFrontDoorHeaders(String frontDoorHeaders) {
        settings.setFrontDoorHeaders(frontDoorHeaders);
    }

    /** See {@link DeploySettings#getFrontDoorTimeout}. */
    public String getFrontDoorTimeout() {
        return settings.getFrontDoorTimeout();
    }

    /** See {@link DeploySettings#setFrontDoorTimeout}. */
    @DataBoundSetter
    public void setFrontDoorTimeout(String frontDoorTimeout) {
        settings.setFrontDoorTimeout(frontDoorTimeout);
    }

    /** See {@link DeploySettings#getWarmUp}. */
    public String getWarmUp() {
        return settings.getWarmUp();
    }

    /** See {@link DeploySettings#setWarmUp}. */
    @DataBoundSetter
    public void setWarmUp(String warmUp) {
        settings.setWarmUp(warmUp);
    }

    /** See {@link DeploySettings#getWarmUpTime}. */
    public String getWarmUpTime() {
        return settings.getWarmUpTime();
    }

    /** See {@link DeploySettings#setWarmUpTime}. */
    @DataBoundSetter
    public void setWarmUpTime(String warmUpTime) {
        settings.setWarmUpTime(warmUpTime);
    }

    /** See {@link DeploySettings#getTrustedCertificates}. */
    public String getTrustedCertificates() {
        return settings.getTrustedCertificates();
    }

    /** See {@link DeploySettings#setTrustedCertificates}. */
    @DataBoundSetter
    public void setTrustedCertificates(String trustedCertificates) {
        settings.setTrustedCertificates(trustedCertificates);
    }

    /** See {@link DeploySettings#getObserve}. */
    public String getObserve() {
        return settings.getObserve();
    }

    /** See {@link DeploySettings#setObserve}. */
    @DataBoundSetter
    public void setObserve(String observe) {
        settings.setObserve(observe);
    }

    /** See {@link DeploySettings#getMeasureEvery}. */
    public String getMeasureEvery() {
        return settings.getMeasureEvery();
    }

    /** See {@link DeploySettings#setMeasureEvery}. */
    @DataBoundSetter
    public void setMeasureEvery(String measureEvery) {
        settings.setMeasureEvery(measureEvery);
    }

    /** See {@link DeploySettings#getMaxFailedRequests}. */
    public Integer getMaxFailedRequests() {
        return settings.getMaxFailedRequests();
    }

    /** See {@link DeploySettings#setMaxFailedRequests}. */
    @DataBoundSetter
    public void setMaxFailedRequests(Integer maxFailedRequests) {
        settings.setMaxFailedRequests(maxFailedRequests);
    }

    /** See {@link DeploySettings#getStartTimeout}. */
    public String getStartTimeout() {
        return settings.getStartTimeout();
    }

    /** See {@link DeploySettings#setStartTimeout}. */
    @DataBoundSetter
    public void setStartTimeout(String startTimeout) {
        settings.setStartTimeout(startTimeout);
    }

    /** See {@link DeploySettings#getStopTimeout}. */
    public String getStopTimeout() {
        return settings.getStopTimeout();
    }

    /** See {@link DeploySettings#setStopTimeout}. */
    @DataBoundSetter
    public void setStopTimeout(String stopTimeout) {
        settings.setStopTimeout(stopTimeout);
    }

    /** See {@link DeploySettings#getDrainTimeout}. */
    public String getDrainTimeout() {
        return settings.getDrainTimeout();
    }

    /** See {@link DeploySettings#setDrainTimeout}. */
    @DataBoundSetter
    public void setDrainTimeout(String drainTimeout) {
        settings.setDrainTimeout(drainTimeout);
    }

    /** See {@link DeploySettings#getLockTimeout}. */
    public String getLockTimeout() {
        return settings.getLockTimeout();
    }

    /** See {@link DeploySettings#setLockTimeout}. */
    @DataBoundSetter
    public void setLockTimeout(String lockTimeout) {
        settings.setLockTimeout(lockTimeout);
    }

    /** See {@link DeploySettings#getKeepReleases}. */
    public Integer getKeepReleases() {
        return settings.getKeepReleases();
    }

    /** See {@link DeploySettings#setKeepReleases}. */
    @DataBoundSetter
    public void setKeepReleases(Integer keepReleases) {
        settings.setKeepReleases(keepReleases);
    }

    /** See {@link DeploySettings#getRelease}. */
    public String getRelease() {
        return settings.getRelease();
    }

    /** See {@link DeploySettings#setRelease}. */
    @DataBoundSetter
    public void setRelease(String release) {
        settings.setRelease(release);
    }
}
