package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;

/** Leads an engine into a simulated world. Nobody asks a front door: that goes by the machine's own time. */
record SimulatedConnector(World world, Engine engine, DeployPlan plan) implements Connector {

    @Override
    public RemoteHost connect(Target target) throws HostException {
        return new SimulatedHost(world, world.machine(target.host()), engine);
    }

    @Override
    public ProcessManager processes(RemoteHost host) {
        return new SimulatedProcesses(host, plan);
    }

    @Override
    public ReleaseStore releases(RemoteHost host) {
        return new SimulatedReleases(host, plan);
    }

    @Override
    public TrafficRouter router(RemoteHost host) {
        return new SimulatedRouter(host);
    }

    @Override
    public HealthProbe probe() {
        return (host, port, release) -> ask(host, port);
    }

    @Override
    public HealthProbe probe(HealthCheck check) {
        return probe();
    }

    @Override
    public HealthProbe page(String path) {
        return probe();
    }

    @Override
    public HealthProbe door(Door door, String path) {
        return probe();
    }

    private HealthProbe.Answer ask(RemoteHost host, int port) throws HostException, InterruptedException {
        engine.point();
        int status = ((SimulatedHost.Answered) host.connect(port, Duration.ofSeconds(2))).status();
        String seen = status == 0 ? "connection refused" : String.valueOf(status);
        return new HealthProbe.Answer(
                status == 200, seen, "", status == 502 ? HealthProbe.By.ROUTER : HealthProbe.By.ASKED);
    }

    @Override
    public FrontDoor frontDoor() {
        return null;
    }

    @Override
    public AvailabilityProbe availabilityProbe() {
        return null;
    }
}
