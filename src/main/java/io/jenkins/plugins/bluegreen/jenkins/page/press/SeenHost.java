package io.jenkins.plugins.bluegreen.jenkins.page.press;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Seen.There;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How a host was when it was asked last, as scripts read it. */
@ExportedBean(defaultVisibility = 2)
public final class SeenHost {

    private final String host;
    private final Seen seen;

    private SeenHost(String host, Seen seen) {
        this.host = host;
        this.seen = seen;
    }

    /** Returns all hosts of which anything is known, or since when nothing is. */
    static List<SeenHost> of(Seen seen) {
        Set<String> hosts = new LinkedHashSet<>();
        seen.slots().forEach(slot -> hosts.add(slot.host()));
        hosts.addAll(seen.unknown().keySet());
        return hosts.stream().map(host -> new SeenHost(host, seen)).toList();
    }

    /** Returns its name. */
    @Exported
    public String getHost() {
        return host;
    }

    /** Returns since when it is not known how it is, in UTC, or null where it is. */
    @Exported
    public String getUnknownSince() {
        return seen.unknown().containsKey(host) ? seen.unknown().get(host).toString() : null;
    }

    /** Returns the releases that lie there whole, or null where that is not known. */
    @Exported
    public List<String> getReleases() {
        return seen.kept().get(host);
    }

    /** Returns what was found in its slots. */
    @Exported
    public List<InSlot> getSlots() {
        return seen.slots().stream()
                .filter(slot -> slot.host().equals(host))
                .map(InSlot::new)
                .toList();
    }

    /** What was found in a slot. */
    @ExportedBean(defaultVisibility = 2)
    public static final class InSlot {

        private final There there;

        private InSlot(There there) {
            this.there = there;
        }

        /** Returns the slot. */
        @Exported
        public String getSlot() {
            return there.slot().label();
        }

        /** Returns its port. */
        @Exported
        public int getPort() {
            return there.port();
        }

        /** Returns how it is: {@code serves}, {@code down}, {@code standby}, {@code empty}, {@code unknown}. */
        @Exported
        public String getState() {
            return there.state().name().toLowerCase(Locale.ROOT);
        }

        /** Returns how much of the clients was led there though the other slot was live, in per cent; mostly 0. */
        @Exported
        public int getShare() {
            return there.share();
        }

        /** Returns what was started there last, or an empty text. */
        @Exported
        public String getRelease() {
            return there.release();
        }
    }
}
