package io.jenkins.plugins.bluegreen.process.slot;

import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts about the slots of one directory.
 *
 * @param directory an absolute path
 */
public record SlotScripts(String directory) {

    /** The functions that tell of a slot, whatever started what is in it. */
    private static final List<String> FUNCTIONS = List.of("record", "unit", "command", "sockets");

    private static final List<String> STANDING = List.of("record", "unit", "command", "sockets", "standby");

    /** Returns a script by itself. */
    Command alone(String name, String... arguments) {
        return scripts().command(name, arguments);
    }

    /** Returns a script that looks at the processes of a slot. */
    Command looking(String name, String... arguments) {
        return before(SlotScripts.class, name, arguments);
    }

    /** Returns one that knows of standbys as well. */
    Command standing(String name, String... arguments) {
        return followed(scripts().command(name, STANDING, arguments), SlotScripts.class);
    }

    /** Returns the text that ends a standby, for a shell that is left alone with it. */
    String endStandby() {
        String stop = Command.script(SlotScripts.class, "stop").script();
        String waits = Command.script(SlotScripts.class, "end-standby").script();
        return scripts().command("end-standby", STANDING).script() + "end_slot() (\n" + stop + ")\n" + waits;
    }

    /** Returns one of some kind of process manager that does. */
    public Command before(Class<?> beside, String name, String... arguments) {
        return followed(scripts().command(name, FUNCTIONS, arguments), beside);
    }

    /** Returns the one of some kind that starts a slot. */
    public Command starting(Class<?> beside, String... arguments) {
        return followed(
                scripts()
                        .command(
                                "start",
                                Stream.concat(FUNCTIONS.stream(), Stream.of(DirectoryScripts.LOGIN))
                                        .toList(),
                                arguments),
                beside);
    }

    private static Command followed(Command functions, Class<?> beside) {
        String script = Command.script(beside, functions.name()).script();
        return new Command(functions.name(), functions.script() + script, functions.arguments());
    }

    private DirectoryScripts scripts() {
        return new DirectoryScripts(directory, SlotScripts.class);
    }
}
