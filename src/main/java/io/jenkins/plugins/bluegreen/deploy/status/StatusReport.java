package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Begun;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How an application is on all its hosts, as far as they could be looked at.
 *
 * @param application its name
 * @param at when they were looked at
 * @param hosts its hosts, in their order
 * @param routers those of its routers that run on hosts of their own, in their order
 */
public record StatusReport(String application, Instant at, List<HostStatus> hosts, List<RouterStatus> routers)
        implements Serializable {

    /** Copies the lists. */
    public StatusReport {
        hosts = List.copyOf(hosts);
        routers = List.copyOf(routers);
    }

    /** Returns the slot that is live on all hosts; nothing where none is, they do not agree, or one of them is unknown. */
    public Optional<Slot> live() {
        return same(live -> Optional.of(live.slot()));
    }

    /** Returns the release that is live on all hosts; nothing where none is, they do not agree, or one of them is unknown. */
    public Optional<String> release() {
        return same(live -> live.serves() ? Optional.of(live.started().release()) : Optional.empty());
    }

    private <T> Optional<T> same(Function<SlotStatus, Optional<T>> of) {
        List<Optional<T>> all =
                hosts.stream().map(host -> host.live().flatMap(of)).distinct().toList();
        return all.size() == 1 ? all.get(0) : Optional.empty();
    }

    /**
     * Tells what speaks against a release being live on all hosts.
     *
     * @return a sentence, or nothing if it is
     */
    public Optional<String> against(WantedRelease expected) {
        OnHosts reasons = onHosts();
        for (HostStatus host : hosts) {
            against(host, expected).ifPresent(reason -> reasons.add(host.host(), reason));
        }
        return reasons.texts().isEmpty()
                ? Optional.empty()
                : Optional.of("Release " + expected + " of " + application + " was expected to be live, but "
                        + String.join("; ", reasons.texts()) + ".");
    }

    private static Optional<String> against(HostStatus host, WantedRelease expected) {
        String on = " on " + host.host();
        if (!host.doubt().isEmpty()) {
            return Optional.of(
                    "what is live" + on + " is not known: " + host.doubt().replaceFirst("\\.$", ""));
        }
        if (host.live().isEmpty()) {
            return Optional.of("nothing is live" + on);
        }
        SlotStatus live = host.live().get();
        String release = live.started().release();
        if (!live.serves()) {
            return Optional.of(
                    live.listener().stranger()
                            ? "a process that this plugin did not start is live" + on + " ("
                                    + live.listener().who() + ")"
                            : "release " + release + ", which is live" + on + ", does not listen");
        }
        return expected.means(release, live.started().build())
                ? Optional.empty()
                : Optional.of("release " + release + " is live" + on);
    }

    /** Returns what there is to say of more than one slot: who deploys, what was cut off, hosts that do not agree, and what is not kept up. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.addAll(said(host -> host.lock() == null
                ? ""
                : "The lock on " + host.host() + " is held by " + host.lock().who() + "."));
        remarks.addAll(said(host -> host.begun() == null
                ? ""
                : underWay(host.begun(), host.lock()) + " This stands in the journal on " + host.host() + "."));
        disagreement().ifPresent(remarks::add);
        OnHosts lacks = onHosts();
        hosts.forEach(host ->
                host.notKeptUp().forEach(lack -> lacks.add(host.host(), "On " + host.host() + ": " + lack + ".")));
        remarks.addAll(lacks.grouped());
        return remarks;
    }

    private static String underWay(Begun begun, LockHolder lock) {
        if (begun.heldUntil() != null) {
            return "Release " + begun.release() + " of " + begun.owner() + " is held in "
                    + begun.slot().label() + " until " + TimeSpan.clock(begun.heldUntil())
                    + ": promote or discard it" + (begun.promotes() ? ", or Jenkins promotes it then." : ".");
        }
        boolean goesOn = lock != null && lock.deployment().equals(begun.deployment());
        String what = "The deployment " + begun.deployment() + " of release " + begun.release() + " to "
                + begun.slot().label();
        String phase = " in its phase '" + begun.phase() + "'";
        return what
                + (goesOn
                        ? " is under way," + phase + "."
                        : " was cut off," + phase + "; the next deployment settles what it left.");
    }

    private Optional<String> disagreement() {
        List<String> parts = said(host -> host.doubt().isEmpty() ? served(host) + " is live on " + host.host() : "");
        return parts.size() < 2
                ? Optional.empty()
                : Optional.of("The hosts do not agree: " + String.join(", ", parts) + ".");
    }

    private static String served(HostStatus host) {
        return host.live()
                .map(live -> live.slot().label()
                        + (live.started().running()
                                ? " with release " + live.started().release()
                                : ""))
                .orElse("nothing");
    }

    /**
     * Returns what is to be said of hosts, what is the same on several of them once.
     *
     * @param what says it of a host, which it names; an empty text for nothing
     */
    private List<String> said(Function<HostStatus, String> what) {
        OnHosts on = onHosts();
        for (HostStatus host : hosts) {
            String said = what.apply(host);
            if (!said.isEmpty()) {
                on.add(host.host(), said);
            }
        }
        return on.grouped();
    }

    private OnHosts onHosts() {
        return new OnHosts(hosts.stream().map(HostStatus::host).toList());
    }

    /** Returns the same with all that was said on a host in other words, such as without secrets. */
    public StatusReport in(UnaryOperator<String> words) {
        return new StatusReport(
                application,
                at,
                hosts.stream().map(host -> host.in(words)).toList(),
                routers.stream().map(router -> router.in(words)).toList());
    }
}
