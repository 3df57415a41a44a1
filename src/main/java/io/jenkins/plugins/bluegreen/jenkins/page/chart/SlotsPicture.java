package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Steps;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;
import java.util.Locale;

/** The two slots of each host, and by which of them users are served. */
public final class SlotsPicture {

    private static final int WIDTH = 520;
    private static final int HEIGHT = 96;
    private static final int BOX_X = 150;
    private static final int BOX_WIDTH = 360;
    private static final int BOX_HEIGHT = 38;
    private static final int BOX_GAP = 10;
    private static final int TEXT_X = 150;
    private static final int LONGEST_RELEASE = 20;

    private SlotsPicture() {}

    /** What is known of a slot. */
    public enum State {
        /** Users are served by it. */
        LIVE,
        /** Nothing of ours runs there. */
        EMPTY,
        /** A release is being deployed there. */
        STARTING,
        /** A release runs there that served until now. */
        LEAVING,
        /** A release runs there by which no users are served. */
        STANDBY,
        /** Users are sent there, where nothing answers that was deployed there. */
        DOWN,
        /** Nobody knows. */
        UNKNOWN
    }

    /**
     * A slot of a host.
     *
     * @param state what is known of it
     * @param port its port, or 0 where that is not known
     * @param release what runs there, or an empty text
     * @param share how much of the clients is led there though the other slot is live, in per cent; mostly 0
     */
    public record Box(State state, int port, String release, int share) {

        /** One to which no share of the clients is led. */
        public Box(State state, int port, String release) {
            this(state, port, release, 0);
        }
    }

    /**
     * A host.
     *
     * @param name as the console names it
     * @param blue its slot blue
     * @param green its slot green
     */
    public record Host(String name, Box blue, Box green) {}

    /** Returns a picture for each host, one after the other. */
    public static String of(List<Host> hosts) {
        Markup out = new Markup();
        out.open("ul", "class", "bgd-slots");
        for (Host host : hosts) {
            out.open("li", "class", "bgd-slots__host");
            out.add("div", Steps.host(host.name), "class", "bgd-slots__name", "title", host.name);
            out.open("svg", "class", "bgd-slots__picture", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img");
            out.add("title", said(host));
            out.add("text", Messages.Slots_Users(), "class", "bgd-slots__users", "x", "0", "y", "" + (HEIGHT / 2 + 3));
            box(out, Slot.BLUE, host.blue, 5);
            box(out, Slot.GREEN, host.green, 5 + BOX_HEIGHT + BOX_GAP);
            out.close().close();
        }
        return out.close().toString();
    }

    private static void box(Markup out, Slot slot, Box box, int top) {
        int middle = top + BOX_HEIGHT / 2;
        if (box.state == State.LIVE || box.state == State.DOWN || box.share > 0) {
            out.path(
                    "bgd-slots__way bgd-slots__way--" + slot.label(),
                    "M58 " + (HEIGHT / 2 - 1) + "C100 " + (HEIGHT / 2 - 1) + " 100 " + middle + " 142 " + middle
                            + "m-7 -5l7 5l-7 5");
        }
        String state = box.state.name().toLowerCase(Locale.ROOT);
        out.open(
                "rect",
                "class",
                "bgd-slots__box bgd-slots__box--" + slot.label() + " bgd-slots__box--" + state,
                "x",
                "" + BOX_X,
                "y",
                "" + top,
                "width",
                "" + BOX_WIDTH,
                "height",
                "" + BOX_HEIGHT,
                "rx",
                "8");
        out.close();
        text(
                out,
                BOX_X + 14,
                middle,
                "bgd-slots__text bgd-slots__text--slot bgd-slots__text--" + state,
                slot(slot, box.port));
        told(out, top, box);
    }

    /** What is wider in one language than in another ends with the box. */
    private static void told(Markup out, int top, Box box) {
        String state = box.state.name().toLowerCase(Locale.ROOT);
        out.open(
                "svg",
                "x",
                "" + (BOX_X + TEXT_X),
                "y",
                "" + top,
                "width",
                "" + (BOX_WIDTH - TEXT_X - 6),
                "height",
                "" + BOX_HEIGHT,
                "overflow",
                "hidden");
        text(out, 0, BOX_HEIGHT / 2, "bgd-slots__text bgd-slots__text--" + state, state(box));
        out.close();
    }

    private static void text(Markup out, int x, int middle, String classes, String text) {
        out.add("text", text, "class", classes, "x", "" + x, "y", "" + (middle + 5));
    }

    private static String slot(Slot slot, int port) {
        return port == 0 ? slot.label() : slot.label() + " :" + port;
    }

    private static String state(Box box) {
        String release = box.release.length() <= LONGEST_RELEASE
                ? box.release
                : box.release.substring(0, LONGEST_RELEASE - 1) + "…";
        if (box.share > 0) {
            return Messages.Slots_Share(release, box.share);
        }
        return switch (box.state) {
            case LIVE -> Messages.Slots_Live(release);
            case EMPTY -> Messages.Slots_Empty();
            case STARTING -> Messages.Slots_Starting(release);
            case LEAVING -> Messages.Slots_Leaving(release);
            case STANDBY -> Messages.Slots_Standby(release);
            case DOWN -> Messages.Slots_Down();
            case UNKNOWN -> Messages.Slots_Unknown();
        };
    }

    private static String said(Host host) {
        return Messages.Slots_Said(
                host.name,
                slot(Slot.BLUE, host.blue.port) + ", " + state(host.blue),
                slot(Slot.GREEN, host.green.port) + ", " + state(host.green));
    }
}
