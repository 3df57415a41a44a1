package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.port.Space;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.util.Locale;
import java.util.Optional;

/**
 * How much room there is on a host where the application's directory is.
 *
 * @param kilobytes how many are free for the login user; nothing where that is not known
 * @param files how many files can still be made; nothing where that is not known, or where they have no number of their own
 * @param there whether the release lies there already, so that nothing is sent
 * @param newest how many bytes the release took that was deployed last; 0 where that is not known
 */
record Room(Optional<Long> kilobytes, Optional<Long> files, boolean there, long newest) {

    /** What a deployment writes beside its release: the journal, the records of the slots, and what the application writes as it starts. */
    static final Space BESIDES = new Space(1_000_000, 20);

    /** Returns the script that finds it out; it may stand beside others in one round trip. */
    static Command command(ApplicationHost on) {
        return new DirectoryScripts(on.plan().directory(), Room.class)
                .command("room", on.plan().release().id());
    }

    /** Tells what {@link #command} found. */
    static Room parse(CommandResult found) {
        return new Room(
                number(found, "kilobytes"),
                number(found, "files"),
                found.value("there").isPresent(),
                number(found, "newest").orElse(0L));
    }

    private static Optional<Long> number(CommandResult found, String name) {
        return found.value(name).filter(text -> text.matches("-?\\d{1,18}")).map(Long::valueOf);
    }

    /**
     * Refuses to begin where there is too little.
     *
     * @param release what it takes while it is shipped
     * @throws HostException with the figures
     */
    void check(ApplicationHost on, Space release) throws HostException {
        boolean nothingIsSent = release.equals(Space.NONE);
        if (!nothingIsSent) {
            refuse(on, "release " + on.plan().release().id(), there ? Space.NONE : release);
        }
    }

    /** Refuses a host on which not even a release such as the newest one has room. */
    void checkForAnother(ApplicationHost on) throws HostException {
        refuse(on, "one more release like the newest one", new Space(newest, 0));
    }

    private void refuse(ApplicationHost on, String what, Space release) throws HostException {
        long bytes = release.bytes() + BESIDES.bytes();
        long more = release.files() + BESIDES.files();
        String sentence = "There is no room for " + what + " in " + on.plan().directory() + " on " + on.name() + ": ";
        String help = "; make room there, or lower keepReleases.";
        if (kilobytes.isPresent() && kilobytes.get() < bytes / 1024 + 1) {
            throw new HostException(sentence + shown(Math.max(0, kilobytes.get()) * 1024) + " are free, and it takes "
                    + shown(bytes) + " while it is shipped, with the beginning of its log" + help);
        }
        if (files.isPresent() && files.get() < more) {
            throw new HostException(sentence + files.get()
                    + " more files can be made there (inodes, df -i), and it takes " + more + help);
        }
    }

    /** Returns it for a reader. */
    String shown() {
        return kilobytes
                .map(free -> shown(Math.max(0, free) * 1024) + " are free there"
                        + files.map(count -> ", for at most " + count + " files")
                                .orElse(""))
                .orElse("how much room there is is not known");
    }

    private static String shown(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
