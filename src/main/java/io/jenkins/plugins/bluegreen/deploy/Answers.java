package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What the slots answer to the health question; each is asked once. It decides nothing: a live slot that answers 500 is live all
 * the same. It is for the people who are to know what they deploy beside, or why that is refused.
 */
final class Answers {

    private final DeployPlan plan;
    private final List<HostDeployment> hosts;
    private final Probe probe;
    private final Map<Asked, String> known = new ConcurrentHashMap<>();

    Answers(DeployPlan plan, List<HostDeployment> hosts, Probe probe) {
        this.plan = plan;
        this.hosts = hosts;
        this.probe = probe;
    }

    private record Asked(Survey survey, Slot slot) {}

    /** Asks all that the plugin has started, at once. */
    void askOurs(List<Survey> surveys, Patience patience) throws HostException, Stopped, InterruptedException {
        List<Asked> ours = new ArrayList<>();
        for (Survey survey : surveys) {
            for (Slot slot : Slot.values()) {
                if (survey.listening(slot) && survey.stranger(slot).isEmpty()) {
                    ours.add(new Asked(survey, slot));
                }
            }
        }
        if (!ours.isEmpty()) {
            InParallel.each(ours, patience, asked -> of(asked.survey(), asked.slot()));
        }
    }

    /** Returns what a slot answers on all hosts on which it listens, in a few words; an empty text where it does nowhere. */
    String of(List<Survey> surveys, Slot slot) throws InterruptedException {
        Map<String, List<String>> hostsByAnswer = new LinkedHashMap<>();
        for (Survey survey : surveys) {
            String answer = of(survey, slot);
            if (!answer.isEmpty()) {
                hostsByAnswer.computeIfAbsent(answer, key -> new ArrayList<>()).add(survey.host());
            }
        }
        if (hostsByAnswer.size() == 1) {
            return hostsByAnswer.keySet().iterator().next();
        }
        return hostsByAnswer.entrySet().stream()
                .map(one -> one.getKey() + " on " + String.join(", ", one.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** Returns what a slot answers on one host, such as {@code answers 200}; an empty text where there is nobody to ask. */
    String of(Survey survey, Slot slot) throws InterruptedException {
        Asked asked = new Asked(survey, slot);
        String answer = known.get(asked);
        if (answer == null) {
            answer = ask(survey, slot);
            known.put(asked, answer);
        }
        return answer;
    }

    private String ask(Survey survey, Slot slot) throws InterruptedException {
        // The headers may hold a secret, which is no stranger's business; who has another port than the slot's was not
        // looked at.
        int port = plan.slots().port(slot);
        boolean known = survey.stranger(slot).isEmpty() && plan.health().portFor(port) == port;
        boolean secret = !known && !plan.health().headers().isEmpty();
        if (!survey.listening(slot) || secret) {
            return "";
        }
        for (HostDeployment on : hosts) {
            if (on.name().equals(survey.host())) {
                return ask(on, slot, survey.release(slot).orElse(""));
            }
        }
        return "";
    }

    private String ask(HostDeployment on, Slot slot, String release) throws InterruptedException {
        try {
            String seen = probe.ask(on.host(), plan.slots().port(slot), release).seen();
            return Character.isDigit(seen.charAt(0)) ? "answers " + seen : "does not answer: " + seen;
        } catch (HostException e) {
            return "could not be asked: " + e.getMessage();
        }
    }
}
