package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/**
 * What can be said about a deployment: the one list of parameters that the Pipeline step, the freestyle build step and each
 * application of the global configuration have one of.
 */
public final class DeploySettings extends LeadSettings<DeploySettings> {

    private String artifact;
    private String exclude;
    private Boolean unpack;
    private String startCommand;
    private String adopt;
    private String workingDirectory;
    private String environment;
    private String passEnvironment;
    private String startTimeout;
    private HealthCheckSettings healthCheck;
    private String warmUp;
    private String warmUpTime;
    private String release;
    private String hold;
    private String holdEnds;
    private Boolean dryRun;

    /** Leaves all unset. */
    @DataBoundConstructor
    public DeploySettings() {}

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

    /** Returns how long it may take to become healthy. */
    public String getStartTimeout() {
        return startTimeout;
    }

    /** @param startTimeout see {@link #getStartTimeout} */
    @DataBoundSetter
    public void setStartTimeout(String startTimeout) {
        this.startTimeout = FormInput.word(startTimeout);
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

    /** Returns for how long the release is held once it is healthy, without users; unset for not at all. */
    public String getHold() {
        return hold;
    }

    /** @param hold see {@link #getHold} */
    @DataBoundSetter
    public void setHold(String hold) {
        this.hold = FormInput.word(hold);
    }

    /** Returns what becomes of a release that was held for its time: {@code discard} or {@code promote}. */
    public String getHoldEnds() {
        return holdEnds;
    }

    /** @param holdEnds see {@link #getHoldEnds} */
    @DataBoundSetter
    public void setHoldEnds(String holdEnds) {
        this.holdEnds = FormInput.word(holdEnds);
    }

    /** Returns whether it is only found out what would be done; unset for no. */
    public Boolean getDryRun() {
        return dryRun;
    }

    /** @param dryRun see {@link #getDryRun} */
    @DataBoundSetter
    public void setDryRun(Boolean dryRun) {
        this.dryRun = dryRun;
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

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ApplicationDescriptor<DeploySettings> {

        @Override
        public String getDisplayName() {
            return Messages.DeploySettings_DisplayName();
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

        /** Offers what becomes of a release that was held for its time. */
        @POST
        public ListBoxModel doFillHoldEndsItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DeploySettings_HoldEnds_Unset(), "");
            items.add(Messages.DeploySettings_HoldEnds_Discard(), "discard");
            items.add(Messages.DeploySettings_HoldEnds_Promote(), "promote");
            return items;
        }

        /** Offers whether it is only found out what would be done. */
        @POST
        public ListBoxModel doFillDryRunItems() {
            return doFillUnpackItems();
        }
    }
}
