package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.plan.OwnSettings;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.List;
import java.util.Map;

/** The releases of an application on one host. */
public interface ReleaseStore {

    /** Returns a script that finds out which releases there are; it may stand beside others in one round trip. */
    Command inspectCommand();

    /**
     * Tells what {@link #inspectCommand} found.
     *
     * @return the releases, in no order
     * @throws HostException if that could not be found out
     */
    List<StoredRelease> parse(CommandResult result) throws HostException;

    /** Returns a script that finds out which builds deployed the releases in the slots; it may stand beside others in one round trip. */
    Command buildsCommand();

    /**
     * Tells what {@link #buildsCommand} found.
     *
     * @return the job's full name and the build's number, such as {@code shop #41}, for each slot of which that is kept
     * @throws HostException if that could not be found out
     */
    Map<Slot, String> builds(CommandResult result) throws HostException;

    /**
     * Returns how a release was started and judged when it was deployed. Of the application's variables, those alone leave the host that
     * nothing which is printed may show.
     *
     * @throws HostException if that is not kept there
     */
    OwnSettings settings(String release) throws HostException, InterruptedException;

    /**
     * Makes sure that a release is what was shipped: a file by its SHA-256, a directory by what is in it.
     *
     * @throws HostException if it is not, saying why
     */
    void verify(String release) throws HostException, InterruptedException;

    /**
     * Removes a release that the deployment brought there, unless a slot's record names it; of one that was there before, what the
     * deployment kept beside it.
     */
    void remove(String release, String deployment) throws HostException, InterruptedException;

    /**
     * Removes the oldest ones, but none that a slot's record names or that something runs from, nor what a rollback would go to next.
     *
     * @param keep how many stay
     * @return how many were removed
     */
    String prune(int keep) throws HostException, InterruptedException;
}
