package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.JSch;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.stream.Stream;

/**
 * Loads JSch and our SSH adapter as a Jenkins agent does: from the top of the jar, whatever lies under
 * {@code META-INF/versions}. All else comes from the class path.
 */
final class RemotingLikeLoader extends ClassLoader {

    private final URL jsch = JSch.class.getProtectionDomain().getCodeSource().getLocation();

    RemotingLikeLoader() {
        super(RemotingLikeLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean ours = name.startsWith("com.jcraft.jsch.")
                || name.startsWith(JschHost.class.getPackageName() + ".") && !isHandedOver(name);
        if (!ours) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    /** What the test constructs, and what that is made of. */
    private static boolean isHandedOver(String name) {
        return Stream.of(SshLogin.class, SshRoute.class, HostTrust.class, KnownHostsLine.class)
                .map(Class::getName)
                .anyMatch(value -> name.equals(value) || name.startsWith(value + "$"));
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        URL url = getResource(name.replace('.', '/') + ".class");
        if (url == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = url.openStream()) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public URL getResource(String name) {
        if (!name.contains("com/jcraft/jsch/")) {
            return super.getResource(name);
        }
        try {
            URL entry = new URL("jar:" + jsch + "!/" + name);
            entry.openStream().close();
            return entry;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        URL url = getResource(name);
        try {
            return url == null ? null : url.openStream();
        } catch (IOException e) {
            return null;
        }
    }
}
