package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A report as a tree, for people. */
public final class StatusTree {

    private final List<String> lines = new ArrayList<>();
    private final boolean drawn;

    private StatusTree(boolean drawn) {
        this.drawn = drawn;
    }

    private record Node(String text, List<String> children) {}

    /**
     * Returns its lines.
     *
     * @param charset that in which they will be written; one without the signs of a tree has them replaced
     */
    public static List<String> of(StatusReport report, Charset charset) {
        StatusTree tree = new StatusTree(charset.newEncoder().canEncode("\u251c\u2500\u2514\u2502"));
        List<Node> nodes = Stream.concat(
                        report.hosts().stream().map(StatusTree::node),
                        report.routers().stream().map(StatusTree::node))
                .toList();
        tree.lines.add(report.application());
        for (int i = 0; i < nodes.size(); i++) {
            boolean last = i == nodes.size() - 1;
            tree.branch("", last, nodes.get(i).text());
            tree.branches(
                    last ? "   " : tree.drawn ? "\u2502  " : "|  ", nodes.get(i).children());
        }
        tree.lines.addAll(report.remarks());
        return List.copyOf(tree.lines);
    }

    private void branches(String before, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            branch(before, i == texts.size() - 1, texts.get(i));
        }
    }

    private void branch(String before, boolean last, String text) {
        String sign;
        if (drawn) {
            sign = last ? "\u2514\u2500 " : "\u251c\u2500 ";
        } else {
            sign = last ? "`- " : "|- ";
        }
        lines.add(before + sign + text);
    }

    private static Node node(HostStatus host) {
        if (!host.known()) {
            return new Node(host.host() + ": unknown: " + host.unknown(), List.of());
        }
        List<String> children = new ArrayList<>();
        host.slots().forEach(slot -> children.add(line(slot, held(host, slot))));
        if (!host.doubt().isEmpty()) {
            children.add(host.doubt());
        }
        return new Node(host.host(), children);
    }

    private static Node node(RouterStatus router) {
        String where = router.kind() + " on " + router.host();
        if (!router.unknown().isEmpty()) {
            return new Node(where + ": unknown: " + router.unknown(), List.of());
        }
        String leads = router.live() == null
                ? "leads nowhere"
                : "leads to " + router.live().label();
        return new Node(where + ": " + leads + " (" + router.source() + ")", List.of());
    }

    /** Returns until when it is held, which its hosts may outlast; null where it is not. */
    private static Instant held(HostStatus host, SlotStatus slot) {
        return host.begun() != null && host.begun().slot() == slot.slot()
                ? host.begun().heldUntil()
                : null;
    }

    private static String line(SlotStatus slot, Instant held) {
        return String.format(Locale.ROOT, "%-5s :%d  %s", slot.slot().label(), slot.port(), described(slot, held));
    }

    private static String described(SlotStatus slot, Instant held) {
        String release = slot.started().release();
        if (release.isEmpty() && slot.listener().none() && slot.share() == 0) {
            return "empty";
        }
        List<String> facts = new ArrayList<>();
        facts.add(
                switch (slot.live()) {
                    case LIVE -> "live";
                    case IDLE -> idle(slot.started().standbyUntil(), held);
                    case UNKNOWN -> "live or idle";
                });
        if (slot.share() > 0) {
            facts.add(slot.share() + " % of the clients are led here");
        }
        if (slot.started().running()) {
            facts.add("pid " + slot.started().process() + since(slot));
            if (slot.listener().none()) {
                facts.add("does not listen");
            }
        } else if (!release.isEmpty()) {
            facts.add("does not run");
        }
        if (slot.started().restarts() != null) {
            facts.add(restarted(slot.started().restarts()));
        }
        if (slot.listener().stranger()) {
            facts.add("port held by " + slot.listener().who());
        }
        if (!slot.health().said().isEmpty()) {
            facts.add((slot.health().healthy() ? "healthy: " : "not healthy: ")
                    + slot.health().said());
        }
        return (release.isEmpty() ? "no release" : named(slot)) + "  " + String.join(", ", facts);
    }

    private static String idle(Instant until, Instant held) {
        if (until == null) {
            return "idle";
        }
        return held == null ? "standby, until " + TimeSpan.clock(until) : "held, until " + TimeSpan.clock(held);
    }

    private static String restarted(Restarts restarts) {
        return "restarted " + (restarts.count() == 1 ? "once" : restarts.count() + " times") + ", last at "
                + TimeSpan.clock(restarts.last()) + (restarts.exit().isEmpty() ? "" : ", exit " + restarts.exit());
    }

    private static String since(SlotStatus slot) {
        return slot.started().since() == null
                ? ""
                : " since " + TimeSpan.clock(slot.started().since());
    }

    private static String named(SlotStatus slot) {
        String build = slot.started().build();
        return "release " + slot.started().release() + (build.isEmpty() ? "" : " (" + build + ")");
    }
}
