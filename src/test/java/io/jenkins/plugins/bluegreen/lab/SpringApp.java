package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The Spring Boot application of {@code src/it/spring-app}, which the build packs before the integration tests. */
public final class SpringApp {

    /** How it behaves is told by this variable of its environment; see its sources for the values. */
    public static final String BEHAVIOUR = "BEHAVIOUR";

    private static final Path BUILT = Path.of("target", "it", "spring-app", "target");

    private SpringApp() {}

    /**
     * Returns the executable jar: that of the system property {@code springApp}, or else the one that the build left.
     *
     * @throws IllegalStateException if there is none
     */
    public static Path jar() {
        String named = System.getProperty("springApp", "");
        return named.isEmpty() ? built() : Path.of(named).toAbsolutePath();
    }

    private static Path built() {
        if (Files.isDirectory(BUILT)) {
            try (Stream<Path> files = Files.list(BUILT)) {
                return files.filter(file -> file.toString().endsWith(".jar"))
                        .findFirst()
                        .map(Path::toAbsolutePath)
                        .orElseThrow(SpringApp::missing);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw missing();
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("There is no jar in " + BUILT
                + "; build it with: mvn -f src/it/spring-app package, and name it with -DspringApp=<jar>");
    }
}
