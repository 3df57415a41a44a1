package io.jenkins.plugins.bluegreen.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs {@link DemoApp} as a build would. */
public final class DemoArtifact {

    private DemoArtifact() {}

    /**
     * Writes an executable jar.
     *
     * @param health the status that its health check answers
     * @param answer the status that everybody else is answered with
     */
    static Path pack(Path directory, String version, int health, int answer) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, DemoApp.class.getName());
        String settings = "version=" + version + "\nhealth=" + health + "\nanswer=" + answer + "\n";
        String classFile = DemoApp.class.getSimpleName() + ".class";
        Path jar = directory.resolve("demo-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = DemoApp.class.getResourceAsStream(classFile)) {
            add(entries, classFile, code.readAllBytes());
            add(entries, DemoApp.SETTINGS, settings.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void add(JarOutputStream entries, String name, byte[] bytes) throws IOException {
        String folder = DemoApp.class.getPackageName().replace('.', '/');
        entries.putNextEntry(new JarEntry(folder + "/" + name));
        entries.write(bytes);
        entries.closeEntry();
    }
}
