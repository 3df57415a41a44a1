package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Computer;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.report.StatusMap;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.StatusInquiry;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code blueGreenStatus(...)}. */
public final class BlueGreenStatusStep extends ApplicationParameters {

    private final StatusSettings settings = new StatusSettings();

    /** Leaves all parameters unset. */
    @DataBoundConstructor
    public BlueGreenStatusStep() {}

    @Override
    protected StatusSettings settings() {
        return settings;
    }

    /** See {@link StatusSettings#getExpect}. */
    public String getExpect() {
        return settings.getExpect();
    }

    /** See {@link StatusSettings#setExpect}. */
    @DataBoundSetter
    public void setExpect(String expect) {
        settings.setExpect(expect);
    }

    /** See {@link StatusSettings#getHealthCheck}. */
    public HealthCheckSettings getHealthCheck() {
        return settings.getHealthCheck();
    }

    /** See {@link StatusSettings#setHealthCheck}. */
    @DataBoundSetter
    public void setHealthCheck(HealthCheckSettings healthCheck) {
        settings.setHealthCheck(healthCheck);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, settings);
    }

    /** One call of the step. Nothing is changed by it, so it may end at any moment. */
    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1L;

        private final transient StatusSettings settings;
        // Saved as well: it may be stopped after a restart.
        private final AtomicBoolean ended = new AtomicBoolean();
        private transient volatile Future<?> running;

        Execution(StepContext context, StatusSettings settings) {
            super(context);
            this.settings = settings;
        }

        @Override
        public boolean start() throws IOException, InterruptedException {
            // No variables are replaced: Groovy has done so.
            StatusInquiry inquiry = new StatusInquiry(settings, Build.of(getContext()), UnaryOperator.identity());
            running = Computer.threadPoolForRemoting.submit(() -> conclude(inquiry));
            return false;
        }

        private void conclude(StatusInquiry inquiry) {
            try {
                StatusReport report = inquiry.call();
                if (ended.compareAndSet(false, true)) {
                    getContext().onSuccess(StatusMap.of(report));
                }
            } catch (Throwable e) { // whatever it is: the Pipeline would wait for ever for a step that did not end
                if (ended.compareAndSet(false, true)) {
                    getContext().onFailure(e);
                }
            }
        }

        @Override
        public void stop(Throwable cause) {
            if (ended.compareAndSet(false, true)) {
                getContext().onFailure(cause);
            }
            if (running != null) {
                running.cancel(true);
            }
        }

        @Override
        public void onResume() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            getContext()
                    .onFailure(
                            new AbortException(
                                    "Jenkins was restarted while the hosts were looked at. Nothing was changed; run it again."));
        }
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ParametersDescriptor {

        @Override
        public StatusSettings.DescriptorImpl getSettings() {
            return Jenkins.get().getDescriptorByType(StatusSettings.DescriptorImpl.class);
        }

        @Override
        public String getFunctionName() {
            return "blueGreenStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenStatusStep_DisplayName();
        }
    }
}
