package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts that run on hosts, as they lie in the sources. */
public final class Scripts {

    private static final Path SOURCES = Path.of("src/main/resources");
    private static final Path PACKAGE = SOURCES.resolve("io/jenkins/plugins/bluegreen");
    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");
    private static final Pattern LOOKED_FOR = Pattern.compile("for tool in ([^;]*);");

    /** Where a command may begin. A word in a text that looks so is no name of a tool, or would not stand there. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?:^|[|;&({!]|\\b(?:then|do|else|if|elif|until|while|exec|as_login|sudo -n|sudo -n -l|timeout \\d+)\\b)[ \\t]*([a-z][a-z0-9]*)(?=[ \\t\\n;)]|$)",
            Pattern.MULTILINE);

    private Scripts() {}

    /** Returns the tools that a host is looked through for. */
    public static List<String> tools() {
        Matcher list = LOOKED_FOR.matcher(read(PACKAGE.resolve("deploy/journal/tools.sh")));
        if (!list.find()) {
            throw new IllegalStateException("no list of tools");
        }
        return List.of(list.group(1).replace("\\\n", " ").trim().split("\\s+"));
    }

    /** Returns all words that stand where a command may. */
    public static Set<String> commands() {
        Set<String> commands = new TreeSet<>();
        texts().values().forEach(text -> commands.addAll(commands(text)));
        return commands;
    }

    /** Returns the same of one script, or of a part of it. */
    public static Set<String> commands(String text) {
        Set<String> commands = new TreeSet<>();
        Matcher command = COMMAND.matcher(text);
        // One may begin with the word that the one before ends with, such as in "if ! grep".
        for (int at = 0; command.find(at); at = command.start() + 1) {
            commands.add(command.group(1));
        }
        return commands;
    }

    /** Returns all scripts without their comments, by their folders and names. */
    public static Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".sh"))
                    .forEach(file -> texts.put(
                            PACKAGE.relativize(file).toString(),
                            COMMENT.matcher(read(file)).replaceAll("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
