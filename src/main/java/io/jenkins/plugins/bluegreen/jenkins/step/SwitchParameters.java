package io.jenkins.plugins.bluegreen.jenkins.step;

import io.jenkins.plugins.bluegreen.jenkins.form.HooksSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.SwitchSettings;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of {@link SwitchSettings} as those of a step, as {@link ApplicationParameters} has them. */
public abstract class SwitchParameters extends ApplicationParameters {

    @Override
    protected abstract SwitchSettings<?> settings();

    /** See {@link SwitchSettings#getFrontDoor}. */
    public String getFrontDoor() {
        return settings().getFrontDoor();
    }

    /** See {@link SwitchSettings#setFrontDoor}. */
    @DataBoundSetter
    public void setFrontDoor(String frontDoor) {
        settings().setFrontDoor(frontDoor);
    }

    /** See {@link SwitchSettings#getFrontDoorHeaders}. */
    public String getFrontDoorHeaders() {
        return settings().getFrontDoorHeaders();
    }

    /** See {@link SwitchSettings#setFrontDoorHeaders}. */
    @DataBoundSetter
    public void setFrontDoorHeaders(String frontDoorHeaders) {
        settings().setFrontDoorHeaders(frontDoorHeaders);
    }

    /** See {@link SwitchSettings#getFrontDoorTimeout}. */
    public String getFrontDoorTimeout() {
        return settings().getFrontDoorTimeout();
    }

    /** See {@link SwitchSettings#setFrontDoorTimeout}. */
    @DataBoundSetter
    public void setFrontDoorTimeout(String frontDoorTimeout) {
        settings().setFrontDoorTimeout(frontDoorTimeout);
    }

    /** See {@link SwitchSettings#getTrustedCertificates}. */
    public String getTrustedCertificates() {
        return settings().getTrustedCertificates();
    }

    /** See {@link SwitchSettings#setTrustedCertificates}. */
    @DataBoundSetter
    public void setTrustedCertificates(String trustedCertificates) {
        settings().setTrustedCertificates(trustedCertificates);
    }

    /** See {@link SwitchSettings#getObserve}. */
    public String getObserve() {
        return settings().getObserve();
    }

    /** See {@link SwitchSettings#setObserve}. */
    @DataBoundSetter
    public void setObserve(String observe) {
        settings().setObserve(observe);
    }

    /** See {@link SwitchSettings#getMeasureEvery}. */
    public String getMeasureEvery() {
        return settings().getMeasureEvery();
    }

    /** See {@link SwitchSettings#setMeasureEvery}. */
    @DataBoundSetter
    public void setMeasureEvery(String measureEvery) {
        settings().setMeasureEvery(measureEvery);
    }

    /** See {@link SwitchSettings#getMaxFailedRequests}. */
    public Integer getMaxFailedRequests() {
        return settings().getMaxFailedRequests();
    }

    /** See {@link SwitchSettings#setMaxFailedRequests}. */
    @DataBoundSetter
    public void setMaxFailedRequests(Integer maxFailedRequests) {
        settings().setMaxFailedRequests(maxFailedRequests);
    }

    /** See {@link SwitchSettings#getStopTimeout}. */
    public String getStopTimeout() {
        return settings().getStopTimeout();
    }

    /** See {@link SwitchSettings#setStopTimeout}. */
    @DataBoundSetter
    public void setStopTimeout(String stopTimeout) {
        settings().setStopTimeout(stopTimeout);
    }

    /** See {@link SwitchSettings#getDrainTimeout}. */
    public String getDrainTimeout() {
        return settings().getDrainTimeout();
    }

    /** See {@link SwitchSettings#setDrainTimeout}. */
    @DataBoundSetter
    public void setDrainTimeout(String drainTimeout) {
        settings().setDrainTimeout(drainTimeout);
    }

    /** See {@link SwitchSettings#getLockTimeout}. */
    public String getLockTimeout() {
        return settings().getLockTimeout();
    }

    /** See {@link SwitchSettings#setLockTimeout}. */
    @DataBoundSetter
    public void setLockTimeout(String lockTimeout) {
        settings().setLockTimeout(lockTimeout);
    }

    /** See {@link SwitchSettings#getKeepReleases}. */
    public Integer getKeepReleases() {
        return settings().getKeepReleases();
    }

    /** See {@link SwitchSettings#setKeepReleases}. */
    @DataBoundSetter
    public void setKeepReleases(Integer keepReleases) {
        settings().setKeepReleases(keepReleases);
    }

    /** See {@link SwitchSettings#getKeepPrevious}. */
    public String getKeepPrevious() {
        return settings().getKeepPrevious();
    }

    /** See {@link SwitchSettings#setKeepPrevious}. */
    @DataBoundSetter
    public void setKeepPrevious(String keepPrevious) {
        settings().setKeepPrevious(keepPrevious);
    }

    /** See {@link SwitchSettings#getHooks}. */
    public HooksSettings getHooks() {
        return settings().getHooks();
    }

    /** See {@link SwitchSettings#setHooks}. */
    @DataBoundSetter
    public void setHooks(HooksSettings hooks) {
        settings().setHooks(hooks);
    }

    /** See {@link SwitchSettings#getHookTimeout}. */
    public String getHookTimeout() {
        return settings().getHookTimeout();
    }

    /** See {@link SwitchSettings#setHookTimeout}. */
    @DataBoundSetter
    public void setHookTimeout(String hookTimeout) {
        settings().setHookTimeout(hookTimeout);
    }

    /** See {@link SwitchSettings#getHookHosts}. */
    public String getHookHosts() {
        return settings().getHookHosts();
    }

    /** See {@link SwitchSettings#setHookHosts}. */
    @DataBoundSetter
    public void setHookHosts(String hookHosts) {
        settings().setHookHosts(hookHosts);
    }
}
