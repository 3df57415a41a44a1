package io.jenkins.plugins.bluegreen.port.process;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts, recognizes, watches, keeps up and stops what runs in the slots of an application on one host. Only what it started is ever
 * stopped.
 *
 * <p>What is started runs once: where it ends before it is {@linkplain #keepUp kept up}, its deployment fails, also where something has started
 * it again since. At most one of the two slots is kept up at any time; but while a deployment is under way, a reboot may start both, and what
 * the router leads to is among them.
 */
public interface ProcessManager {

    /** How a process was stopped. */
    enum Stop {
        /** It had ended before. */
        ALREADY,
        /** It ended when it was asked to. */
        ASKED,
        /** It did not within the time that it had, and was killed. */
        KILLED
    }

    /**
     * Looks whether a deployment would find what it needs of what looks after the processes, changing nothing; asked by <i>Test</i>, and
     * before a deployment changes anything.
     *
     * @throws HostException saying what is missing, and what to do
     */
    void check() throws HostException, InterruptedException;

    /** Returns a script that finds out what there is in the two slots; it may stand beside others in one round trip. */
    Command inspectCommand();

    /**
     * Tells what {@link #inspectCommand} found.
     *
     * @return the state of each slot
     * @throws HostException if that could not be found out
     */
    Map<Slot, SlotState> parse(CommandResult result) throws HostException;

    /**
     * Has what runs in a slot be started again from now on, whenever it ends by itself, and after a reboot of the host; and what is in the
     * other slot not after a reboot any more. It is started with what it was started with, whatever a later plan says. Called for the new
     * release when it was looked at for the last time, before the first old process is stopped, and for the old one, as long as it runs,
     * where that is taken back. Doing so twice does no harm. What cannot be kept up so, such as an adopted process, just goes on, and
     * {@link #notKeptUp} says so.
     *
     * @return what {@link #notKeptUp} tells then, by the same round trip; nothing where it ended before, which is not started again by this
     * @throws HostException if that cannot be told, or not be brought about
     */
    Optional<List<String>> keepUp(Slot slot) throws HostException, InterruptedException;

    /** Returns a script that finds out what of that is not so; it may stand beside others in one round trip. */
    Command upkeepCommand();

    /**
     * Tells what {@link #upkeepCommand} found.
     *
     * @return for people, a sentence each: what will not be started again after a crash or a reboot, and why, and that the host was rebooted
     *     since what is kept up was deployed; none where all is well. Where that could not be found out, that is what is told.
     */
    List<String> notKeptUp(CommandResult result);

    /**
     * Starts the plan's release in a slot, and records it as what this deployment started there.
     *
     * @throws HostException if the start command could not be run
     */
    void start(Slot slot) throws HostException, InterruptedException;

    /**
     * Looks how what runs in a slot is.
     *
     * @param wait for how long to wait on the host until it listens or ends
     * @param lap how often to look meanwhile
     */
    ProcessStatus status(Slot slot, Duration wait, Duration lap) throws HostException, InterruptedException;

    /**
     * Takes the process that listens on a slot's port, and that the plan says may be adopted, as what runs there; from then on it is
     * stopped like one that was started in the slot. To {@link #forget} it leaves it running.
     *
     * @param deployment as which it counts from then on; not the one that adopts, which starts something of its own
     * @return what is known of it, for a reader
     * @throws HostException if it is another one, or could not be stopped by the login user, or would be started again
     */
    String adopt(Slot slot, String deployment) throws HostException, InterruptedException;

    /**
     * Tells which process {@link #adopt} would take.
     *
     * @throws HostException as that
     */
    String adoptable(Slot slot) throws HostException, InterruptedException;

    /** Returns where what runs in a slot listens, for a reader: {@code 3000} at all addresses, {@code 127.0.0.1:3000} at one. */
    List<String> listens(Slot slot) throws HostException, InterruptedException;

    /** Returns the end of what it wrote, at most so many lines. */
    String log(Slot slot, int lines) throws HostException, InterruptedException;

    /**
     * Returns the end of what it wrote to a file that the start command sends it to, at most so many lines.
     *
     * @return the file's name in the first line; an empty text for no such file, or an empty one
     */
    String ownLog(Slot slot, int lines) throws HostException, InterruptedException;

    /**
     * Stops what was started in a slot. It is never started again, neither after it ended nor after a reboot, also where it does not run at
     * this moment.
     *
     * @param deployment only if this deployment started it; an empty text for whichever did
     * @throws HostException if something of it still runs
     */
    Stop stop(Slot slot, String deployment) throws HostException, InterruptedException;

    /**
     * Has what runs in a slot, which traffic has left, stay as a standby. Nothing keeps it up, and when the time is over the host itself stops it,
     * whatever has become of us by then: but neither while a deployment is under way or half-done, nor where it may serve users again.
     *
     * @param deployment only if this deployment started it, or took it over
     * @param switches the files on this host by which routers there go
     * @return until when; nothing where nothing of it runs, and for what was adopted
     */
    Optional<Instant> standBy(Slot slot, String deployment, Duration time, List<String> switches)
            throws HostException, InterruptedException;

    /**
     * Takes over the standby in a slot as what this deployment runs there. It stays one until it is {@linkplain #keepUp kept up}.
     *
     * @return whether there is one
     */
    boolean take(Slot slot) throws HostException, InterruptedException;

    /** Gives back a standby that a deployment took over, which is not kept up yet: it is one as before. Does nothing for anything else. */
    void giveBack(Slot slot, String deployment) throws HostException, InterruptedException;

    /** Forgets what a deployment started in a slot, which is stopped, or adopted there, in favour of what was there before. */
    void forget(Slot slot, String deployment) throws HostException, InterruptedException;

    /** Returns how many connections to a slot's port there are that it may have something to do for. */
    int connections(Slot slot) throws HostException, InterruptedException;

    /** Returns the command that stops by hand what runs in a slot. */
    String stopByHand(Slot slot);
}
