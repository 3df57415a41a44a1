package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.field.Arguments;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.form.ApplicationSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.ProcessSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The parameters of {@link ApplicationSettings} as those of a step, since Pipeline and its validator read a step's own class. Each is
 * passed on to the settings, which say what it is; a test holds the two to each other.
 */
public abstract class ApplicationParameters extends Step {

    /** Returns what was given. */
    protected abstract ApplicationSettings<?> settings();

    /** See {@link ApplicationSettings#getApplication}. */
    public String getApplication() {
        return settings().getApplication();
    }

    /** See {@link ApplicationSettings#setApplication}. */
    @DataBoundSetter
    public void setApplication(String application) {
        settings().setApplication(application);
    }

    /** See {@link ApplicationSettings#getHosts}. */
    public String getHosts() {
        return settings().getHosts();
    }

    /** See {@link ApplicationSettings#setHosts}. */
    @DataBoundSetter
    public void setHosts(String hosts) {
        settings().setHosts(hosts);
    }

    /** See {@link ApplicationSettings#getCredentialsId}. */
    public String getCredentialsId() {
        return settings().getCredentialsId();
    }

    /** See {@link ApplicationSettings#setCredentialsId}. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        settings().setCredentialsId(credentialsId);
    }

    /** See {@link ApplicationSettings#getHostKeys}. */
    public String getHostKeys() {
        return settings().getHostKeys();
    }

    /** See {@link ApplicationSettings#setHostKeys}. */
    @DataBoundSetter
    public void setHostKeys(String hostKeys) {
        settings().setHostKeys(hostKeys);
    }

    /** See {@link ApplicationSettings#getHostKeyVerification}. */
    public String getHostKeyVerification() {
        return settings().getHostKeyVerification();
    }

    /** See {@link ApplicationSettings#setHostKeyVerification}. */
    @DataBoundSetter
    public void setHostKeyVerification(String hostKeyVerification) {
        settings().setHostKeyVerification(hostKeyVerification);
    }

    /** See {@link ApplicationSettings#getJumpHosts}. */
    public String getJumpHosts() {
        return settings().getJumpHosts();
    }

    /** See {@link ApplicationSettings#setJumpHosts}. */
    @DataBoundSetter
    public void setJumpHosts(String jumpHosts) {
        settings().setJumpHosts(jumpHosts);
    }

    /** See {@link ApplicationSettings#getBluePort}. */
    public Integer getBluePort() {
        return settings().getBluePort();
    }

    /** See {@link ApplicationSettings#setBluePort}. */
    @DataBoundSetter
    public void setBluePort(Integer bluePort) {
        settings().setBluePort(bluePort);
    }

    /** See {@link ApplicationSettings#getGreenPort}. */
    public Integer getGreenPort() {
        return settings().getGreenPort();
    }

    /** See {@link ApplicationSettings#setGreenPort}. */
    @DataBoundSetter
    public void setGreenPort(Integer greenPort) {
        settings().setGreenPort(greenPort);
    }

    /** See {@link ApplicationSettings#getDeployDirectory}. */
    public String getDeployDirectory() {
        return settings().getDeployDirectory();
    }

    /** See {@link ApplicationSettings#setDeployDirectory}. */
    @DataBoundSetter
    public void setDeployDirectory(String deployDirectory) {
        settings().setDeployDirectory(deployDirectory);
    }

    /** See {@link ApplicationSettings#getRouter}. */
    public RouterSettings getRouter() {
        return settings().getRouter();
    }

    /** See {@link ApplicationSettings#setRouter}. */
    @DataBoundSetter
    public void setRouter(RouterSettings router) {
        settings().setRouter(router);
    }

    /** See {@link ApplicationSettings#getProcess}. */
    public ProcessSettings getProcess() {
        return settings().getProcess();
    }

    /** See {@link ApplicationSettings#setProcess}. */
    @DataBoundSetter
    public void setProcess(ProcessSettings process) {
        settings().setProcess(process);
    }

    /** Makes a step known to Jenkins whose parameters are those of settings. */
    public abstract static class ParametersDescriptor extends StepDescriptor implements CustomDescribableModel {

        /** Returns what describes the form, which is that of the settings. */
        public abstract SettingsDescriptor<?> getSettings();

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return Arguments.checked(getFunctionName(), getSettings().blank(), arguments);
        }

        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return super.newInstance(
                    request,
                    SettingsDescriptor.withoutEmpty(getSettings().blank().getClass(), form));
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, TaskListener.class, EnvVars.class);
        }
    }
}
