package io.jenkins.plugins.bluegreen.jenkins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** One Jenkins in a process of its own, with the packed plugin, for all tests of a class, since a start of it takes longer than most of them. */
public final class PackedJenkins implements BeforeEachCallback, AfterAllCallback {

    private static final String NAME = "blue-green-deploy";

    /** Of all tests together; the harness's own, of 10 minutes, is meant for one, and a busy machine takes longer than that. */
    private static final Duration LIMIT = Duration.ofMinutes(45);

    private final RealJenkinsExtension real;
    private final RealJenkinsExtension.Step once;
    private boolean started;

    /**
     * Makes one that is started before the first test.
     *
     * @param once what is done in it then
     */
    public PackedJenkins(RealJenkinsExtension.Step once) {
        this.real = new RealJenkinsExtension().withTimeout((int) LIMIT.toSeconds());
        this.once = once;
    }

    /** Puts the packed plugin in the place of its classes. */
    public static void install(RealJenkinsExtension jenkins) throws IOException {
        Path plugins = jenkins.getHome().toPath().resolve("plugins");
        for (String suffix : List.of(".jpl", ".hpl", ".jpi", ".hpi")) {
            Files.deleteIfExists(plugins.resolve(NAME + suffix));
        }
        Files.copy(Path.of(System.getProperty("hpi")), plugins.resolve(NAME + ".jpi"));
    }

    /** Returns the Jenkins. */
    public RealJenkinsExtension get() {
        return real;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (started) {
            return;
        }
        real.beforeEach(context);
        started = true;
        install(real);
        real.startJenkins();
        try {
            real.runRemotely(once);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (started) {
            real.afterEach(context);
        }
    }
}
