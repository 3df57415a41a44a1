package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.plan.RouterConfig;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A router that goes by a file at each request. It may say that it follows, and not do so: then only a question through it tells. */
record SimulatedRouter(RemoteHost host) implements CanaryRouter {

    static final int DOOR = 80;

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int REQUESTS = 60;
    private static final RouterTerms TERMS =
            new RouterTerms("it is stale", "it is unseen", "It is unseen.", "none", "name one", "old ones", "", "idle");

    /**
     * Where they are.
     *
     * @param hosts none where each of the application's hosts has its own
     */
    record Config(List<Target> hosts) implements RouterConfig {

        @Override
        public String kind() {
            return "router";
        }

        @Override
        public boolean limited(int status, String body) {
            return false;
        }

        @Override
        public boolean own(int status, String body) {
            return status == 502;
        }

        @Override
        public List<Integer> shares() {
            return List.of(1, 5, 25, 50);
        }
    }

    private String run(String script, Object... words) throws HostException, InterruptedException {
        Command command = SimulatedProcesses.command(script, words);
        return host.require(command, LIMIT, script + " on " + host.name() + " went wrong")
                .out();
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public RouterTerms terms() {
        return TERMS;
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return parse(host.run(inspectCommand(), LIMIT));
    }

    @Override
    public RouterState inspect() throws HostException, InterruptedException {
        return read();
    }

    @Override
    public Command inspectCommand() {
        return SimulatedProcesses.command("router");
    }

    @Override
    public RouterState parse(CommandResult result) throws HostException {
        String live = result.value("live").orElseThrow(() -> new HostException("It could not be read.", result.said()));
        int share = Integer.parseInt(result.value("share").orElse("0"));
        RouterState state = new RouterState(
                        Optional.of(live.isEmpty() ? Slot.BLUE : Slot.valueOf(live)), "the file", live, false, false)
                .with(List.of(new Door(DOOR, false, "shop", List.of("/"), Set.of(Connections.ROUTER_USER))));
        return share > 0 ? state.leading(share, ", " + share + " %") : state;
    }

    @Override
    public void check() throws HostException, InterruptedException {
        read();
    }

    @Override
    public List<String> advise() {
        return List.of();
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        return run("switch", slot);
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        run("restore", before.snapshot());
    }

    @Override
    public void refresh() throws HostException, InterruptedException {
        run("refresh");
    }

    @Override
    public String undrained() throws HostException, InterruptedException {
        return run("undrained");
    }

    @Override
    public String restoreByHand(RouterState before) {
        return "restore " + before.snapshot();
    }

    @Override
    public void checkShares() throws HostException, InterruptedException {
        read();
    }

    @Override
    public String lead(Slot slot, int percent) throws HostException, InterruptedException {
        return run("lead", percent);
    }

    @Override
    public String leadNobodyByHand(Slot slot) {
        return "lead 0";
    }

    @Override
    public Answers answers() {
        return each -> {
            String[] ill = run("answers").split(" ");
            int all = Integer.parseInt(ill[2]);
            for (Slot slot : Slot.values()) {
                int failed = REQUESTS * Integer.parseInt(ill[slot == Slot.BLUE ? 0 : 1]) / all;
                for (int i = 0; i < REQUESTS; i++) {
                    each.accept(new Answer(slot, i < failed, 10));
                }
            }
            return 0;
        };
    }
}
