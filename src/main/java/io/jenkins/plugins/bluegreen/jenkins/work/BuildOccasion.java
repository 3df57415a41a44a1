package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.jenkins.record.BuildOrigin;
import io.jenkins.plugins.bluegreen.jenkins.record.HeldByBuild;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/**
 * A build has a step for it.
 *
 * @param run the build
 */
public record BuildOccasion(Run<?, ?> run) implements Occasion {

    @Override
    public String job() {
        return run.getParent().getFullName();
    }

    @Override
    public int number() {
        return run.getNumber();
    }

    @Override
    public Path folder() {
        return run.getParent().getRootDir().toPath();
    }

    @Override
    public String user() {
        Cause.UserIdCause by = run.getCause(Cause.UserIdCause.class);
        String user = by == null ? null : by.getUserName();
        return user == null ? "" : user;
    }

    @Override
    public Charset charset() {
        return run.getCharset();
    }

    @Override
    public SshLogin login(String credentialsId, HostTrust trust, String agentSocket) throws AbortException {
        return SshLogins.forRun(credentialsId, trust, run, agentSocket);
    }

    @Override
    public Origin origin(Origin.Kind kind, String node) {
        return BuildOrigin.of(run, kind, node);
    }

    @Override
    public void holds(DeployPlan plan) {
        HeldByBuild.note(run, plan);
    }

    @Override
    public List<String> held(DeployPlan plan) {
        return HeldByBuild.by(run, plan);
    }

    @Override
    public void ended(String about, List<String> hosts, String reason) {
        FailureAction.tell(run, about, hosts, reason);
    }
}
