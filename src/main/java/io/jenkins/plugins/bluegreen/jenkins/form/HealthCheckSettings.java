package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.Example;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.model.plan.Defaults;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about the health check. Each may be unset ({@code null}). */
@Example("[path: '/health']")
@InOrder({
    "path",
    "retries",
    "interval",
    "timeout",
    "initialDelay",
    "successes",
    "status",
    "body",
    "expectRelease",
    "headers",
    "scheme",
    "port"
})
public final class HealthCheckSettings extends Settings<HealthCheckSettings> {

    private String scheme;
    private String port;
    private String path;
    private String headers;
    private String status;
    private String body;
    private String expectRelease;
    private Integer successes;
    private Integer retries;
    private String interval;
    private String timeout;
    private String initialDelay;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public HealthCheckSettings() {}

    /** Returns {@code http} or {@code https}. */
    public String getScheme() {
        return scheme;
    }

    /** @param scheme see {@link #getScheme} */
    @DataBoundSetter
    public void setScheme(String scheme) {
        this.scheme = FormInput.word(scheme);
    }

    /** Returns how far from the slot's port to ask, such as {@code +1000}; unset for that port itself. */
    public String getPort() {
        return port;
    }

    /** @param port see {@link #getPort} */
    @DataBoundSetter
    public void setPort(String port) {
        this.port = FormInput.word(port);
    }

    /** Returns the path and query to ask for. */
    public String getPath() {
        return path;
    }

    /** @param path see {@link #getPath} */
    @DataBoundSetter
    public void setPath(String path) {
        this.path = FormInput.word(path);
    }

    /** Returns {@code Name: value} lines to send; a variable in a value is one of the build. */
    public String getHeaders() {
        return headers;
    }

    /** @param headers see {@link #getHeaders} */
    @Literal(untilRead = true)
    @DataBoundSetter
    public void setHeaders(String headers) {
        this.headers = FormInput.text(headers);
    }

    /** Returns which status codes are healthy, such as {@code 200-299}. */
    public String getStatus() {
        return status;
    }

    /** @param status see {@link #getStatus} */
    @DataBoundSetter
    public void setStatus(String status) {
        this.status = FormInput.word(status);
    }

    /** Returns a regular expression that must be found in the body. */
    public String getBody() {
        return body;
    }

    /** @param body see {@link #getBody} */
    @DataBoundSetter
    public void setBody(String body) {
        this.body = FormInput.word(body);
    }

    /** Returns the response header, or the JSON pointer into the body, that must say the new release's id. */
    public String getExpectRelease() {
        return expectRelease;
    }

    /** @param expectRelease see {@link #getExpectRelease} */
    @DataBoundSetter
    public void setExpectRelease(String expectRelease) {
        this.expectRelease = FormInput.word(expectRelease);
    }

    /** Returns how many healthy answers in a row are asked for. */
    public Integer getSuccesses() {
        return successes;
    }

    /** @param successes see {@link #getSuccesses} */
    @DataBoundSetter
    public void setSuccesses(Integer successes) {
        this.successes = successes;
    }

    /** Returns how many questions at the most. */
    public Integer getRetries() {
        return retries;
    }

    /** @param retries see {@link #getRetries} */
    @DataBoundSetter
    public void setRetries(Integer retries) {
        this.retries = retries;
    }

    /** Returns the time from one question to the next. */
    public String getInterval() {
        return interval;
    }

    /** @param interval see {@link #getInterval} */
    @DataBoundSetter
    public void setInterval(String interval) {
        this.interval = FormInput.word(interval);
    }

    /** Returns how long one question may take. */
    public String getTimeout() {
        return timeout;
    }

    /** @param timeout see {@link #getTimeout} */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = FormInput.word(timeout);
    }

    /** Returns how long to wait before the first question. */
    public String getInitialDelay() {
        return initialDelay;
    }

    /** @param initialDelay see {@link #getInitialDelay} */
    @DataBoundSetter
    public void setInitialDelay(String initialDelay) {
        this.initialDelay = FormInput.word(initialDelay);
    }

    @Override
    protected String prefix() {
        return "healthCheck.";
    }

    @Override
    protected Map<String, String> defaults() {
        return Defaults.OF_HEALTH_CHECK;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("healthCheck")
    public static final class DescriptorImpl extends SettingsDescriptor<HealthCheckSettings> {

        @Override
        public String getDisplayName() {
            return Messages.HealthCheckSettings_DisplayName();
        }
    }
}
