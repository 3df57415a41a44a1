package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.PreflightCheck;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.plan.SshRoutes;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.FirstUse;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.util.ArrayList;
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
    static FormValidation of(PlanFactory factory, HostCatalog book) throws AbortException, InterruptedException {
        DeployPlan plan = factory.plan(NO_RELEASE, new Owner("", "test", ""), NO_RELEASE, NO_RELEASE);
        SshRoutes routes = new SshRoutes(factory, book, SshLogins::forTest, TrustOnFirstUseStore.none());
        Access access = new Access(routes.find(), factory.trustedCertificates());
        List<FormValidation> results = new ArrayList<>();
        try {
            List<KnownHostsLine> keys = FirstUse.learn(access.routes().values());
            keys.forEach(key -> results.add(firstUse(key)));
            // A host of the application that is one of the router's too is looked at twice; one refused login is told
            // once.
            PreflightCheck.inspect(plan, new HostConnector(plan, access.knowing(keys))).stream()
                    .distinct()
                    .forEach(finding -> results.add(validation(finding)));
        } catch (HostException e) {
            results.add(FormValidation.error(e.getMessage()));
        }
        return FormValidation.aggregate(results);
    }

    private static FormValidation firstUse(KnownHostsLine key) {
        return FormValidation.warning(Messages.ConnectionTest_FirstUse(key.hosts(), key.type(), key.fingerprint()));
    }

    private static FormValidation validation(Finding finding) {
        String text = finding.whole();
        return switch (finding.mark()) {
            case GOOD -> FormValidation.ok(text);
            case ADVICE -> FormValidation.warning(text);
            case WRONG -> FormValidation.error(text);
        };
    }
}
