package io.jenkins.plugins.bluegreen.ssh.hostkey;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys by which one host is known (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), and what to say where its key is not among them. */
public final class HostKeys {

    /** A plain line, or one with a marker: JSch reads {@code @revoked}, and takes {@code @cert-authority} for a host's own key. */
    private static final Pattern LINE = Pattern.compile("(?:@revoked\\s+)?(?<hosts>[^\\s@]\\S*)\\s+\\S+\\s+\\S.*");

    private final Target target;
    private final String lines;
    private final String place;

    private HostKeys(Target target, String lines, String place) {
        this.target = target;
        this.lines = lines;
        this.place = place;
    }

    /**
     * Takes the configured lines, or the files of the account where there are none.
     *
     * @throws HostException if a file is there but cannot be read
     */
    public static HostKeys of(Target target, HostTrust trust, List<Path> files) throws HostException {
        if (!trust.lines().isBlank()) {
            return new HostKeys(target, relevant(target, trust.lines()), trust.place());
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try {
                if (Files.exists(file)) {
                    text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                            .append('\n');
                }
            } catch (IOException e) {
                throw new HostException("The file of known host keys " + file + " cannot be read (" + e.getMessage()
                        + "); make it readable, or give hostKeys.");
            }
        }
        return new HostKeys(target, relevant(target, text.toString()), trust.place() + " or " + files.get(0));
    }

    /** Returns the files of the account that this runs as. */
    public static List<Path> filesOfThisAccount() {
        return List.of(
                Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"), Path.of("/etc/ssh/ssh_known_hosts"));
    }

    /** Tells whether any key of the host is known, of whatever kind. */
    public boolean knowAny() throws HostException {
        JSch jsch = new JSch();
        try {
            install(jsch);
        } catch (JSchException e) {
            throw new HostException("The keys in " + place + " cannot be read: " + e.getMessage() + ".", "", e);
        }
        HostKeyRepository known = jsch.getHostKeyRepository();
        return isAny(known.getHostKey(KnownHostsLine.name(target), null))
                || isAny(known.getHostKey(target.host(), null));
    }

    private static boolean isAny(HostKey... keys) {
        return keys != null && keys.length > 0;
    }

    /** Makes JSch know these keys, and no others. */
    public void install(JSch jsch) throws JSchException {
        jsch.setKnownHosts(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Says what is wrong with a key that the server offered.
     *
     * @return null if nothing is
     */
    public HostException refusal(HostKey offered, HostKeyRepository known) {
        byte[] blob = Base64.getDecoder().decode(offered.getKey());
        int found = known.check(KnownHostsLine.name(target), blob);
        String seen = "it offers " + offered.getType() + " " + KnownHostsLine.fingerprint(blob);
        String line = KnownHostsLine.name(target) + " " + offered.getType() + " " + offered.getKey();
        if (found == HostKeyRepository.CHANGED) {
            return new HostException(
                            "The host key of " + target + " is not the known one: " + seen
                                    + ", so somebody may be in between; if it was changed on purpose, replace the old line in "
                                    + place
                                    + " by the one below.",
                            line)
                    .about("hostKeys");
        }
        if (found == HostKeyRepository.NOT_INCLUDED) {
            return new HostException(
                            "The host key of " + target + " is unknown: " + seen
                                    + "; once you made sure that this is its key, add the line below to " + place + ".",
                            line)
                    .about("hostKeys");
        }
        boolean revoked = List.of(known.getHostKey(KnownHostsLine.name(target), offered.getType())).stream()
                .anyMatch(key -> key.getKey().equals(offered.getKey()) && "@revoked".equals(key.getMarker()));
        return revoked
                ? new HostException("The host key of " + target + " is revoked: " + seen
                                + ", which is marked @revoked; the host needs a new key, and hostKeys its line.")
                        .about("hostKeys")
                : null;
    }

    /**
     * JSch knows no patterns such as {@code *.example.com,!db.example.com}: they are settled here. The lines of other hosts are left out, since
     * each connection keeps its own: with a thousand hosts those would be a million.
     */
    private static String relevant(Target target, String text) {
        return text.lines()
                .map(String::strip)
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .map(line -> {
                    String hosts = line.group("hosts");
                    if (hosts.startsWith("|")) {
                        return line.group();
                    }
                    if (hosts.chars().noneMatch(c -> c == '*' || c == '?' || c == '!')) {
                        return names(hosts, target) ? line.group() : "";
                    }
                    return matches(hosts, target)
                            ? line.group()
                                    .replaceFirst(
                                            Pattern.quote(hosts),
                                            KnownHostsLine.name(target).replace("$", "\\$"))
                            : "";
                })
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean names(String hosts, Target target) {
        return Stream.of(hosts.split(","))
                .anyMatch(host ->
                        host.equalsIgnoreCase(KnownHostsLine.name(target)) || host.equalsIgnoreCase(target.host()));
    }

    private static boolean matches(String patterns, Target target) {
        boolean matched = false;
        for (String pattern : patterns.split(",")) {
            boolean not = pattern.startsWith("!");
            String regex = (not ? pattern.substring(1) : pattern)
                    .chars()
                    .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                    .collect(Collectors.joining());
            Pattern compiled = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
            boolean hit = compiled.matcher(KnownHostsLine.name(target)).matches()
                    || compiled.matcher(target.host()).matches();
            if (hit && not) {
                return false;
            }
            matched |= hit;
        }
        return matched;
    }
}
