package io.jenkins.plugins.bluegreen.ssh.jsch;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.SocketFactory;
import com.jcraft.jsch.jce.Random;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.util.List;
import java.util.Map;

/**
 * Makes JSch complete on a Jenkins agent. JSch is a multi-release jar, whose classes for Ed25519, Curve25519 and the sockets of
 * SSH agents lie under {@code META-INF/versions}. An agent gets its classes from the controller through a class loader that
 * takes only those at the top of a jar ({@code hudson.remoting.ResourceImageInJar}); there, JSch would not know Ed25519
 * (publish-over-ssh-plugin issue 341). So the right ones are defined before anybody asks for the others.
 */
public final class MultiReleaseClasses {

    /** The classes and the Java version of their directory; each after those that it needs. */
    private static final List<Map.Entry<String, Integer>> CLASSES = List.of(
            Map.entry("com.jcraft.jsch.JavaVersion", 10),
            Map.entry("com.jcraft.jsch.UnixDomainSocketFactory", 16),
            Map.entry("com.jcraft.jsch.jce.XDH", 11),
            Map.entry("com.jcraft.jsch.jce.SignatureEdDSA", 15),
            Map.entry("com.jcraft.jsch.jce.SignatureEd25519", 15),
            Map.entry("com.jcraft.jsch.jce.SignatureEd448", 15));

    /** What JSch chooses by itself on Java 15 and later, unless it was told a version too old when it was first used. */
    private static final Map<String, String> CHOICES = Map.of(
            "xdh", "com.jcraft.jsch.jce.XDH",
            "ssh-ed25519", "com.jcraft.jsch.jce.SignatureEd25519",
            "ssh-ed448", "com.jcraft.jsch.jce.SignatureEd448");

    static {
        ClassLoader loader = SocketFactory.class.getClassLoader();
        URL found = loader.getResource(resource("com.jcraft.jsch.jce.SignatureEd25519"));
        if (found != null && !found.toString().contains("META-INF/versions")) {
            CLASSES.forEach(entry -> define(entry.getKey(), entry.getValue(), loader));
            CHOICES.forEach(JSch::setConfig);
        }
    }

    private MultiReleaseClasses() {}

    /** Does it, once for all. */
    public static void complete() {
        // What there is to do is done when this class is initialized.
    }

    private static void define(String name, int version, ClassLoader loader) {
        String path = "META-INF/versions/" + version + "/" + resource(name);
        // A class of the same package, other than JSch itself, which chooses by the Java version as soon as it is
        // initialized.
        Class<?> neighbour = name.startsWith("com.jcraft.jsch.jce.") ? Random.class : SocketFactory.class;
        try (InputStream in = loader.getResourceAsStream(path)) {
            if (in != null) {
                MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup()).defineClass(in.readAllBytes());
            }
        } catch (LinkageError e) {
            // Somebody else's use of JSch was earlier: if it got the wrong one, the algorithm is missing, which JSch
            // says.
            return;
        } catch (IOException | IllegalAccessException e) {
            throw new IllegalStateException("JSch's class " + name + " cannot be loaded", e);
        }
    }

    private static String resource(String name) {
        return name.replace('.', '/') + ".class";
    }
}
