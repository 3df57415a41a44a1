package io.jenkins.plugins.bluegreen.jenkins.report;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An outcome as what the Pipeline step returns: maps, lists, texts and numbers, which any script may use and any build saves. */
public final class ResultMap {

    private ResultMap() {}

    /**
     * Returns the outcome's values by name; a slot that there is not is null, its port 0.
     *
     * @param preview how a release that is held is seen through the router; nothing where it is not
     */
    public static Map<String, Object> of(Outcome outcome, Optional<PreviewAccess> preview) {
        List<Map<String, Object>> steps = new ArrayList<>();
        outcome.steps().forEach(step -> steps.add(of(step)));
        Map<String, Object> map = new HashMap<>();
        map.put("state", outcome.result().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        map.put("deploymentId", outcome.deploymentId());
        map.put("releaseId", outcome.releaseId());
        map.put("liveSlot", label(outcome.live()));
        map.put("livePort", outcome.livePort());
        map.put("previousSlot", label(outcome.previous()));
        map.put("previousPort", outcome.previousPort());
        map.put("previews", new ArrayList<>(outcome.previews()));
        map.put("preview", preview.map(PreviewAccess::map).orElse(null));
        Instant until = outcome.slots().standbyUntil();
        boolean held = outcome.result() == Outcome.Result.HELD;
        map.put("heldUntil", held && until != null ? until.toString() : null);
        map.put("standbyUntil", held || until == null ? null : until.toString());
        map.put("startedAt", outcome.startedAt().toString());
        map.put("durationMillis", outcome.took().toMillis());
        map.put("downtimeMillis", outcome.availability().downtime().toMillis());
        map.put("requestsAsked", outcome.availability().asked());
        map.put("requestsFailed", outcome.availability().failed());
        map.put("requestsLimited", outcome.availability().limited());
        map.put("proof", outcome.proof());
        map.put("steps", steps);
        return map;
    }

    private static Map<String, Object> of(StepReport step) {
        Map<String, Object> map = new HashMap<>();
        map.put("host", step.host());
        map.put("step", step.step());
        map.put("startedAt", step.startedAt().toString());
        map.put("durationMillis", step.took().toMillis());
        map.put("status", step.status().name().toLowerCase(Locale.ROOT));
        map.put("detail", step.detail());
        return map;
    }

    private static String label(Slot slot) {
        return slot == null ? null : slot.label();
    }
}
