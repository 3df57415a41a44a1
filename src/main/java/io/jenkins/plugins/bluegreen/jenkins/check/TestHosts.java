package io.jenkins.plugins.bluegreen.jenkins.check;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.PreflightCheck;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import java.util.ArrayList;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;

/** Looks whether a deployment would find what it needs, from the machine that will deploy. */
final class TestHosts extends MasterToSlaveCallable<ArrayList<Finding>, InterruptedException> {

    private static final long serialVersionUID = 1L;

    private final DeployPlan plan;
    private final Access access;

    /** Does nothing yet. Holds secrets. */
    TestHosts(DeployPlan plan, Access access) {
        this.plan = plan;
        this.access = access;
    }

    @Override
    public ArrayList<Finding> call() throws InterruptedException {
        AskingConnector connector = new AskingConnector(plan, access);
        List<Finding> found = PreflightCheck.inspect(plan, connector);
        ArrayList<Finding> all = new ArrayList<>(connector.learned());
        all.addAll(found);
        return all;
    }
}
