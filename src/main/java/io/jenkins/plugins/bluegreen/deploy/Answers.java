package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.util.List;

/** What the slots answer to the health question at this moment; asked only where a person is to be told. */
record Answers(DeployPlan plan, List<HostDeployment> hosts, Probe probe) {

    /** Returns it for a slot in a few words, such as {@code answers 200}; an empty text where there is nobody to ask. */
    String of(Survey survey, Slot slot) throws InterruptedException {
        // The headers may hold a secret, which is no stranger's business.
        boolean secret =
                survey.stranger(slot).isPresent() && !plan.health().headers().isEmpty();
        if (!survey.listening(slot) || secret) {
            return "";
        }
        for (HostDeployment on : hosts) {
            if (on.name().equals(survey.host())) {
                return of(on, slot, survey.release(slot).orElse(""));
            }
        }
        return "";
    }

    private String of(HostDeployment on, Slot slot, String release) throws InterruptedException {
        try {
            String seen = probe.ask(on.host(), plan.slots().port(slot), release).seen();
            return Character.isDigit(seen.charAt(0)) ? "answers " + seen : "does not answer: " + seen;
        } catch (HostException e) {
            return "could not be asked: " + e.getMessage();
        }
    }
}
