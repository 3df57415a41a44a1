package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the map: {@code blue}, {@code green}, or {@code blue+25}.
 *
 * @param live the slot that is live
 * @param share how much of the clients is led to the other one nevertheless, in per cent, 0 to 99
 */
record MapValue(Slot live, int share) {

    private static final Pattern FORM = Pattern.compile("(blue|green)(?:\\+([1-9]\\d?))?");

    /** Reads it; nothing for what is none. */
    static Optional<MapValue> of(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        Slot live = found.group(1).equals(Slot.BLUE.label()) ? Slot.BLUE : Slot.GREEN;
        return Optional.of(new MapValue(live, found.group(2) == null ? 0 : Integer.parseInt(found.group(2))));
    }

    /** Returns it as it stands there. */
    String text() {
        return live.label() + (share == 0 ? "" : "+" + share);
    }
}
