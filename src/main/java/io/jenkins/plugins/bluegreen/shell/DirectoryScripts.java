package io.jenkins.plugins.bluegreen.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Scripts about one directory of a host, which they get as their first argument. {@code directory.sh} stands before each of them.
 *
 * @param directory an absolute path
 * @param beside the class that they lie beside
 */
public record DirectoryScripts(String directory, Class<?> beside) {

    /** Returns the script {@code <name>.sh}. */
    public Command command(String name, String... arguments) {
        return command(name, List.of(name), arguments);
    }

    /** The name of a script that may stand beside any others: how something is started with what the login has. */
    public static final String LOGIN = "login";

    /** Another one: what tells whether a directory is in memory. */
    public static final String IN_MEMORY = "in-memory";

    private static final Set<String> ANYWHERE = Set.of(LOGIN, IN_MEMORY);

    /** Returns the function of a script that tells whether a directory is in memory, for one before which it stands. */
    public static String inMemory() {
        return Command.script(DirectoryScripts.class, IN_MEMORY).script();
    }

    /**
     * Returns several scripts as one, such as functions and what calls them.
     *
     * @param name for messages
     * @param scripts their names, in their order
     */
    public Command command(String name, List<String> scripts, String... arguments) {
        List<String> words = new ArrayList<>(List.of(directory));
        words.addAll(List.of(arguments));
        StringBuilder text = new StringBuilder(
                Command.script(DirectoryScripts.class, "directory").script());
        scripts.forEach(script ->
                text.append(Command.script(ANYWHERE.contains(script) ? DirectoryScripts.class : beside, script)
                        .script()));
        return new Command(name, text.toString(), words);
    }
}
