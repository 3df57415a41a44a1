package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.function.Consumer;

/**
 * A router that can lead a share of the clients to the slot that is not live, each client always to the same one, and that tells what both
 * slots answered. Which shares there are, its {@link io.jenkins.plugins.bluegreen.model.plan.RouterConfig#shares configuration} says.
 */
public interface CanaryRouter extends TrafficRouter {

    /**
     * Looks whether the running router is configured for that, and whether what it notes of its answers can be read; changes nothing.
     *
     * @throws HostException with what is missing, and as its evidence what to put there
     */
    void checkShares() throws HostException, InterruptedException;

    /**
     * Leads so much of the clients to a slot that is not live from now on: who is led there already stays there as it grows.
     *
     * @param slot the slot that is not live
     * @param percent one of the shares that there are; 0 for nobody
     * @return what is worth knowing about how that went, for a reader; mostly an empty text
     * @throws HostException with what stood in the way
     */
    String lead(Slot slot, int percent) throws HostException, InterruptedException;

    /** Returns the commands that do on the host what {@link #lead} does with 0. */
    String leadNobodyByHand(Slot slot);

    /** Returns what both slots answer from now on; {@link #checkShares} was called before. */
    Answers answers() throws HostException, InterruptedException;

    /** What a router notes of the answers of the slots, read from where it was left. */
    interface Answers {

        /** What {@link #read} returns where the router began to count anew, so that what was read before is no whole any more. */
        long AFRESH = -2;

        /**
         * Reads what has come since it was read last.
         *
         * @param each is given each answer
         * @return the number of bytes that were passed over, since there was more than is read at once or some of it was not there any more;
         *     -1 where their number is not known; {@link #AFRESH}, and then nothing is read
         */
        long read(Consumer<Answer> each) throws HostException, InterruptedException;

        /**
         * Returns that nothing at all had come when it was read last, and where it should have, as a sentence without its end; an empty text
         * where something had, or where that would say nothing of the router.
         */
        default String silent() {
            return "";
        }
    }

    /**
     * What came of one request.
     *
     * @param slot the slot that it was meant for
     * @param failed whether that did not answer, or with a status of 500 or more; the client may have had a good answer of the other one
     * @param unanswered whether its client went before it was answered
     * @param millis how long it took until it began to answer, or its client went, in milliseconds; -1 where the router does not tell
     */
    record Answer(Slot slot, boolean failed, boolean unanswered, long millis) {

        /** One that was answered, or failed. */
        public Answer(Slot slot, boolean failed, long millis) {
            this(slot, failed, false, millis);
        }

        /** One whose client went before. */
        public static Answer unanswered(Slot slot, long millis) {
            return new Answer(slot, false, true, millis);
        }
    }
}
