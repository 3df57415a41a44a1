package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HAProxy counts of the answers of both slots, as differences since it was asked first (Management Guide, 9.1, {@code show stat}). It begins
 * at 0 when it is reloaded, and where somebody clears it.
 */
final class SlotCounters implements Answers {

    private static final Pattern PID = Pattern.compile("(?m)^Pid: (\\d+)\\s*$");

    private final RuntimeSocket socket;
    private final MapSwitch map;
    private final Optional<String> led;
    private final String name;
    private final SlotPair slots;
    private Counted last;

    /**
     * Begins to count.
     *
     * @param led the value of the map that leads the share, and is kept there by whichever process counts; nothing where none was set
     * @param name what the names of the backends begin with
     */
    SlotCounters(MapSwitch map, Optional<String> led, String name, SlotPair slots)
            throws HostException, InterruptedException {
        this.socket = map.socket();
        this.map = map;
        this.led = led;
        this.name = name;
        this.slots = slots;
        this.last = count();
        if (!goesByIt()) {
            map.repair(led);
        }
    }

    /** One that was reloaded at the very moment at which the share was led may have read the file as it was. */
    private boolean goesByIt() {
        return led.isEmpty() || last.value().equals(led);
    }

    /**
     * @param pid of the process that counts
     * @param value of the map, by which it goes
     * @param slots what the requests of each slot came to
     */
    private record Counted(String pid, Optional<String> value, Map<Slot, Sum> slots) {}

    /** @param failed of these */
    private record Sum(long requests, long failed) {}

    @Override
    public long read(Consumer<Answer> each) throws HostException, InterruptedException {
        Counted before = last;
        last = count();
        boolean afresh = !last.pid().equals(before.pid());
        if (!goesByIt()) {
            if (!afresh) {
                throw new HostException("HAProxy on " + socket.host().name() + " goes by "
                        + last.value().orElse("nothing") + " for " + map.place().key() + ", and not any more by "
                        + led.orElseThrow()
                        + ", which leads the share: that was changed by somebody else meanwhile; look who"
                        + " did so, and deploy again if the release is good.");
            }
            map.repair(led);
        }
        for (Slot slot : Slot.values()) {
            afresh |=
                    last.slots().get(slot).requests() < before.slots().get(slot).requests();
        }
        if (afresh) {
            return AFRESH;
        }
        for (Slot slot : Slot.values()) {
            Sum now = last.slots().get(slot);
            Sum then = before.slots().get(slot);
            long failed = Math.max(0, now.failed() - then.failed());
            for (long i = now.requests() - then.requests(); i > 0; i--) {
                each.accept(new Answer(slot, i <= failed, -1));
            }
        }
        return 0;
    }

    private Counted count() throws HostException {
        String said = socket.say(Running.counters(map.place()));
        Matcher pid = PID.matcher(said);
        if (!pid.find()) {
            throw new HostException(
                    "HAProxy on " + socket.host().name() + " does not say at " + socket.path()
                            + " which process it is, so that its counters tell nothing.",
                    said.strip());
        }
        List<Map<String, String>> rows = Running.rows(said.lines().toList());
        Map<Slot, Sum> sums = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            sums.put(slot, sum(rows, slot));
        }
        return new Counted(pid.group(1), Running.value(said, map.place().key()), sums);
    }

    /**
     * A request failed if the servers of its slot did not answer it, or with 5xx. Where nobody is there any more, another server has answered
     * it. What HAProxy has answered itself since nobody did stands in the line of the backend alone, and that of a backend may be younger than
     * those of its servers.
     */
    private Sum sum(List<Map<String, String>> rows, Slot slot) throws HostException {
        long good = 0;
        long failed = 0;
        long bad = 0;
        long all = -1;
        for (Map<String, String> row : rows) {
            String server = row.getOrDefault("svname", "");
            if (!ServersFit.named(row.getOrDefault("pxname", ""), name, slot) || server.equals("FRONTEND")) {
                continue;
            }
            if (server.equals("BACKEND")) {
                all = Math.max(0, all) + number(row, "hrsp_5xx");
            } else {
                bad += number(row, "hrsp_5xx");
                boolean own = row.getOrDefault("addr", "").endsWith(":" + slots.port(slot));
                good += own ? well(row) : 0;
                failed += number(row, "hrsp_5xx") + (own ? 0 : well(row));
            }
        }
        if (all < 0) {
            throw new HostException("HAProxy on " + socket.host().name() + " has no backend " + name + "_"
                    + slot.label() + ", so that it does not tell what " + slot.label() + " answers.");
        }
        failed += Math.max(0, all - bad);
        return new Sum(good + failed, failed);
    }

    /** A 1xx is mostly followed by another answer to the same request. */
    private static long well(Map<String, String> row) {
        return number(row, "hrsp_2xx") + number(row, "hrsp_3xx") + number(row, "hrsp_4xx") + number(row, "hrsp_other");
    }

    private static long number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
