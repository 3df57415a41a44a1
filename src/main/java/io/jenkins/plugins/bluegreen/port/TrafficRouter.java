package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;

/** The nginx of one host, as far as a deployment is concerned: which slot it serves. */
public interface TrafficRouter {

    /** Returns the name of its host. */
    String name();

    /**
     * Reads which slot is served, without changing anything.
     *
     * @throws HostException if that cannot be told
     */
    RouterState read() throws HostException, InterruptedException;

    /**
     * Reads which slot is served, and makes sure that the running nginx goes by the file that says so, as far as that can be
     * told; changes nothing.
     *
     * @throws HostException if it does not, or the slot cannot be told
     */
    RouterState look() throws HostException, InterruptedException;

    /** Returns the script of {@link #look}, for one who has more to ask of the host in the same round trip. */
    Command inspectCommand();

    /**
     * Tells what {@link #inspectCommand} found.
     *
     * @throws HostException as {@link #look}
     */
    RouterState found(CommandResult result) throws HostException;

    /**
     * Looks whether a switch would be possible, changing nothing.
     *
     * @throws HostException with what stands in its way
     */
    void check() throws HostException, InterruptedException;

    /**
     * Looks what in its configuration costs requests or time at a switch.
     *
     * @return a sentence for each, with the line to change; none also where the configuration cannot be read
     */
    List<String> advice() throws HostException, InterruptedException;

    /**
     * Serves this slot from now on. When it fails, what was there before is there again.
     *
     * @return what is worth knowing about how that went, for a reader; mostly an empty text
     * @throws HostException with nginx's own words
     */
    String switchTo(Slot slot) throws HostException, InterruptedException;

    /**
     * Brings back what was read before a switch, byte for byte; does nothing where it is there already.
     *
     * @throws HostException with nginx's own words
     */
    void restore(RouterState before) throws HostException, InterruptedException;

    /**
     * Makes sure that what {@link #read} tells is what is served, whatever an earlier switch came to; changes no file.
     *
     * @throws HostException with nginx's own words
     */
    void readAgain() throws HostException, InterruptedException;

    /**
     * Looks which processes of this proxy still serve as they did before the last switch.
     *
     * @return their pids; none where a switch replaces no process, or all have ended
     */
    List<Long> oldWorkers() throws HostException, InterruptedException;

    /** Returns the commands that do on the host what {@link #restore} does; an empty text where that is nothing. */
    String restoreByHand(RouterState before);
}
