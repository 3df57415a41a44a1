package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What was found on one host of an application.
 *
 * @param host its name
 * @param unknown why nothing of it is known; an empty text where it was looked at
 * @param slots blue and green; none where nothing is known
 * @param doubt why it is not certain which slot is live; an empty text where it is
 * @param lock who holds the lock of the application there, or null
 * @param begun the deployment that has begun there and not ended, or null
 * @param notKeptUp what is not started again after a crash or a reboot, and that there was one, a sentence each
 * @param releases which releases lie there
 */
public record HostStatus(
        String host,
        String unknown,
        List<SlotStatus> slots,
        String doubt,
        LockHolder lock,
        Begun begun,
        List<String> notKeptUp,
        Releases releases)
        implements Serializable {

    /** One on which all is kept up, and of which no more is known. */
    public HostStatus(String host, String unknown, List<SlotStatus> slots, String doubt, LockHolder lock, Begun begun) {
        this(host, unknown, slots, doubt, lock, begun, List.of(), Releases.UNKNOWN);
    }

    /**
     * The releases that lie there.
     *
     * @param known whether that could be found out
     * @param whole the ids of those that could be started again
     */
    public record Releases(boolean known, List<String> whole) implements Serializable {

        /** Where that could not be found out. */
        public static final Releases UNKNOWN = new Releases(false, List.of());

        /** Copies the list. */
        public Releases {
            whole = List.copyOf(whole);
        }

        static Releases of(List<StoredRelease> stored) {
            return new Releases(
                    true,
                    stored.stream()
                            .filter(each -> each.fault().isEmpty())
                            .map(StoredRelease::id)
                            .toList());
        }

        private Releases in(UnaryOperator<String> words) {
            return new Releases(known, whole.stream().map(words).toList());
        }
    }

    /**
     * A deployment that has begun and not ended, as its journal tells.
     *
     * @param deployment its id
     * @param release what it starts
     * @param slot where it does
     * @param phase how far it came
     * @param owner who deploys
     * @param heldUntil until when it is held, or null where it is not
     * @param promotes whether Jenkins promotes it when that is over
     */
    public record Begun(
            String deployment,
            String release,
            Slot slot,
            String phase,
            String owner,
            Instant heldUntil,
            boolean promotes)
            implements Serializable {

        /** One that is not held. */
        public Begun(String deployment, String release, Slot slot, String phase, String owner) {
            this(deployment, release, slot, phase, owner, null, false);
        }

        static Begun of(Journal journal) {
            return new Begun(
                    journal.deployment(),
                    journal.release(),
                    journal.slot(),
                    journal.phase().label(),
                    journal.owner(),
                    journal.held() ? journal.heldUntil().orElse(Instant.EPOCH) : null,
                    journal.held() && journal.promotes());
        }
    }

    /** Copies the lists. */
    public HostStatus {
        slots = List.copyOf(slots);
        notKeptUp = List.copyOf(notKeptUp);
    }

    /** Returns one of which nothing is known. */
    static HostStatus unknown(String host, String why) {
        return new HostStatus(host, why, List.of(), why, null, null);
    }

    /** Tells whether it was looked at. */
    public boolean known() {
        return unknown.isEmpty();
    }

    /** Returns the slot that is live there; nothing where none is, or that is not certain. */
    public Optional<SlotStatus> live() {
        return slots.stream().filter(slot -> slot.live() == Live.LIVE).findFirst();
    }

    /** Returns the same with all that was said on a host in other words, such as without secrets. */
    HostStatus in(UnaryOperator<String> words) {
        return new HostStatus(
                host,
                words.apply(unknown),
                slots.stream().map(slot -> slot.in(words)).toList(),
                words.apply(doubt),
                lock == null ? null : new LockHolder(words.apply(lock.who()), words.apply(lock.deployment())),
                begun == null ? null : in(words, begun),
                notKeptUp.stream().map(words).toList(),
                releases.in(words));
    }

    private static Begun in(UnaryOperator<String> words, Begun begun) {
        return new Begun(
                words.apply(begun.deployment()),
                words.apply(begun.release()),
                begun.slot(),
                begun.phase(),
                words.apply(begun.owner()),
                begun.heldUntil(),
                begun.promotes());
    }
}
