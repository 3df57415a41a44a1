package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which slot is live and which is idle, as far as that is certain. The routers say it; what listens on the hosts must not
 * contradict them.
 *
 * @param live the slot that serves, or nothing where none does
 * @param idle the slot to deploy to
 * @param because why, in a few words
 * @param hosts what was found on the hosts, in their order
 */
public record SlotDecision(Optional<Slot> live, Slot idle, String because, List<HostState> hosts) {

    /** Copies the list. */
    public SlotDecision {
        hosts = List.copyOf(hosts);
    }

    /** Decides for a deployment whose release is brought into the idle slot. */
    public static SlotDecision of(DeployPlan plan, ClusterState state, HealthSummary health)
            throws HostException, InterruptedException {
        return of(plan, state, health, false, Optional.empty());
    }

    /**
     * Decides.
     *
     * @param health asks the slots, for the table
     * @param takes whether the release is taken as it is where it runs in the idle slot already, as a standby
     * @param held the slot of the release that is held, if that is taken
     * @throws HostException with the facts in a table, where it is not certain that the idle slot is idle
     */
    public static SlotDecision of(
            DeployPlan plan, ClusterState state, HealthSummary health, boolean takes, Optional<Slot> held)
            throws HostException, InterruptedException {
        List<RouterState> routers = state.routers().get();
        Judge judge = new Judge(
                plan, state.hosts(), routers, state.terms(), why -> refusal(plan, state.hosts(), routers, health, why));
        judge.refuseUnprovable();
        Optional<Slot> served = judge.served();
        judge.refuseLeftShare();
        if (!judge.anywhere(Slot.BLUE) && !judge.anywhere(Slot.GREEN)) {
            judge.refuseAnothersRouter(served);
            return nothingRuns(served, state.hosts());
        }
        judge.refuseDoubt();
        if (held.filter(slot -> !judge.anywhere(slot.other()) && served.orElse(slot) == slot)
                .isPresent()) {
            // The router leads to the first release of all while that is held: there was no other one.
            return new SlotDecision(Optional.empty(), held.get(), "nothing else runs", state.hosts());
        }
        judge.refuseNoLiveSlot(served);
        Slot live = served.orElseThrow();
        judge.refuseStrangers(live.other(), "stop it, or choose other ports");
        judge.refuseStrangers(
                live,
                "stop it or start it through this plugin, since it could not be stopped after the switch; or name"
                        + " its command in adopt, to have it taken over as it is");
        judge.refuseDeadLiveSlot(live);
        judge.refuseLastStandby(live, takes);
        Optional<Slot> running = judge.anywhere(live) ? Optional.of(live) : Optional.empty();
        return new SlotDecision(running, live.other(), routers.get(0).source(), state.hosts());
    }

    /**
     * Tells which slot is live, whoever runs there, where nobody wants to deploy to the other one.
     *
     * @return nothing where nothing runs
     * @throws HostException saying why that is not certain
     */
    public static Optional<Slot> live(DeployPlan plan, ClusterState state) throws HostException, InterruptedException {
        Judge judge = new Judge(
                plan,
                state.hosts(),
                state.routers().get(),
                state.terms(),
                why -> new HostException("It is not certain which slot is live: " + why + "."));
        Optional<Slot> served = judge.served();
        if (!judge.anywhere(Slot.BLUE) && !judge.anywhere(Slot.GREEN)) {
            return Optional.empty();
        }
        judge.refuseDoubt();
        judge.refuseNoLiveSlot(served);
        judge.refuseDeadLiveSlot(served.orElseThrow());
        return served.filter(judge::anywhere);
    }

    /** Returns the live slot where a request can reach it, since it listens on a host: its process may run and be deaf. */
    public Optional<Slot> reachable() {
        return live.filter(slot -> hosts.stream().anyMatch(host -> host.listening(slot)));
    }

    /** Returns the release that was last started in the live slot, where there is one and it is known. */
    public Optional<String> liveRelease() {
        return live.flatMap(slot ->
                hosts.stream().flatMap(host -> host.release(slot).stream()).findFirst());
    }

    private static boolean neverRan(List<HostState> hosts) {
        return hosts.stream().noneMatch(host -> host.known(Slot.BLUE) || host.known(Slot.GREEN));
    }

    private static SlotDecision nothingRuns(Optional<Slot> served, List<HostState> hosts) {
        return neverRan(hosts) || served.isEmpty()
                ? new SlotDecision(Optional.empty(), Slot.BLUE, "nothing runs yet", hosts)
                : new SlotDecision(Optional.empty(), served.get().other(), "nothing runs any more", hosts);
    }

    /** Returns it in a line, with what the live slot answers. */
    public String shown(DeployPlan plan, HealthSummary health) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        if (live.isPresent()) {
            String answer = health.of(hosts, live.get());
            text.append(shown(plan, live.get()))
                    .append(" is live (")
                    .append(because)
                    .append(')');
            text.append(answer.isEmpty() ? "" : ", ").append(answer);
        } else {
            text.append("no slot is live (").append(because).append(')');
        }
        return text.append("; deploying to ").append(shown(plan, idle)).toString();
    }

    private static String shown(DeployPlan plan, Slot slot) {
        return slot.label() + " (" + plan.slots().port(slot) + ")";
    }

    /** Makes a refusal of a reason. */
    private interface Refusals {

        HostException because(String why) throws InterruptedException;
    }

    private static HostException refusal(
            DeployPlan plan, List<HostState> hosts, List<RouterState> routers, HealthSummary health, String why)
            throws InterruptedException {
        StringBuilder table = new StringBuilder();
        for (HostState host : hosts) {
            table.append(row(host.host(), "blue " + plan.slots().blue(), facts(host, Slot.BLUE, health)));
            table.append(row("", "green " + plan.slots().green(), facts(host, Slot.GREEN, health)));
        }
        for (RouterState router : routers) {
            table.append(row(plan.router(), router.live().map(Slot::label).orElse("none"), router.source()));
        }
        return new HostException(
                "It is not certain which slot is idle, so nothing was changed: " + why + ".", table.toString());
    }

    private static String facts(HostState host, Slot slot, HealthSummary health) throws InterruptedException {
        String answer = health.of(host, slot);
        return host.describe(slot) + (answer.isEmpty() ? "" : ", " + answer);
    }

    private static String row(String where, String what, String fact) {
        return String.format("%-24s %-12s %s%n", where, what, fact);
    }

    private record Judge(
            DeployPlan plan,
            List<HostState> hosts,
            List<RouterState> routers,
            List<RouterTerms> terms,
            Refusals refusals) {

        boolean anywhere(Slot slot) {
            return hosts.stream().anyMatch(host -> host.listening(slot) || host.running(slot));
        }

        /** Unseen, a reload that was refused looks like one that was done; then only an answer tells. */
        void refuseUnprovable() throws HostException {
            Optional<RouterTerms> unseen = first(RouterState::unseen);
            if (unseen.isPresent() && !plan.frontDoorTellsRelease()) {
                throw new HostException(unseen.get().unprovable());
            }
        }

        private boolean standsBy(Slot slot) {
            return hosts.stream()
                    .filter(host -> host.running(slot) || host.listening(slot))
                    .allMatch(host -> host.standby(slot).isPresent());
        }

        /** Returns the slot that all routers name. */
        Optional<Slot> served() throws HostException, InterruptedException {
            List<Optional<Slot>> said =
                    routers.stream().map(RouterState::live).distinct().toList();
            if (said.size() > 1) {
                throw refusal("the hosts of " + plan.router()
                        + " do not agree on the live slot; make them serve the same one");
            }
            return said.get(0);
        }

        /** Who is led there would come to a release that is only being started. */
        void refuseLeftShare() throws HostException, InterruptedException {
            for (RouterState router : routers) {
                if (router.share() > 0) {
                    throw refusal(plan.router() + " leads " + router.share()
                            + " % of the clients to the slot that is not live" + " (" + router.source()
                            + "), and no deployment that was cut off says so; remove what does");
                }
            }
        }

        /** A first deployment goes to blue, and nothing but one of this application ever leads to green. */
        void refuseAnothersRouter(Optional<Slot> served) throws HostException, InterruptedException {
            if (neverRan(hosts) && served.equals(Optional.of(Slot.GREEN))) {
                throw refusal(plan.app() + " never ran on its hosts, but " + plan.router() + " serves its green slot ("
                        + routers.get(0).source() + "), so that is another application's or a leftover: give "
                        + plan.app()
                        + " one of its own, or have " + plan.router() + " serve blue");
            }
        }

        void refuseDoubt() throws HostException, InterruptedException {
            Optional<RouterTerms> stale = first(RouterState::stale);
            if (stale.isPresent()) {
                throw refusal(stale.get().stale());
            }
            Optional<RouterTerms> unseen = first(RouterState::unseen);
            // That users reach the other one was proven when a standby became one.
            boolean told =
                    routers.get(0).live().filter(slot -> standsBy(slot.other())).isPresent();
            if (unseen.isPresent() && anywhere(Slot.BLUE) && anywhere(Slot.GREEN) && !told) {
                throw refusal(unseen.get().unseen() + ", and both slots are up; reload " + plan.router()
                        + ", look which release the front door answers from, and stop the process of the other slot");
            }
        }

        void refuseNoLiveSlot(Optional<Slot> served) throws HostException, InterruptedException {
            if (served.isEmpty()) {
                throw refusal("something listens, but " + plan.router() + " names no live slot; "
                        + terms.get(0).noLiveSlot());
            }
        }

        void refuseStrangers(Slot slot, String advice) throws HostException, InterruptedException {
            for (HostState host : hosts) {
                Optional<String> stranger = host.stranger(slot);
                if (stranger.isPresent()) {
                    throw refusal("port " + plan.slots().port(slot) + " (" + slot.label() + ") on " + host.host()
                            + " is held by a process that this plugin did not start (" + stranger.get() + "); "
                            + advice);
                }
            }
        }

        void refuseDeadLiveSlot(Slot live) throws HostException, InterruptedException {
            Slot idle = live.other();
            for (HostState host : hosts) {
                // A standby is not meant to be what the router serves, however the live one is.
                if (host.listening(idle)
                        && !host.listening(live)
                        && host.standby(idle).isEmpty()) {
                    throw refusal("on " + host.host() + " " + plan.router() + " is to serve " + live.label()
                            + ", where nobody listens, while " + idle.label() + " is up; make " + plan.router()
                            + " serve " + idle.label() + ", or stop what runs there");
                }
            }
        }

        /** Where the router falls back to it, users are answered by nothing else; so it is stopped for nobody. */
        void refuseLastStandby(Slot live, boolean takes) throws HostException, InterruptedException {
            Slot idle = live.other();
            for (HostState host : hosts) {
                boolean last = host.listening(idle)
                        && !host.listening(live)
                        && host.standby(idle).isPresent();
                String release = host.release(idle).orElse("?");
                if (last && !(takes && release.equals(plan.release().id()))) {
                    throw refusal("on " + host.host() + " nobody listens in " + live.label() + ", which "
                            + plan.router() + " is to serve, while release " + release + " stands by in "
                            + idle.label() + ", where a deployment would stop it; roll back to it, or stop it");
                }
            }
        }

        private Optional<RouterTerms> first(Predicate<RouterState> of) {
            return Stream.iterate(0, i -> i + 1)
                    .limit(routers.size())
                    .filter(i -> of.test(routers.get(i)))
                    .map(terms::get)
                    .findFirst();
        }

        HostException refusal(String why) throws InterruptedException {
            return refusals.because(why);
        }
    }
}
