package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary.Health;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import java.io.Serializable;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * What was found in one slot of a host.
 *
 * @param slot which one
 * @param port its port
 * @param started what was last started in it
 * @param listener who listens on its port
 * @param health what it answers to the health question
 * @param live whether users are sent there
 * @param share how much of the clients is led there though the other slot is live, in per cent; mostly 0
 */
public record SlotStatus(Slot slot, int port, Started started, Listener listener, Health health, Live live, int share)
        implements Serializable {

    /** One to which no share of the clients is led. */
    public SlotStatus(Slot slot, int port, Started started, Listener listener, Health health, Live live) {
        this(slot, port, started, listener, health, live, 0);
    }

    /** Whether users are sent to a slot. */
    public enum Live {
        /** They are. */
        LIVE,
        /** They are not. */
        IDLE,
        /** That is not certain. */
        UNKNOWN
    }

    /**
     * What was last started in a slot; texts are empty where that is not known, or nothing was.
     *
     * @param release the id of the release
     * @param build the build that deployed the release first, such as {@code shop #41}
     * @param deployment the id of the deployment
     * @param process the pid of what runs of it; empty where it ended
     * @param since when that was started, or null
     * @param standbyUntil until when it stays as a standby, or null for what is none
     * @param restarts how often it was started again since its deployment, because it had ended; null for never
     */
    public record Started(
            String release,
            String build,
            String deployment,
            String process,
            Instant since,
            Instant standbyUntil,
            Restarts restarts)
            implements Serializable {

        /** What was never started again. */
        public Started(String release, String build, String deployment, String process, Instant since) {
            this(release, build, deployment, process, since, null, null);
        }

        static Started of(SlotState state, String build) {
            return new Started(
                    state.release().orElse(""),
                    build,
                    state.deployment().orElse(""),
                    state.process().orElse(""),
                    state.since().orElse(null),
                    state.standby().orElse(null),
                    state.restarts().orElse(null));
        }

        /** Tells whether it runs. */
        public boolean running() {
            return !process.isEmpty();
        }
    }

    /** Tells whether the release that was started in it serves whoever comes to its port. */
    public boolean serves() {
        return started.running() && listener.equals(Listener.OWN);
    }

    private static Restarts in(UnaryOperator<String> words, Restarts restarts) {
        return new Restarts(restarts.count(), restarts.last(), words.apply(restarts.exit()));
    }

    /** Returns the same with all that was said on a host in other words, such as without secrets. */
    SlotStatus in(UnaryOperator<String> words) {
        return new SlotStatus(
                slot,
                port,
                new Started(
                        words.apply(started.release()),
                        words.apply(started.build()),
                        words.apply(started.deployment()),
                        words.apply(started.process()),
                        started.since(),
                        started.standbyUntil(),
                        started.restarts() == null ? null : in(words, started.restarts())),
                new Listener(listener.kind(), words.apply(listener.who())),
                new Health(health.healthy(), words.apply(health.said())),
                live,
                share);
    }
}
