package io.jenkins.plugins.bluegreen.jenkins.page.press;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen.There;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture;
import io.jenkins.plugins.bluegreen.jenkins.page.chart.SlotsPicture.Box;
import io.jenkins.plugins.bluegreen.jenkins.page.text.When;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How an application was when its hosts were asked last, for a reader. */
@ExportedBean(defaultVisibility = 2)
public final class SeenView {

    private final Seen seen;
    private final When when;
    private final boolean current;

    /**
     * Makes one.
     *
     * @param when writes moments as the reader reads them
     * @param current whether nothing was deployed since
     */
    public SeenView(Seen seen, When when, boolean current) {
        this.seen = seen;
        this.when = when;
        this.current = current;
    }

    /** Returns when they were asked, in a sentence. */
    public String getAsOf() {
        return seen.tree().isEmpty() ? "" : Messages.Seen_AsOf(when.shown(seen.at()));
    }

    /** Returns when they were asked, in UTC, or null where they never could be. */
    @Exported
    public String getAt() {
        return seen.tree().isEmpty() ? null : seen.at().toString();
    }

    /** Returns what was found on each host. */
    @Exported
    public List<SeenHost> getHosts() {
        return SeenHost.of(seen);
    }

    /** Returns why they could not be asked after that, or an empty text. */
    @Exported
    public String getFailure() {
        return seen.failure();
    }

    /** Returns what somebody has to know: hosts that are unknown and since when, that do not agree, and who holds the lock. */
    @Exported
    public List<String> getRemarks() {
        List<String> unknown = seen.unknown().entrySet().stream()
                .map(host -> Messages.Seen_UnknownSince(host.getKey(), when.shown(host.getValue())))
                .toList();
        return Stream.concat(unknown.stream(), seen.remarks().stream()).toList();
    }

    /** Tells whether nothing was deployed since. */
    @Exported
    public boolean isCurrent() {
        return current;
    }

    /**
     * Returns the hosts as they are drawn.
     *
     * @param port of a slot, where its host was not seen
     */
    public List<SlotsPicture.Host> hosts(ToIntFunction<Slot> port) {
        Map<String, Map<Slot, Box>> hosts = new LinkedHashMap<>();
        for (There there : seen.slots()) {
            hosts.computeIfAbsent(there.host(), host -> new EnumMap<>(Slot.class))
                    .put(there.slot(), box(there));
        }
        seen.unknown().keySet().forEach(host -> hosts.put(host, Map.of()));
        return hosts.entrySet().stream()
                .map(host -> new SlotsPicture.Host(
                        host.getKey(),
                        host.getValue().getOrDefault(Slot.BLUE, unknown(port.applyAsInt(Slot.BLUE))),
                        host.getValue().getOrDefault(Slot.GREEN, unknown(port.applyAsInt(Slot.GREEN)))))
                .toList();
    }

    private static Box unknown(int port) {
        return new Box(SlotsPicture.State.UNKNOWN, port, "");
    }

    private static Box box(There there) {
        SlotsPicture.State state = switch (there.state()) {
            case SERVES -> SlotsPicture.State.LIVE;
            case DOWN -> SlotsPicture.State.DOWN;
            case STANDBY -> SlotsPicture.State.STANDBY;
            case EMPTY -> SlotsPicture.State.EMPTY;
            case UNKNOWN -> SlotsPicture.State.UNKNOWN;
        };
        return new Box(state, there.port(), there.release(), there.share());
    }

    /** Returns all that was seen, in lines. */
    public String getTree() {
        return String.join("\n", seen.tree());
    }
}
