package io.jenkins.plugins.bluegreen.ssh.hostkey;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One public key of a host (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). It checks itself also where it comes from an agent.
 *
 * @param hosts whose key it is: names, addresses or patterns, separated by commas, or a hash
 * @param type the kind of key, such as {@code ssh-ed25519}
 * @param key the key in base64
 */
public record KnownHostsLine(String hosts, String type, String key) implements Serializable {

    private static final Pattern FORM = Pattern.compile(
            "(?:(?<marker>@\\S+)\\s+)?(?<hosts>[^\\s@]\\S*)\\s+" + "(?<type>\\S+)\\s+(?<key>\\S+)(?:\\s.*)?");
    private static final Pattern HOSTS = Pattern.compile("[!-~]{1,1024}");

    /** @throws PlanException for a key that is none, or that is of another kind than it says */
    public KnownHostsLine {
        if (!HOSTS.matcher(hosts).matches() || !type.equals(typeOf(key))) {
            throw new PlanException("'" + shortened(hosts + " " + type + " " + key)
                    + "' is no host key; it must read '<host> <type> <key>', as ssh-keyscan prints it.");
        }
    }

    /** Returns the line for the key of this one host. */
    public static KnownHostsLine of(Target target, String type, String key) {
        return new KnownHostsLine(name(target), type, key);
    }

    /** Returns the host as known_hosts names it, which is how JSch asks for it too. */
    public static String name(Target target) {
        return target.port() == Target.SSH_PORT ? target.host() : "[" + target.host() + "]:" + target.port();
    }

    /** Tells whether it is the line for just this host and port. */
    public boolean isOf(Target target) {
        return hosts.equals(name(target));
    }

    /** Returns the key's hash, as {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        return fingerprint(Base64.getDecoder().decode(key));
    }

    static String fingerprint(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the lines as they are, but refuses those of which a host would never be known: a line that is passed over in
     * silence looks as if it were in force.
     *
     * @param field what holds them
     * @throws PlanException naming the first such line
     */
    public static String checkedAll(String field, String lines) {
        readAll(field, lines);
        return lines;
    }

    /**
     * Reads lines, but for those of revoked keys.
     *
     * @param field what holds them
     * @throws PlanException naming the first line that is none
     */
    public static List<KnownHostsLine> readAll(String field, String lines) {
        List<KnownHostsLine> read = new ArrayList<>();
        int number = 0;
        for (String line : lines.split("\\R")) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                read("Line " + number + " of " + field, line.strip()).ifPresent(read::add);
            }
        }
        return read;
    }

    private static Optional<KnownHostsLine> read(String where, String line) {
        Matcher m = FORM.matcher(line);
        String marker = m.matches() ? m.group("marker") : null;
        if (marker != null && !marker.equals("@revoked")) {
            throw new PlanException(where + " has the marker " + shortened(marker)
                    + ", which is not supported here; give the host's own key.");
        }
        try {
            if (m.matches()) {
                KnownHostsLine key = new KnownHostsLine(m.group("hosts"), m.group("type"), m.group("key"));
                return Optional.of(key).filter(valid -> marker == null);
            }
        } catch (PlanException e) {
            // Said below, with the line.
        }
        throw new PlanException(where + " is '" + shortened(line)
                + "', which is no host key; it must read '<host> <type> <key>', as ssh-keyscan prints it.");
    }

    /** The kind is the key's first field (RFC 4253, 6.6); null for what is no key. */
    private static String typeOf(String key) {
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(key));
            int length = blob.remaining() < 4 ? -1 : blob.getInt();
            if (length < 1 || length >= blob.remaining()) {
                return null;
            }
            byte[] name = new byte[length];
            blob.get(name);
            return new String(name, StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    @Override
    public String toString() {
        return hosts + " " + type + " " + key;
    }
}
