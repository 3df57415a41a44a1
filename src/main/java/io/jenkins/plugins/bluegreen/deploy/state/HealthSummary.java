package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the slots answer to the health question; each is asked once. It decides nothing: a live slot that answers 500 is live all
 * the same. It is for the people who are to know what they deploy beside, or why that is refused.
 */
public final class HealthSummary {

    private final DeployPlan plan;
    private final List<ApplicationHost> hosts;
    private final HealthProbe probe;
    private final Map<Asked, Health> known = new ConcurrentHashMap<>();

    /** @param probe asks the health question */
    public HealthSummary(DeployPlan plan, List<ApplicationHost> hosts, HealthProbe probe) {
        this.plan = plan;
        this.hosts = List.copyOf(hosts);
        this.probe = probe;
    }

    private record Asked(HostState state, Slot slot) {}

    /**
     * What a slot answered.
     *
     * @param healthy whether that is a healthy answer
     * @param said what it was, such as {@code answers 200}; an empty text where there is nobody to ask
     */
    public record Health(boolean healthy, String said) implements Serializable {

        /** There is nobody to ask, or nobody was asked. */
        public static final Health NOT_ASKED = new Health(false, "");
    }

    /** Asks all that the plugin has started, at once. */
    public void askOurs(List<HostState> states, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        List<Asked> ours = new ArrayList<>();
        for (HostState state : states) {
            for (Slot slot : Slot.values()) {
                if (state.listening(slot) && state.stranger(slot).isEmpty()) {
                    ours.add(new Asked(state, slot));
                }
            }
        }
        if (!ours.isEmpty()) {
            InParallel.each(ours, cancellation, asked -> of(asked.state(), asked.slot()));
        }
    }

    /** Returns what a slot answers on all hosts on which it listens, in a few words; an empty text where it does nowhere. */
    String of(List<HostState> states, Slot slot) throws InterruptedException {
        Map<String, String> answers = new LinkedHashMap<>();
        for (HostState state : states) {
            String answer = of(state, slot);
            if (!answer.isEmpty()) {
                answers.put(state.host(), answer);
            }
        }
        if (Set.copyOf(answers.values()).size() == 1) {
            return answers.values().iterator().next();
        }
        OnHosts on = new OnHosts(states.stream().map(HostState::host).toList());
        answers.forEach((host, answer) -> on.add(host, answer + " on " + host));
        return String.join("; ", on.grouped());
    }

    /** Returns what a slot answers on one host, such as {@code answers 200}; an empty text where there is nobody to ask. */
    String of(HostState state, Slot slot) throws InterruptedException {
        return health(state, slot).said();
    }

    /** Returns what a slot answers on one host. */
    public Health health(HostState state, Slot slot) throws InterruptedException {
        Asked asked = new Asked(state, slot);
        Health answer = known.get(asked);
        if (answer == null) {
            answer = ask(state, slot);
            known.put(asked, answer);
        }
        return answer;
    }

    private Health ask(HostState state, Slot slot) throws InterruptedException {
        // The headers may hold a secret, which is no stranger's business; who has another port than the slot's was not
        // looked at.
        int port = plan.slots().port(slot);
        boolean known = state.stranger(slot).isEmpty() && plan.health().portFor(port) == port;
        boolean secret = !known && !plan.health().headers().isEmpty();
        if (!state.listening(slot) || secret) {
            return Health.NOT_ASKED;
        }
        for (ApplicationHost on : hosts) {
            if (on.name().equals(state.host())) {
                return ask(on, slot, state.release(slot).orElse(""));
            }
        }
        return Health.NOT_ASKED;
    }

    private Health ask(ApplicationHost on, Slot slot, String release) throws InterruptedException {
        try {
            HealthProbe.Answer answer = probe.ask(on.host(), plan.slots().port(slot), release);
            String seen = answer.seen();
            return new Health(
                    answer.healthy(),
                    Character.isDigit(seen.charAt(0)) ? "answers " + seen : "does not answer: " + seen);
        } catch (HostException e) {
            return new Health(false, "could not be asked: " + e.getMessage());
        }
    }
}
