package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.status.StatusTree;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.run.Preparation.Prepared;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.MasterToSlaveFileCallable;

/** Asks how an application is, from the machine of a build, and tells that on the build's console. */
public final class StatusInquiry {

    private static final Logger LOG = Logger.getLogger(StatusInquiry.class.getName());

    /** What a host or an agent says is not believed without end. */
    private static final int LONGEST = 2000;

    private static final String NAME = "status";

    /** No application has this name: that one is well does not mean that its deployment was. */
    private static final String ABOUT = "the status";

    private final StatusSettings job;
    private final Build build;
    private final UnaryOperator<String> expand;
    private final Preparation preparation;

    /**
     * Does nothing yet.
     *
     * @param job what the job says
     * @param build where it runs
     * @param expand replaces variables in what it says
     */
    public StatusInquiry(StatusSettings job, Build build, UnaryOperator<String> expand) {
        this.job = job;
        this.build = build;
        this.expand = expand;
        this.preparation = new Preparation(job.as(DeploySettings.class), build, expand, List.of());
    }

    /** Looks at the hosts from the machine of the build. */
    private static final class Task extends MasterToSlaveFileCallable<StatusReport> {

        private static final long serialVersionUID = 1L;

        private final DeployPlan plan;
        private final Access access;

        Task(DeployPlan plan, Access access) {
            this.plan = plan;
            this.access = access;
        }

        @Override
        public StatusReport invoke(File workspace, VirtualChannel channel) throws InterruptedException {
            return new StatusCheck(new HostConnector(plan, access)).run(plan);
        }
    }

    /**
     * Asks, and tells it.
     *
     * @throws AbortException if that is not possible, or another release is live than was expected, or that is unknown; the console says why
     */
    public StatusReport call() throws AbortException, InterruptedException {
        try {
            Optional<WantedRelease> expected = job.expected(expand);
            StatusReport report = look();
            StatusTree.of(report, build.occasion().charset()).forEach(preparation::say);
            Optional<String> against = expected.flatMap(report::against);
            if (against.isPresent()) {
                throw failed(against.get());
            }
            build.occasion().ended(ABOUT, List.of(), "");
            return report;
        } catch (PlanException e) {
            throw failed(e.getMessage());
        }
    }

    private StatusReport look() throws AbortException, InterruptedException {
        try {
            Prepared prepared = preparation.look(NAME, Agent.of(build.workspace()));
            return build.workspace()
                    .act(new Task(prepared.plan(), prepared.access()))
                    .in(text -> shortened(preparation.mask().in(text)));
        } catch (PlanException e) {
            throw e;
        } catch (AbortException e) {
            throw failed(e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "The status could not be told in " + build.occasion().job());
            throw failed("The hosts could not be looked at: " + e + ". The log of Jenkins tells more.");
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    /** The last word is said where no secret is masked any more, so the reason is not in it. */
    private AbortException failed(String why) {
        preparation.say("FAILED: " + why);
        build.occasion().ended(ABOUT, List.of(), shortened(preparation.mask().in(why)));
        return new AbortException("The status is not as it has to be, or could not be told; the reason stands above,"
                + " behind \"FAILED:\".");
    }
}
