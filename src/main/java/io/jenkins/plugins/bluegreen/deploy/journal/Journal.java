package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The deployment that is under way on a host, as it stands in a file there: whoever deploys next finds it if it was cut off.
 *
 * @param application what is deployed
 * @param deployment its id
 * @param release what it ships
 * @param slot the slot that it starts
 * @param reached how far it came
 * @param owner who deploys
 * @param marks what else is to be known of it
 */
public record Journal(
        String application, String deployment, String release, Slot slot, Reached reached, String owner, Marks marks) {

    /**
     * What is not to be known of every deployment.
     *
     * @param left what it leaves, where it is a rollback
     * @param hooks how far it came with its hooks
     * @param held until when it is held, and what becomes of it then
     * @param promoted the id of the deployment that held its release, where it promotes that
     */
    public record Marks(Optional<Left> left, HookMarks hooks, Optional<Until> held, Optional<String> promoted) {}

    /**
     * Until when a release is held.
     *
     * @param end when its time is over
     * @param promotes whether Jenkins promotes it then; otherwise its hosts discard it
     */
    public record Until(Instant end, boolean promotes) {}

    /**
     * How far a deployment came.
     *
     * @param phase the phase that it is in
     * @param share how much of the clients is led to its slot while the other one is live, in per cent; mostly 0
     */
    public record Reached(Phase phase, int share) {}

    /** How far a deployment came; written before the phase begins. */
    public enum Phase {
        /** Shipping, starting, asking. The other slot serves. */
        PREPARE,
        /** The new release is healthy and waits for somebody to promote or discard it; nobody is at work. The other slot serves. */
        HELD,
        /** Traffic may go to either slot. */
        SWITCH,
        /** The new release serves; only the other slot's process is still to be stopped. */
        RETIRE;

        /** Returns its name in the file. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One of a deployment that is not held, where no share of the clients is led anywhere. */
    public Journal(
            String application,
            String deployment,
            String release,
            Slot slot,
            Phase phase,
            String owner,
            Optional<Left> left,
            HookMarks hooks) {
        this(
                application,
                deployment,
                release,
                slot,
                new Reached(phase, 0),
                owner,
                new Marks(left, hooks, Optional.empty(), Optional.empty()));
    }

    /** One of a deployment that is no rollback. */
    public Journal(String application, String deployment, String release, Slot slot, Phase phase, String owner) {
        this(application, deployment, release, slot, phase, owner, Optional.empty(), HookMarks.NONE);
    }

    /** Returns the phase that it is in. */
    public Phase phase() {
        return reached.phase();
    }

    /** Returns what it leaves, where it is a rollback. */
    public Optional<Left> left() {
        return marks.left();
    }

    /** Returns how far it came with its hooks. */
    public HookMarks hooks() {
        return marks.hooks();
    }

    /** Returns until when it is held. */
    public Optional<Instant> heldUntil() {
        return marks.held().map(Until::end);
    }

    /** Tells whether Jenkins promotes it when it was held for its time. */
    public boolean promotes() {
        return marks.held().filter(Until::promotes).isPresent();
    }

    /** Returns the id of the deployment that held its release, where it promotes that. */
    public Optional<String> promoted() {
        return marks.promoted();
    }

    /** Returns the same deployment, which promotes what another one held. */
    public Journal promoting(String held) {
        Marks with = new Marks(left(), hooks(), marks.held(), Optional.of(held));
        return new Journal(application, deployment, release, slot, reached, owner, with);
    }

    /** Tells whether it has not switched anything yet. */
    public boolean beforeSwitch() {
        return phase() == Phase.PREPARE || phase() == Phase.HELD;
    }

    /** Tells whether it is held. */
    public boolean held() {
        return phase() == Phase.HELD;
    }

    /** Returns the same deployment, which is held from now on. */
    public Journal held(Until until) {
        return new Journal(
                application,
                deployment,
                release,
                slot,
                new Reached(Phase.HELD, 0),
                owner,
                new Marks(left(), hooks(), Optional.of(until), promoted()));
    }

    /** Tells whether what it leaves is not to be gone back to. */
    public boolean leavesBad() {
        return left().filter(Left::bad).isPresent();
    }

    /** Returns the same deployment in another phase. */
    public Journal in(Phase next) {
        Marks kept = new Marks(left(), hooks(), Optional.empty(), promoted());
        return new Journal(application, deployment, release, slot, new Reached(next, 0), owner, kept);
    }

    /** Returns the same deployment where so much of the clients is led to its slot, in per cent. */
    public Journal leading(int share) {
        return new Journal(application, deployment, release, slot, new Reached(phase(), share), owner, marks);
    }

    /** Returns the same deployment where it came so far with its hooks. */
    public Journal with(HookMarks marks) {
        return new Journal(
                application,
                deployment,
                release,
                slot,
                reached,
                owner,
                new Marks(left(), marks, this.marks.held(), promoted()));
    }

    /** Returns the file's text. */
    public String text() {
        return "application=" + application + "\ndeployment=" + deployment + "\nrelease=" + release + "\nslot="
                + slot.label() + "\nphase=" + phase().label() + "\nowner=" + owner + "\n"
                + (reached.share() > 0 ? "share=" + reached.share() + "\n" : "")
                + heldUntil().map(until -> "until=" + until + "\n").orElse("")
                + (promotes() ? "ends=promote\n" : "")
                + promoted().map(held -> "held=" + held + "\n").orElse("")
                + left().map(of -> "left=" + of.release() + "\nbad=" + of.bad() + "\n")
                        .orElse("")
                + hooks().text();
    }

    /** Reads the file's lines; nothing for no lines, and for what we did not write. */
    public static Optional<Journal> read(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Journal(
                            values.getOrDefault("application", ""),
                            values.getOrDefault("deployment", ""),
                            values.getOrDefault("release", ""),
                            Slot.valueOf(values.getOrDefault("slot", "").toUpperCase(Locale.ROOT)),
                            new Reached(
                                    Phase.valueOf(
                                            values.getOrDefault("phase", "").toUpperCase(Locale.ROOT)),
                                    Integer.parseInt(values.getOrDefault("share", "0"))),
                            values.getOrDefault("owner", ""),
                            new Marks(
                                    Optional.ofNullable(values.get("left"))
                                            .map(release -> new Left(release, "true".equals(values.get("bad")))),
                                    HookMarks.read(values),
                                    Optional.ofNullable(values.get("until"))
                                            .map(until -> new Until(
                                                    Instant.parse(until), "promote".equals(values.get("ends")))),
                                    Optional.ofNullable(values.get("held")))));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
