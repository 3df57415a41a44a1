package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.OwnSettings;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.Space;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The releases of a simulated host. */
record SimulatedReleases(RemoteHost host, DeployPlan plan) implements ReleaseStore {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private String run(String script, Object... words) throws HostException, InterruptedException {
        Command command = SimulatedProcesses.command(script, words);
        return host.require(command, LIMIT, script + " on " + host.name() + " went wrong")
                .out();
    }

    @Override
    public Command inspectCommand() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StoredRelease> parse(CommandResult result) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Command buildsCommand() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Slot, String> builds(CommandResult result) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OwnSettings settings(String release) throws HostException, InterruptedException {
        run("settings", release);
        return new OwnSettings(plan.application().start(), plan.health(), plan.warmUp(), plan.frontDoor());
    }

    @Override
    public void verify(String release) throws HostException, InterruptedException {
        run("verify", release);
    }

    @Override
    public void remove(String release, String deployment) throws HostException, InterruptedException {
        run("remove", release, deployment);
    }

    @Override
    public String prune(int keep) throws HostException, InterruptedException {
        return run("prune", keep);
    }

    /** A release that is brought to simulated hosts. */
    record Brought(DeployPlan plan) implements ReleaseSource {

        @Override
        public void await(Cancellation cancellation) {
            // It is known.
        }

        @Override
        public String step() {
            return "ship " + plan.release().id();
        }

        @Override
        public Space space() {
            return new Space(1_000_000, 10);
        }

        @Override
        public String deliver(RemoteHost host, Progress progress, Cancellation cancellation)
                throws HostException, InterruptedException {
            return new SimulatedReleases(host, plan).run("ship", plan.release().id(), plan.deploymentId());
        }

        @Override
        public Shipment foresee(RemoteHost host) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
