package io.jenkins.plugins.bluegreen.deploy;

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

/** Packs {@link TinyApp} as a build would. */
public final class TinyArtifact {

    private TinyArtifact() {}

    /**
     * Writes an executable jar.
     *
     * @param version makes it another one
     * @return the jar
     */
    public static Path pack(Path jar, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, TinyApp.class.getName());
        String code = TinyApp.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = TinyApp.class.getResourceAsStream("/" + code)) {
            out.putNextEntry(new JarEntry(code));
            in.transferTo(out);
            out.putNextEntry(new JarEntry("version"));
            out.write(version.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
