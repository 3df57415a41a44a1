package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes the value of one key, in the map file and in the HAProxy that runs. */
final class MapSwitch {

    /** One may have to wait for another one. */
    static final Duration LIMIT = Duration.ofMinutes(3);

    /** Others may write lines of theirs at the same time. */
    private static final int TRIES = 10;

    private final RemoteHost host;
    private final MapPlace place;
    private final RuntimeSocket socket;

    MapSwitch(RemoteHost host, MapPlace place) {
        this.host = host;
        this.place = place;
        this.socket = new RuntimeSocket(host, place.socket());
    }

    /** It failed, and both are as they were. */
    static final class AsBeforeException extends HostException {

        private static final long serialVersionUID = 1L;

        AsBeforeException(String sentence, String evidence) {
            super(sentence, evidence);
        }
    }

    MapPlace place() {
        return place;
    }

    /** Returns what the HAProxy that runs is spoken to by. */
    RuntimeSocket socket() {
        return socket;
    }

    private static Command command(String name, String script, List<String> arguments) {
        String functions = DirectoryScripts.inMemory()
                + Command.script(MapSwitch.class, "file").script()
                + Command.script(MapSwitch.class, "files").script();
        return new Command(
                name, functions + Command.script(MapSwitch.class, script).script(), arguments);
    }

    /** Returns the script that looks at the file and the socket; with all, at what is around them as well. */
    Command look(boolean all) {
        List<String> arguments = new ArrayList<>(List.of(place.file(), place.socket()));
        if (all) {
            arguments.add("inspect");
        }
        return command(all ? "inspect" : "read", "look", arguments);
    }

    /**
     * Returns the value of the key in the file.
     *
     * @throws HostException if it cannot be read, or tells several
     */
    Optional<String> written(CommandResult looked) throws HostException {
        String what = "The map file " + place.file() + " on " + host.name();
        Optional<String> content = looked.value("content");
        if (content.isEmpty() && looked.value("file").equals(Optional.of("missing"))) {
            throw new HostException(
                    what + " is not there, or in a directory that the login user may not search; HAProxy does not"
                            + " start without it: create it with the line '" + place.key()
                            + " blue', or green where that is live, and name it in HAProxy's configuration.");
        }
        if (looked.value("file").equals(Optional.of("big"))) {
            throw new HostException(
                    what + " has more than 300 kB, too much to be looked at and replaced in each deployment; give the"
                            + " applications a map file of their own.");
        }
        if (content.isEmpty()) {
            throw new HostException(
                    what + " cannot be read"
                            + looked.value("file_is").map(is -> " (" + is + ")").orElse("")
                            + "; let the login user read it.",
                    looked.err().strip());
        }
        List<String> values = MapFile.of(content.get(), place.key()).values();
        if (values.size() > 1) {
            throw new HostException(what + " has several lines for " + place.key() + " (" + String.join(", ", values)
                    + "), of which HAProxy goes by one; leave that one.");
        }
        return values.stream().findFirst();
    }

    /**
     * Asks the HAProxy that runs.
     *
     * @throws HostException if it cannot be asked, or could not be switched
     */
    Running running(CommandResult looked) throws HostException {
        Running running = Running.parse(say(Running.questions(place), looked), place.key());
        if (!running.level().equals("admin")) {
            throw new HostException("The socket " + place.socket() + " of HAProxy on " + host.name()
                    + " lets nobody set a map (" + running.level()
                    + "); give its line in HAProxy's configuration 'level admin', and reload HAProxy.");
        }
        if (!running.known()) {
            throw new HostException(
                    "HAProxy on " + host.name() + " has no map " + place.file()
                            + ", so a switch would change nothing; name it in HAProxy's configuration, by just this path, as"
                            + " 'Show the configuration' prints it, and reload HAProxy (where green is live already, see README, 'Another file, router or name', before).");
        }
        return running;
    }

    private String say(String commands, CommandResult looked) throws HostException {
        Optional<String> why = whyNot(looked);
        if (why.isPresent()) {
            throw new HostException("HAProxy on " + host.name() + " cannot be asked at its socket " + place.socket()
                    + ": " + why.get() + ".");
        }
        try {
            return socket.say(commands);
        } catch (HostException e) {
            if (looked.value("socket").equals(Optional.of("listens"))) {
                throw new HostException(
                        "HAProxy on " + host.name() + " cannot be asked at its socket " + place.socket()
                                + ", though it listens there and the login user may write to it: mostly the SSH server forbids that;"
                                + " allow it with 'AllowStreamLocalForwarding local' in sshd_config.",
                        e.getMessage(),
                        e);
            }
            throw e;
        }
    }

    private Optional<String> whyNot(CommandResult looked) {
        String me = looked.value("me").orElse("the login user");
        return switch (looked.value("socket").orElse("")) {
            case "missing" ->
                Optional.of("there is none, or it is in a directory that " + me
                        + " may not search; give its path in 'socket', as"
                        + " 'stats socket' in HAProxy's configuration has it, and look whether HAProxy runs");
            case "none" ->
                Optional.of("that is no socket; give the path that 'stats socket' has in HAProxy's configuration");
            case "closed" ->
                Optional.of(me + " may not write to it ("
                        + looked.value("socket_is").orElse("")
                        + "); give its line in HAProxy's configuration 'group' with a group that " + me
                        + " is in, and 'mode 660 level admin'");
            default -> Optional.empty();
        };
    }

    /**
     * Writes a value, the file first.
     *
     * @param from what the file is to have before
     * @throws AsBeforeException if that failed, and all is as it was
     * @throws HostException if it failed otherwise
     */
    void change(Optional<String> from, Optional<String> to) throws HostException, InterruptedException {
        write(from, to);
        try {
            run(to);
        } catch (HostException e) {
            throw takenBack(from, to, e);
        }
    }

    private HostException takenBack(Optional<String> from, Optional<String> to, HostException why)
            throws InterruptedException {
        try {
            write(to, from);
            if (!runs(from)) {
                run(from);
            }
            return new AsBeforeException(why.getMessage() + " " + place.file() + " is as it was.", why.evidence());
        } catch (HostException e) {
            return new HostException(
                    why.getMessage() + " It could not all be put back: " + e.getMessage(), why.evidence(), why);
        }
    }

    private void write(Optional<String> from, Optional<String> to) throws HostException, InterruptedException {
        for (int tries = 1; tries <= TRIES; tries++) {
            CommandResult looked = host.run(look(false), LIMIT);
            Optional<String> there = written(looked);
            if (!there.equals(from)) {
                throw new AsBeforeException(changed("during the switch"), "");
            }
            if (from.equals(to)) {
                return;
            }
            MapFile old = MapFile.of(looked.value("content").orElse(""), place.key());
            Command replace = command(
                    "replace", "replace", List.of(place.file(), old.with(to).base64(), old.base64()));
            CommandResult replaced = host.run(Fence.guarded(replace), LIMIT);
            if (replaced.ok()) {
                return;
            }
            if (replaced.value("stage").isEmpty()) {
                throw new AsBeforeException(
                        "The map file " + place.file() + " on " + host.name()
                                + " could not be replaced; its directory must belong to the login user.",
                        replaced.said());
            }
        }
        throw new AsBeforeException(
                "The map file " + place.file() + " on " + host.name()
                        + " is being changed by somebody else all the time; look who else writes it.",
                "");
    }

    private String changed(String when) {
        return "The line of " + place.key() + " in " + place.file() + " on " + host.name()
                + " was changed by somebody else " + when + "; look who else writes it.";
    }

    /**
     * Has the HAProxy that runs go by what was switched to, where the file still says that.
     *
     * @throws HostException if the file says something else by now
     */
    void repair(Optional<String> switched) throws HostException, InterruptedException {
        if (!written(host.run(Fence.guarded(look(false)), LIMIT)).equals(switched)) {
            throw new HostException(changed("after the switch"));
        }
        if (!runs(switched)) {
            run(switched);
        }
    }

    private boolean runs(Optional<String> value) throws HostException {
        return Running.value(socket.say("show map " + place.file()), place.key())
                .equals(value);
    }

    /**
     * Has the HAProxy that runs go by a value.
     *
     * @throws HostException if it says afterwards that it does not
     */
    void run(Optional<String> value) throws HostException {
        String show = "show map " + place.file();
        boolean there = Running.value(socket.say(show), place.key()).isPresent();
        String line = place.file() + " " + place.key();
        String command = value.map(to -> (there ? "set map " : "add map ") + line + " " + to)
                .orElse(there ? "del map " + line : show);
        String said = socket.say(command + ";" + show);
        if (!Running.value(said, place.key()).equals(value)) {
            throw new HostException(
                    "HAProxy on " + host.name() + " does not go by " + place.key() + " " + value.orElse("no more")
                            + " after '" + command + "' at " + place.socket() + ".",
                    said.strip());
        }
    }
}
