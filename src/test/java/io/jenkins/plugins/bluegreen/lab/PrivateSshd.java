package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An OpenSSH server of our own, which lets the current user in. */
public final class PrivateSshd implements AutoCloseable {

    private static final String PACKAGE = "openssh-server";
    private static final List<String> KEY_TYPES = List.of("ed25519", "ecdsa", "rsa");
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Map<String, String> RSA = new HashMap<>();

    private final Scratch scratch;
    private final Elsewhere host;
    private final int port = FreePorts.next();
    private List<String> shell = List.of();
    private Process process;

    private PrivateSshd(Scratch scratch, Elsewhere host) {
        this.scratch = scratch;
        this.host = host;
    }

    /**
     * Starts one.
     *
     * @param config further lines of sshd_config(5), such as {@code AllowTcpForwarding no}; they come before ours, so they win
     */
    public static PrivateSshd start(String... config) {
        return startAt(null, config);
    }

    /**
     * Starts one on another host.
     *
     * @param host where, or null for this machine
     * @param config as above; {@code ListenAddress} is one more address
     */
    public static PrivateSshd startAt(Elsewhere host, String... config) {
        Programs.find("sshd", PACKAGE);
        PrivateSshd sshd = new PrivateSshd(Scratch.create("sshd"), host);
        try {
            sshd.configure(config);
            sshd.restart();
            return sshd;
        } catch (IOException | RuntimeException e) {
            sshd.close();
            throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
        }
    }

    private void configure(String... config) throws IOException {
        StringBuilder text = new StringBuilder();
        // What the account's shell does when it starts is not under test, and may take longer than the command.
        String home = "SetEnv HOME=" + scratch.path();
        for (String line : config) {
            text.append(line.replaceFirst("^SetEnv ", home + " ")).append('\n');
        }
        if (text.indexOf(home) < 0) {
            text.append(home).append('\n');
        }
        if (text.indexOf("Subsystem") < 0) {
            // A line of which there may not be two.
            text.append("Subsystem sftp internal-sftp\n");
        }
        if (text.indexOf("MaxStartups") < 0) {
            // Of these, the last one wins.
            text.append("MaxStartups 100\n");
        }
        KEY_TYPES.forEach(type -> {
            if (type.equals("rsa")) {
                oneForAll("host_rsa");
            } else {
                generate("host_" + type, type, "");
            }
            text.append("HostKey ")
                    .append(scratch.path().resolve("host_" + type))
                    .append('\n');
        });
        text.append("Port " + port + "\nListenAddress 127.0.0.1\nAddressFamily inet\n"
                + "AuthorizedKeysFile " + scratch.path().resolve("authorized_keys") + "\n"
                + "PidFile " + scratch.path().resolve("sshd.pid") + "\n"
                + "UsePAM " + (accountIsLocked() ? "yes" : "no") + "\n"
                + "StrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                + "PermitRootLogin prohibit-password\nUseDNS no\nLogLevel VERBOSE\n");
        scratch.write("sshd_config", text.toString());
        scratch.write("authorized_keys", "");
        Path separation = Path.of("/run/sshd");
        if (Programs.asRoot() && !Files.exists(separation)) {
            // sshd wants it when it runs as root; the init script of the system makes it otherwise.
            Files.createDirectories(separation);
        }
    }

    /** Without PAM sshd lets no account in whose password is locked by a "!"; that of root often is. */
    private static boolean accountIsLocked() {
        try {
            return Files.readAllLines(Path.of("/etc/shadow")).stream().anyMatch(line -> line.startsWith("root:!"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it again, on the same port with the same keys. */
    public void restart() {
        try {
            String[] sshd = {
                Programs.find("sshd", PACKAGE),
                "-D",
                "-f",
                scratch.path().resolve("sshd_config").toString(),
                "-E",
                log().toString()
            };
            List<String> words = new ArrayList<>(shell);
            words.addAll(host == null ? List.of(sshd) : host.at(sshd));
            process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.path().resolve("sshd.out").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.so(
                START_LIMIT,
                () -> (host == null ? Processes.listening(port) : host.listening(port)) || !process.isAlive(),
                () -> "sshd does not listen on port " + port);
        if (!process.isAlive()) {
            throw new IllegalStateException("sshd does not start: " + logged());
        }
    }

    /**
     * Has a write beyond a size fail in each session from now on, as a quota would (EFBIG instead of EDQUOT; setrlimit(2)).
     *
     * @param kilobytes the largest size of a file
     */
    public void limitFiles(int kilobytes) {
        Processes.stop(process);
        // In units of 512 bytes. Where the signal is ignored, the write fails.
        shell = List.of("sh", "-c", "trap '' XFSZ; ulimit -f " + 2 * kilobytes + "; exec \"$@\"", "limited");
        restart();
    }

    /** Returns the server itself, which may have been started by a shell that has to wait for it. */
    private ProcessHandle server() {
        ProcessHandle server = process.toHandle();
        while (!server.info().command().orElse("sshd").endsWith("sshd")
                && server.children().findFirst().isPresent()) {
            server = server.children().findFirst().get();
        }
        return server;
    }

    /** Ends it at once, with all sessions: what a crash of the host would do to the connections. */
    public void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        Processes.kill(process.toHandle());
        all.forEach(Processes::kill);
    }

    /** Ends all sessions at once, with the commands that they run; new ones are let in. */
    public void killSessions() {
        sessions().forEach(Processes::kill);
    }

    /** Has the server itself do nothing, as on a host that hangs, or go on; connections are made all the same. */
    public void freeze(boolean frozen) {
        Programs.run("kill", frozen ? "-STOP" : "-CONT", Long.toString(server().pid()));
    }

    /** Returns the processes of all sessions, and the commands that they run. */
    public List<ProcessHandle> sessions() {
        return server().descendants().toList();
    }

    /** Returns where to log in, as the current user. */
    public Target target() {
        return new Target(System.getProperty("user.name"), "127.0.0.1", port);
    }

    /** Returns a login that works. */
    public SshLogin login() {
        return login(new SshLogin.Keys(List.of(privateKey("ed25519", "")), null));
    }

    /** Returns a login by other means, to the host as it is known. */
    public SshLogin login(SshLogin.Method method) {
        return new SshLogin(System.getProperty("user.name"), method, knownHosts());
    }

    /**
     * Makes a key pair that it lets in, or returns the one that it made before.
     *
     * @param type {@code ed25519}, {@code ecdsa} or {@code rsa}
     * @param passphrase may be empty
     * @return the private key, in OpenSSH's format
     */
    public synchronized String privateKey(String type, String passphrase) {
        String name = "user_" + type + (passphrase.isEmpty() ? "" : "_" + Integer.toHexString(passphrase.hashCode()));
        try {
            if (Files.notExists(scratch.path().resolve(name))) {
                generate(name, type, passphrase);
                Files.writeString(
                        scratch.path().resolve("authorized_keys"),
                        Files.readString(scratch.path().resolve(name + ".pub")),
                        StandardOpenOption.APPEND);
            }
            return Files.readString(scratch.path().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines by which this host is known, one for each type of key. */
    public String knownHosts() {
        return knownHostsAt("127.0.0.1");
    }

    /** Returns the line for one type of key. */
    public String knownHosts(String type) {
        return knownHosts("127.0.0.1", type);
    }

    /** Returns the lines by which it is known at another address of its host. */
    public String knownHostsAt(String address) {
        StringBuilder lines = new StringBuilder();
        KEY_TYPES.forEach(type -> lines.append(knownHosts(address, type)));
        return lines.toString();
    }

    private String knownHosts(String address, String type) {
        try {
            String[] words = Files.readString(scratch.path().resolve("host_" + type + ".pub"))
                    .split(" ");
            return "[" + address + "]:" + port + " " + words[0] + " " + words[1].strip() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a directory that the current user may write to, and that goes with this server. */
    public Path directory() {
        return scratch.path();
    }

    /** Returns its log file. */
    public Path log() {
        return scratch.path().resolve("sshd.log");
    }

    private String logged() {
        try {
            return (Files.readString(scratch.path().resolve("sshd.out")) + Files.readString(log())).strip();
        } catch (IOException e) {
            return "it left no log";
        }
    }

    /** An RSA key takes longer to find than all else that a start takes. By the other ones, which a client prefers, servers are told apart. */
    private void oneForAll(String name) {
        synchronized (RSA) {
            try {
                if (RSA.isEmpty()) {
                    generate(name, "rsa", "");
                    RSA.put(name, Files.readString(scratch.path().resolve(name)));
                    RSA.put(name + ".pub", Files.readString(scratch.path().resolve(name + ".pub")));
                    return;
                }
                for (String file : RSA.keySet()) {
                    Path copy = scratch.write(file, "");
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
                    Files.writeString(copy, RSA.get(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void generate(String name, String type, String passphrase) {
        List<String> words = new ArrayList<>(List.of(Programs.find("ssh-keygen", "openssh-client"), "-q", "-t", type));
        if (type.equals("rsa")) {
            // A longer one takes a second or two to find.
            words.addAll(List.of("-b", "2048"));
        }
        words.addAll(List.of(
                "-N", passphrase, "-C", name, "-f", scratch.path().resolve(name).toString()));
        Programs.run(words.toArray(String[]::new));
    }

    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                List<ProcessHandle> sessions = process.descendants().toList();
                Processes.stop(process);
                sessions.forEach(Processes::kill);
            }
        } finally {
            scratch.close();
        }
    }
}
