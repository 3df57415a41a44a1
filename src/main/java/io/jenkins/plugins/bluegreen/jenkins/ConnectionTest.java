package io.jenkins.plugins.bluegreen.jenkins;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.deploy.Inspection;
import io.jenkins.plugins.bluegreen.deploy.Inspection.Finding;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Owner;
import io.jenkins.plugins.bluegreen.ssh.SshLogin;
import java.util.List;

/** The "Test" button: connects from the controller and looks, as a deployment would, but changes nothing. */
final class ConnectionTest {

    private static final String NO_RELEASE = "test";

    private ConnectionTest() {}

    /**
     * Looks at all hosts.
     *
     * @throws AbortException if the credentials are not there
     */
    static FormValidation of(PlanFactory factory) throws AbortException, InterruptedException {
        DeployPlan plan = factory.plan(NO_RELEASE, new Owner("", "test", ""), NO_RELEASE, NO_RELEASE);
        SshLogin login = SshLogins.forTest(factory.credentialsId(), factory.hostKeys());
        List<Finding> findings = Inspection.inspect(plan, new HostConnector(plan, login));
        // A host of the application that is one of nginx's too is looked at twice; one refused login is told once.
        return FormValidation.aggregate(
                findings.stream().distinct().map(ConnectionTest::validation).toList());
    }

    private static FormValidation validation(Finding finding) {
        String text = finding.host().isEmpty() ? finding.text() : finding.host() + ": " + finding.text();
        return finding.ok() ? FormValidation.ok(text) : FormValidation.error(text);
    }
}
