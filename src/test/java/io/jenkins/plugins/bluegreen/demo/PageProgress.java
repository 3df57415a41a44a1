package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.json.JSONObject;

/** Hears how the deployments of the demo go on, for the slots on its page; tells the console as well. */
final class PageProgress implements Progress {

    private final DemoPage page;
    private final Map<Slot, String> releases = new EnumMap<>(Slot.class);
    private Progress console;
    private Slot live;
    private Slot idle;
    private String coming;
    private String step = "";

    PageProgress(DemoPage page) {
        this.page = page;
    }

    /**
     * Another deployment begins.
     *
     * @param to its console
     * @param release what it deploys, or an empty text as long as that is not chosen
     */
    synchronized Progress of(Progress to, String release) {
        console = to;
        coming = release;
        return this;
    }

    /** It has ended, and what it left is certain. */
    synchronized void ended(Outcome outcome) {
        live = outcome.live();
        releases.keySet().removeIf(slot -> slot != live);
        idle = null;
        step = "";
        show();
    }

    private void show() {
        JSONObject shown = new JSONObject().put("step", step);
        for (Slot slot : Slot.values()) {
            String does = slot == live ? "serves" : slot == idle ? "starts" : "is being left";
            shown.put(
                    slot.label(),
                    new JSONObject()
                            .put("release", releases.getOrDefault(slot, ""))
                            .put("does", releases.containsKey(slot) ? does : "empty"));
        }
        page.slots(shown);
    }

    private synchronized void at(String name) {
        step = name;
        show();
    }

    @Override
    public void begin(String host, String name) {
        console.begin(host, name);
        at(name);
    }

    @Override
    public void end(String host, String name, Duration took, String detail) {
        console.end(host, name, took, detail);
        if (name.startsWith(StepReport.UNDO + StepReport.SWITCH)) {
            led(live == Slot.BLUE ? Slot.GREEN : Slot.BLUE);
        }
    }

    private synchronized void led(Slot to) {
        live = to;
        idle = null;
        show();
    }

    @Override
    public void failed(String host, String name, Duration took) {
        console.failed(host, name, took);
    }

    @Override
    public void note(String host, String text) {
        console.note(host, text);
    }

    @Override
    public void reached(String phase, Slot slot) {
        console.reached(phase, slot);
    }

    @Override
    public synchronized void chosen(String release) {
        console.chosen(release);
        coming = release;
    }

    @Override
    public synchronized void decided(Slot serving, String release, Slot to) {
        console.decided(serving, release, to);
        live = serving;
        idle = to;
        releases.put(to, coming);
        show();
    }

    @Override
    public void marked(Mark mark) {
        console.marked(mark);
        if (mark.what() == Mark.Kind.SWITCHED) {
            led(idle);
        }
    }

    @Override
    public void noticed(Availability seen) {
        console.noticed(seen);
    }

    @Override
    public void cutOffSettled(String deployment, String how) {
        console.cutOffSettled(deployment, how);
    }

    @Override
    public void sent(String host, long bytes, long total, Duration took) {
        console.sent(host, bytes, total, took);
    }
}
