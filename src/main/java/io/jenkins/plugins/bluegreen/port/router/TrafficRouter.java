package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;
import java.util.Optional;

/** The router of one host, as far as a deployment is concerned: which slot it serves. */
public interface TrafficRouter {

    /** Returns the name of its host. */
    String name();

    /** Returns how sentences about it go on. */
    RouterTerms terms();

    /**
     * Reads which slot is served, without changing anything.
     *
     * @throws HostException if that cannot be told
     */
    RouterState read() throws HostException, InterruptedException;

    /**
     * Reads which slot is served, and makes sure that the running router goes by what says so, as far as that can be told, and where it
     * can be asked; changes nothing.
     *
     * @throws HostException if it does not, or the slot cannot be told
     */
    RouterState inspect() throws HostException, InterruptedException;

    /** Returns the script of {@link #inspect}, for one who has more to ask of the host in the same round trip. */
    Command inspectCommand();

    /**
     * Tells what {@link #inspectCommand} found.
     *
     * @throws HostException as {@link #inspect}
     */
    RouterState parse(CommandResult result) throws HostException;

    /**
     * Tells which slot it would serve once it is reloaded, where it does not go yet by what says so; changes nothing.
     *
     * @return nothing where nothing says so, or a reload changes nothing
     * @throws HostException if that cannot be told
     */
    default Optional<Slot> reloaded() throws HostException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Looks whether a switch would be possible, changing nothing.
     *
     * @throws HostException with what stands in its way
     */
    void check() throws HostException, InterruptedException;

    /**
     * Looks, in what was found by {@link #inspect}, for what will lose requests, or which slot is live. That keeps nobody from going back.
     *
     * @throws HostException saying what that is
     */
    default void checkReach() throws HostException {}

    /**
     * Looks what in its configuration costs requests or time at a switch.
     *
     * @return a sentence for each, with the line to change; none also where the configuration cannot be read
     */
    List<String> advise() throws HostException, InterruptedException;

    /**
     * Serves this slot from now on. When it fails, what was there before is there again. Where {@link #read} was asked before, and what it
     * read is not there any more, it fails and changes nothing: that would be lost when what was read is restored.
     *
     * @return what is worth knowing about how that went, for a reader; mostly an empty text
     * @throws HostException with the router's own words
     */
    String switchTo(Slot slot) throws HostException, InterruptedException;

    /**
     * Brings back what was read before a switch, to the last byte; does nothing where it is there already.
     *
     * @throws HostException with the router's own words
     */
    void restore(RouterState before) throws HostException, InterruptedException;

    /**
     * Makes sure that what {@link #read} tells is what is served, whatever an earlier switch came to; changes no file.
     *
     * @throws HostException with the router's own words
     */
    void refresh() throws HostException, InterruptedException;

    /**
     * Looks what of it still serves as it did before the last switch.
     *
     * @return that, for a reader; an empty text where a switch leaves nothing, or all of it has ended
     */
    String undrained() throws HostException, InterruptedException;

    /**
     * Returns the files on its host by which it goes, which are as they are now for as long as nobody switches it; none where there are no such
     * files.
     */
    default List<String> switches() {
        return List.of();
    }

    /** Tells whether a switch leaves for a while what serves as it did before. */
    default boolean leavesOld() {
        return false;
    }

    /** Returns the commands that do on the host what {@link #restore} does; an empty text where that is nothing. */
    String restoreByHand(RouterState before);
}
