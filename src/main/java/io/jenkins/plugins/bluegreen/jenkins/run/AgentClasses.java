package io.jenkins.plugins.bluegreen.jenkins.run;

import io.jenkins.plugins.bluegreen.shell.Command;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes and scripts that a deployment may need. An agent fetches each from the controller when it is first used, so that what
 * it has not used yet is not to be had any more once the connection to the controller is lost; and that is just when everything
 * has to be undone.
 */
final class AgentClasses implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String OURS = "io/jenkins/plugins/bluegreen/";

    private static final String CLASS = ".class";
    private static final String SCRIPT = ".sh";

    /** Forms and settings stay on the controller. */
    private static final Pattern NEEDED = Pattern.compile(OURS + "(?:(?!jenkins/).*|jenkins/report/.*)\\.(?:class|sh)");

    private static volatile List<String> found;

    private final ArrayList<String> files;
    // Whether all is at hand: not so in a copy on an agent.
    private final transient boolean atHome;

    private AgentClasses(List<String> files, boolean atHome) {
        this.files = new ArrayList<>(files);
        this.atHome = atHome;
    }

    private Object readResolve() {
        return new AgentClasses(files, false);
    }

    /** Returns those of this plugin, from where it was loaded. */
    static AgentClasses ofThisPlugin() {
        if (found == null) {
            found = find();
        }
        return new AgentClasses(found, true);
    }

    private static List<String> find() {
        try {
            URI place = AgentClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path from = Path.of(place);
            if (Files.isDirectory(from)) {
                return in(from);
            }
            try (FileSystem jar = FileSystems.newFileSystem(from, AgentClasses.class.getClassLoader())) {
                return in(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> in(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(OURS))) {
            return all.map(file -> root.relativize(file).toString())
                    .filter(NEEDED.asMatchPredicate())
                    .sorted()
                    .toList();
        }
    }

    /** Returns their paths. */
    List<String> files() {
        return List.copyOf(files);
    }

    /** Begins to load them; what is returned ends when all are there, and fails with an {@link IOException}. */
    Future<Void> load() {
        FutureTask<Void> loading = new FutureTask<>(() -> {
            load(AgentClasses.class.getClassLoader());
            return null;
        });
        Thread thread = new Thread(loading, "blue-green-classes");
        thread.setDaemon(true);
        thread.start();
        return loading;
    }

    /** Loads them by that loader, classes first, since a script is found by a class that it lies beside. */
    void load(ClassLoader loader) throws IOException {
        Map<String, Class<?>> folders = new HashMap<>();
        for (String file : files) {
            if (file.endsWith(CLASS)) {
                folders.put(folder(file), loaded(file, loader));
            }
        }
        for (String file : files) {
            if (file.endsWith(SCRIPT)) {
                String name = file.substring(folder(file).length(), file.length() - SCRIPT.length());
                Command.script(folders.get(folder(file)), name);
            }
        }
    }

    private static Class<?> loaded(String file, ClassLoader loader) throws IOException {
        String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IOException("The agent does not find " + name + " of this plugin.", e);
        }
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }
}
