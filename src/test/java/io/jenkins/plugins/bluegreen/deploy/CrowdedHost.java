package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.CountedHost;
import io.jenkins.plugins.bluegreen.lab.Crowd;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A host on which much runs beside the application: so many processes, nine nginxes, and a stranger on green's port. Blue is
 * deployed there already.
 */
public final class CrowdedHost implements AutoCloseable {

    private static final int OTHERS = 9;

    private final Bench bench;
    private final Cleanup cleanup = new Cleanup();

    /** Starts all of that beside the application. */
    public CrowdedHost(Bench bench, int processes) throws IOException {
        this.bench = bench;
        cleanup.add(Crowd.of(processes));
        for (int i = 0; i < OTHERS; i++) {
            cleanup.add(PrivateNginx.withFlag(FreePorts.slots()));
        }
        cleanup.add(new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress()));
    }

    /**
     * Looks at all that a deployment looks at first: what runs, who listens, and which nginx goes by the file. That is one which
     * none goes by, so that each is followed to the end of its configuration.
     *
     * @return what that cost the host's processors
     */
    public Duration look(CountedHost counted) throws IOException, InterruptedException {
        try {
            HostState state = Cluster.inspect(Bench.on(counted.host(), bench.plan(Map.of())));
            String stranger = "pid " + ProcessHandle.current().pid() + " ";
            if (!state.running(Slot.BLUE)
                    || !state.stranger(Slot.GREEN).orElse("").startsWith(stranger)) {
                throw new IllegalStateException(state.toString());
            }
        } catch (HostException e) {
            throw new IllegalStateException(e);
        }
        Duration cost = counted.cost();
        NginxConfig nobodys =
                new NginxConfig.Flag(List.of(), bench.folder.resolve("nobodys").toString());
        try {
            new NginxRouterConfig(nobodys).on(counted.host(), bench.slots).inspect();
            throw new IllegalStateException("an nginx goes by a file that none names");
        } catch (HostException e) {
            return cost.plus(counted.cost());
        }
    }

    @Override
    public void close() throws IOException {
        cleanup.close();
    }
}
