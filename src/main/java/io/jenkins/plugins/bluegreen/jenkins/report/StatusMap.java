package io.jenkins.plugins.bluegreen.jenkins.report;

import io.jenkins.plugins.bluegreen.deploy.status.HostStatus;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Begun;
import io.jenkins.plugins.bluegreen.deploy.status.RouterStatus;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A report as what the Pipeline step returns: maps, lists, texts, numbers and truths, which any script may use and any build saves. */
public final class StatusMap {

    private StatusMap() {}

    /** Returns the report's values by name; what is not known or not there is null. */
    public static Map<String, Object> of(StatusReport report) {
        Map<String, Object> map = new HashMap<>();
        map.put("application", report.application());
        map.put("at", report.at().toString());
        map.put("liveSlot", report.live().map(Slot::label).orElse(null));
        map.put("releaseId", report.release().orElse(null));
        map.put("hosts", all(report.hosts(), StatusMap::of));
        map.put("routers", all(report.routers(), StatusMap::of));
        map.put("remarks", new ArrayList<>(report.remarks()));
        return map;
    }

    private static <T> List<Object> all(List<T> of, Function<T, Map<String, Object>> made) {
        List<Object> list = new ArrayList<>();
        of.forEach(one -> list.add(made.apply(one)));
        return list;
    }

    private static Map<String, Object> of(HostStatus host) {
        Map<String, Object> slots = new HashMap<>();
        host.slots().forEach(slot -> slots.put(slot.slot().label(), of(slot)));
        Map<String, Object> map = new HashMap<>();
        map.put("host", host.host());
        map.put("unknown", orNull(host.unknown()));
        map.put("doubt", orNull(host.doubt()));
        map.put("slots", slots);
        map.put("lockedBy", host.lock() == null ? null : host.lock().who());
        map.put("notKeptUp", new ArrayList<>(host.notKeptUp()));
        map.put("underWay", host.begun() == null ? null : of(host.begun()));
        return map;
    }

    private static Map<String, Object> of(SlotStatus slot) {
        Map<String, Object> map = new HashMap<>();
        map.put("port", slot.port());
        map.put("state", slot.live().name().toLowerCase(Locale.ROOT));
        map.put("share", slot.share());
        map.put("releaseId", orNull(slot.started().release()));
        map.put("build", orNull(slot.started().build()));
        map.put("deploymentId", orNull(slot.started().deployment()));
        map.put("pid", orNull(slot.started().process()));
        map.put(
                "since",
                slot.started().since() == null ? null : slot.started().since().toString());
        map.put(
                "standbyUntil",
                slot.started().standbyUntil() == null
                        ? null
                        : slot.started().standbyUntil().toString());
        map.putAll(of(slot.started().restarts()));
        map.put("listens", !slot.listener().none());
        map.put("stranger", orNull(slot.listener().who()));
        map.put("healthy", slot.health().said().isEmpty() ? null : slot.health().healthy());
        map.put("health", orNull(slot.health().said()));
        return map;
    }

    private static Map<String, Object> of(Restarts restarts) {
        Map<String, Object> map = new HashMap<>();
        map.put("restarts", restarts == null ? 0 : restarts.count());
        map.put("restartedAt", restarts == null ? null : restarts.last().toString());
        map.put("restartExit", restarts == null ? null : orNull(restarts.exit()));
        return map;
    }

    private static Map<String, Object> of(Begun begun) {
        Map<String, Object> map = new HashMap<>();
        map.put("deploymentId", begun.deployment());
        map.put("releaseId", begun.release());
        map.put("slot", begun.slot().label());
        map.put("phase", begun.phase());
        map.put("owner", begun.owner());
        map.put(
                "heldUntil",
                begun.heldUntil() == null ? null : begun.heldUntil().toString());
        map.put("holdEnds", begun.heldUntil() == null ? null : begun.promotes() ? "promote" : "discard");
        return map;
    }

    private static Map<String, Object> of(RouterStatus router) {
        Map<String, Object> map = new HashMap<>();
        map.put("kind", router.kind());
        map.put("host", router.host());
        map.put("unknown", orNull(router.unknown()));
        map.put("liveSlot", router.live() == null ? null : router.live().label());
        map.put("source", orNull(router.source()));
        return map;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
