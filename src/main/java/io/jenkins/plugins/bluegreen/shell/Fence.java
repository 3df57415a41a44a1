package io.jenkins.plugins.bluegreen.shell;

/**
 * Under which holding of an application's lock scripts are run on a host. What they change under {@code alone} of
 * {@code directory.sh}, they do not once somebody else has had that lock; they end with {@link #LOST} then.
 *
 * @param holding names the holding, as no other one is named
 * @param directory the application's directory there, where the lock lies; an absolute path
 */
public record Fence(String holding, String directory) {

    /** The exit status of a script of a deployment that lost its lock to another one. */
    public static final int LOST = 76;

    /** Returns a script that knows under which holding it is run. */
    public Command around(Command command) {
        String known = "bg_fence=" + Quoting.quote(holding) + " bg_fence_in=" + Quoting.quote(directory) + "\n";
        return new Command(command.name(), known + command.script(), command.arguments());
    }

    /**
     * Returns a script that changes something outside of the application's directory, such as a router's file, and does so under
     * that directory's fence, where one is known on the host.
     */
    public static Command guarded(Command command) {
        String alone = Command.script(Fence.class, "directory").script()
                + "if [ -n \"${bg_fence-}\" ]; then dir=$bg_fence_in && alone; fi\n";
        // What it starts must not keep the directory locked.
        return new Command(command.name(), alone + "(\n" + command.script() + "\n) 8>&-\n", command.arguments());
    }
}
