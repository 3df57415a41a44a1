package io.jenkins.plugins.bluegreen.jenkins.form;

import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * How users are led from one slot to the other: the parameters of whatever switches.
 *
 * @param <S> the class itself
 */
public abstract class SwitchSettings<S extends SwitchSettings<S>> extends ApplicationSettings<S> {

    private String frontDoor;
    private String frontDoorHeaders;
    private String frontDoorTimeout;
    private String trustedCertificates;
    private String observe;
    private String measureEvery;
    private Integer maxFailedRequests;
    private String stopTimeout;
    private String drainTimeout;
    private String lockTimeout;
    private Integer keepReleases;
    private String keepPrevious;
    private HooksSettings hooks;
    private String hookTimeout;
    private String hookHosts;

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

    /** Returns how long what served before stays as a standby after the switch. */
    public String getKeepPrevious() {
        return keepPrevious;
    }

    /** @param keepPrevious see {@link #getKeepPrevious} */
    @DataBoundSetter
    public void setKeepPrevious(String keepPrevious) {
        this.keepPrevious = FormInput.word(keepPrevious);
    }

    /** Returns the commands that are run meanwhile on the application's hosts. */
    public HooksSettings getHooks() {
        return hooks;
    }

    /** @param hooks see {@link #getHooks} */
    @DataBoundSetter
    public void setHooks(HooksSettings hooks) {
        this.hooks = hooks == null || hooks.nothingGiven() ? null : hooks;
    }

    /** Returns how long each of them may take on one host. */
    public String getHookTimeout() {
        return hookTimeout;
    }

    /** @param hookTimeout see {@link #getHookTimeout} */
    @DataBoundSetter
    public void setHookTimeout(String hookTimeout) {
        this.hookTimeout = FormInput.word(hookTimeout);
    }

    /** Returns on which hosts they are run: {@code first} or {@code all}. */
    public String getHookHosts() {
        return hookHosts;
    }

    /** @param hookHosts see {@link #getHookHosts} */
    @DataBoundSetter
    public void setHookHosts(String hookHosts) {
        this.hookHosts = FormInput.word(hookHosts);
    }
}
