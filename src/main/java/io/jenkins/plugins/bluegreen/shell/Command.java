package io.jenkins.plugins.bluegreen.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A POSIX shell script with arguments, to be fed to {@code sh} on its standard input.
 *
 * <p>Neither script nor arguments stand on a command line there, where other users of the host could read them, and it does
 * not matter which login shell the user has. The braces make a script that arrives cut do nothing at all: {@code sh} reads a
 * compound command to its end before it runs the first word of it (POSIX.1-2017, XCU 2.10).
 *
 * @param name for messages
 * @param script the text
 * @param arguments become {@code $1}, {@code $2}, ...
 */
public record Command(String name, String script, List<String> arguments) {

    /** What was read once stays at hand: an agent that lost its controller cannot read it any more. */
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*#.*\\R");

    /** Copies the arguments. */
    public Command {
        arguments = List.copyOf(arguments);
    }

    /**
     * A script that lies beside a class, as {@code <name>.sh}.
     *
     * @throws IllegalStateException if there is none, which is a defect
     */
    public static Command script(Class<?> beside, String name, String... arguments) {
        String text = TEXTS.computeIfAbsent(beside.getPackageName() + "/" + name, place -> text(beside, name));
        return new Command(name, text, List.of(arguments));
    }

    private static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + ".sh")) {
            if (in == null) {
                throw new IllegalStateException("no script " + name + ".sh beside " + beside.getName());
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // They are a third of all that is sent, and no host reads them. No text within a script has such lines.
            return COMMENT.matcher(text).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns one that looks, as {@code alone} of {@code directory.sh} knows it: it tells what it sees at the moment, waits for no script
     * that is at work there, and keeps none waiting.
     */
    public Command looking() {
        return new Command(name, "bg_look=yes\n" + script, arguments);
    }

    /** Returns what {@code sh} is fed; what follows on its standard input is left for the script to read. */
    public String input() {
        // Names by which scripts are told something; the login may have exported them.
        // In one line with the arguments, so that a login shell that eats it is noticed.
        return "{ unset bg_fence bg_fence_in bg_look; " + body() + "\nexit $?\n}\n";
    }

    /** Returns the script, with the arguments set before it. */
    String body() {
        StringBuilder text = new StringBuilder("set --");
        arguments.forEach(argument -> text.append(' ').append(Quoting.quote(argument)));
        return text.append('\n').append(script).toString();
    }

    /** Leaves the arguments out: they may be secrets. */
    @Override
    public String toString() {
        return name;
    }
}
