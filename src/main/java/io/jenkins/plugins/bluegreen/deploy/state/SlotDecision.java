package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Optional;

/**
 * Which slot is live and which is idle, as far as that is certain. The proxies say it; what listens on the hosts must not
 * contradict them.
 *
 * @param live the slot that serves, or nothing where none does
 * @param idle the slot to deploy to
 * @param because why, in a few words
 * @param surveys what was found on the hosts, in their order
 */
public record SlotDecision(Optional<Slot> live, Slot idle, String because, List<HostState> surveys) {

    /**
     * Judges.
     *
     * @param answers asks the slots, for the table
     * @throws HostException with the facts in a table, where it is not certain that the idle slot is idle
     */
    public static SlotDecision of(DeployPlan plan, ClusterState facts, HealthSummary answers)
            throws HostException, InterruptedException {
        List<HostState> surveys = facts.surveys();
        List<RouterState> readings = facts.readings().get();
        Judge judge = new Judge(plan, surveys, readings, answers);
        judge.refuseUnseen();
        List<Optional<Slot>> said =
                readings.stream().map(RouterState::live).distinct().toList();
        if (said.size() > 1) {
            throw judge.refusal("the nginx hosts do not agree on the live slot; make them serve the same one");
        }
        Optional<Slot> served = said.get(0);
        boolean anything = judge.anywhere(Slot.BLUE) || judge.anywhere(Slot.GREEN);
        if (!anything) {
            boolean first = surveys.stream().noneMatch(s -> s.known(Slot.BLUE) || s.known(Slot.GREEN));
            return first || served.isEmpty()
                    ? new SlotDecision(Optional.empty(), Slot.BLUE, "nothing runs yet", surveys)
                    : new SlotDecision(Optional.empty(), served.get().other(), "nothing runs any more", surveys);
        }
        if (readings.stream().anyMatch(RouterState::stale)) {
            throw judge.refusal("nginx was not reloaded since " + plan.proxy().file()
                    + " was changed, so it may serve the one or the other; reload nginx, or put the file back");
        }
        if (readings.stream().anyMatch(RouterState::unseen)
                && judge.anywhere(Slot.BLUE)
                && judge.anywhere(Slot.GREEN)) {
            throw judge.refusal("nginx's workers cannot be seen, so whether it was reloaded since "
                    + plan.proxy().file() + " was changed is not known, and both slots are up; reload nginx, look which"
                    + " release the front door answers from, and stop the process of the other slot");
        }
        if (served.isEmpty()) {
            throw judge.refusal("something listens, but nginx names no live slot; write the live port into "
                    + plan.proxy().file() + " and reload nginx");
        }
        Slot live = served.get();
        Slot idle = live.other();
        judge.refuseStrangers(idle, "stop it, or choose other ports");
        judge.refuseStrangers(
                live, "stop it or start it through this plugin: it could not be stopped after the switch");
        for (HostState survey : surveys) {
            if (survey.listening(idle) && !survey.listening(live)) {
                throw judge.refusal("on " + survey.host() + " nginx is to serve " + live.label()
                        + ", where nobody listens, while " + idle.label() + " is up; make nginx serve " + idle.label()
                        + ", or stop what runs there");
            }
        }
        return new SlotDecision(
                judge.anywhere(live) ? Optional.of(live) : Optional.empty(),
                idle,
                readings.get(0).source(),
                surveys);
    }

    /** Returns it in a line, with what the live slot answers. */
    public String shown(DeployPlan plan, HealthSummary answers) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        if (live.isPresent()) {
            String answer = answers.of(surveys, live.get());
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

    private record Judge(DeployPlan plan, List<HostState> surveys, List<RouterState> readings, HealthSummary answers) {

        boolean anywhere(Slot slot) {
            return surveys.stream().anyMatch(survey -> survey.listening(slot) || survey.running(slot));
        }

        /** Without its workers, a reload that nginx rejects looks like one that it did; then only an answer tells. */
        void refuseUnseen() throws HostException {
            if (plan.frontDoor() != null && plan.health().expectRelease().asked()) {
                return;
            }
            for (int i = 0; i < readings.size(); i++) {
                if (readings.get(i).unseen()) {
                    throw new HostException(
                            "No worker of nginx on " + plan.routerHosts().get(i)
                                    + " can be seen: it does not run, or is hidden from the login user, so that it would not be noticed if a"
                                    + " reload came to nothing; let the login user see nginx's processes (/proc without hidepid), give"
                                    + " frontDoor with healthCheck.expectRelease, or use the reload-free layout.");
                }
            }
        }

        void refuseStrangers(Slot slot, String advice) throws HostException, InterruptedException {
            for (HostState survey : surveys) {
                Optional<String> stranger = survey.stranger(slot);
                if (stranger.isPresent()) {
                    throw refusal("port " + plan.slots().port(slot) + " (" + slot.label() + ") on " + survey.host()
                            + " is held by a process that this plugin did not start (" + stranger.get() + "); "
                            + advice);
                }
            }
        }

        HostException refusal(String why) throws InterruptedException {
            StringBuilder table = new StringBuilder();
            for (HostState survey : surveys) {
                table.append(row(survey.host(), "blue " + plan.slots().blue(), facts(survey, Slot.BLUE)));
                table.append(row("", "green " + plan.slots().green(), facts(survey, Slot.GREEN)));
            }
            for (RouterState reading : readings) {
                table.append(row("nginx", reading.live().map(Slot::label).orElse("none"), reading.source()));
            }
            return new HostException(
                    "It is not certain which slot is idle, so nothing was changed: " + why + ".", table.toString());
        }

        private String facts(HostState survey, Slot slot) throws InterruptedException {
            String answer = answers.of(survey, slot);
            return survey.describe(slot) + (answer.isEmpty() ? "" : ", " + answer);
        }

        private static String row(String where, String what, String fact) {
            return String.format("%-24s %-12s %s%n", where, what, fact);
        }
    }
}
