package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The engine in a process of its own, as on an agent, so that it can be killed like one. It says each step on its output. */
final class EngineProcess {

    private EngineProcess() {}

    /** Deploys what the three files say: the plan, the login, the artifact. A line {@code stop} on the input aborts it. */
    public static void main(String[] args) throws Exception {
        DeployPlan plan = (DeployPlan) read(Path.of(args[0]));
        SshLogin login = (SshLogin) read(Path.of(args[1]));
        Cancellation cancellation = new Cancellation();
        Thread input = new Thread(() -> {
            try {
                if (System.in.read() >= 0) {
                    cancellation.stop();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        input.setDaemon(true);
        input.start();
        Outcome outcome = new Rollout(
                        new HostConnector(plan, login), Strategy.of(plan), new Lines(System.out::println), cancellation)
                .run(plan, new WorkspaceRelease(plan, Path.of(args[2])));
        System.out.println("= " + outcome.result() + " " + outcome.sentence());
        outcome.evidence().lines().forEach(line -> System.out.println("  | " + line));
        System.exit(0);
    }

    /** Starts it, and hands over each line of its output until it has ended. */
    static void run(DeployPlan plan, SshLogin login, Path artifact, Path folder, Consumer<Said> listener)
            throws IOException, InterruptedException {
        run(Function.identity(), plan, login, artifact, folder, listener);
    }

    /** The same, with a command that is changed before, so that it runs elsewhere. */
    static void run(
            Function<List<String>, List<String>> where,
            DeployPlan plan,
            SshLogin login,
            Path artifact,
            Path folder,
            Consumer<Said> listener)
            throws IOException, InterruptedException {
        Path planFile = write(folder.resolve("plan"), plan);
        Path loginFile = write(folder.resolve("login"), login);
        Process process = new ProcessBuilder(where.apply(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineProcess.class.getName(),
                        planFile.toString(),
                        loginFile.toString(),
                        artifact.toString())))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                listener.accept(new Said(line, new Apart(process)));
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** A line, and who said it. */
    record Said(String line, Engine engine) {

        /** Kills it; what it said before can still be read. */
        void kill() {
            engine.kill();
        }

        void abort() {
            engine.abort();
        }
    }

    /** What deploys. */
    interface Engine {
        void kill();

        void abort();
    }

    private record Apart(Process process) implements Engine {

        @Override
        public void kill() {
            process.toHandle().destroyForcibly();
        }

        @Override
        public void abort() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Object read(Path file) throws IOException, ClassNotFoundException {
        try (InputStream in = Files.newInputStream(file);
                ObjectInputStream objects = new ObjectInputStream(in)) {
            return objects.readObject();
        }
    }

    private static Path write(Path file, Object value) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value);
        }
        return file;
    }

    /**
     * Says each step in a line.
     *
     * @param out hears it
     */
    record Lines(Consumer<String> out) implements Progress {

        @Override
        public void begin(String host, String step) {
            out.accept("> " + step);
        }

        @Override
        public void end(String host, String step, Duration took, String detail) {
            out.accept("< " + step);
        }

        @Override
        public void failed(String host, String step, Duration took) {
            out.accept("! " + step);
        }

        @Override
        public void note(String host, String text) {
            out.accept("- " + text);
        }

        @Override
        public void sent(String host, long bytes, long total, Duration took) {
            // Not a step.
        }
    }
}
