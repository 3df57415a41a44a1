package io.jenkins.plugins.bluegreen.jenkins.step;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.StrategySettings;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of {@link DeploySettings} as those of a step, as {@link ApplicationParameters} has them. */
public abstract class DeployParameters extends SwitchParameters {

    private final DeploySettings settings = new DeploySettings();

    @Override
    protected final DeploySettings settings() {
        return settings;
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

    /** See {@link DeploySettings#getStartTimeout}. */
    public String getStartTimeout() {
        return settings.getStartTimeout();
    }

    /** See {@link DeploySettings#setStartTimeout}. */
    @DataBoundSetter
    public void setStartTimeout(String startTimeout) {
        settings.setStartTimeout(startTimeout);
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

    /** See {@link DeploySettings#getHold}. */
    public String getHold() {
        return settings.getHold();
    }

    /** See {@link DeploySettings#setHold}. */
    @DataBoundSetter
    public void setHold(String hold) {
        settings.setHold(hold);
    }

    /** See {@link DeploySettings#getHoldEnds}. */
    public String getHoldEnds() {
        return settings.getHoldEnds();
    }

    /** See {@link DeploySettings#setHoldEnds}. */
    @DataBoundSetter
    public void setHoldEnds(String holdEnds) {
        settings.setHoldEnds(holdEnds);
    }

    /** See {@link DeploySettings#getDryRun}. */
    public Boolean getDryRun() {
        return settings.getDryRun();
    }

    /** See {@link DeploySettings#setDryRun}. */
    @DataBoundSetter
    public void setDryRun(Boolean dryRun) {
        settings.setDryRun(dryRun);
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

    /** See {@link DeploySettings#getStrategy}. */
    public StrategySettings getStrategy() {
        return settings.getStrategy();
    }

    /** See {@link DeploySettings#setStrategy}. */
    @DataBoundSetter
    public void setStrategy(StrategySettings strategy) {
        settings.setStrategy(strategy);
    }
}
