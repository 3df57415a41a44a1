package io.jenkins.plugins.bluegreen.model.value;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to log in: {@code [user@]host[:port]}, an IPv6 address in brackets.
 *
 * @param user the login name, or an empty text for that of the credentials
 * @param host a host name or an IP address
 * @param port the SSH server's port, 1 to 65535
 */
public record Target(String user, String host, int port) implements Serializable {

    /** The port of SSH (RFC 4251). */
    public static final int SSH_PORT = 22;

    private static final Pattern FORM = Pattern.compile(
            "(?:(?<user>[A-Za-z0-9_][A-Za-z0-9._$-]{0,63})@)?(?:\\[(?<v6>[0-9A-Fa-f:.%a-z]+)]|(?<host>[A-Za-z0-9_][A-Za-z0-9._-]{0,252}))(?::(?<port>\\d{1,5}))?");

    /** @throws PlanException for a port out of range */
    public Target {
        SlotPair.checkPort("The SSH port of " + host, port);
    }

    /**
     * Reads {@code [user@]host[:port]}.
     *
     * @throws PlanException for any other text
     */
    public static Target parse(String text) {
        return parse("hosts", text);
    }

    /**
     * Does the same.
     *
     * @param field what holds it
     * @throws PlanException naming the field, for any other text
     */
    public static Target parse(String field, String text) {
        Matcher m = FORM.matcher(text == null ? "" : text.trim());
        if (!m.matches()) {
            throw new PlanException(field + " names '" + text + "'; a host must read [user@]host[:port].");
        }
        String host = m.group("v6") == null ? m.group("host") : m.group("v6");
        int port = m.group("port") == null ? SSH_PORT : Integer.parseInt(m.group("port"));
        SlotPair.checkPort("The SSH port of " + host + " in " + field, port);
        return new Target(m.group("user") == null ? "" : m.group("user"), host, port);
    }

    /**
     * Reads several, separated by white space or commas; an empty text gives an empty list.
     *
     * @throws PlanException if one of them does not read {@code [user@]host[:port]}, or stands there twice
     */
    public static List<Target> parseAll(String text) {
        return parseAll("hosts", text);
    }

    /**
     * Does the same.
     *
     * @param field what holds them
     * @throws PlanException naming the field, if one of them does not read {@code [user@]host[:port]}, or stands there twice
     */
    public static List<Target> parseAll(String field, String text) {
        List<Target> targets = new ArrayList<>();
        for (String word : (text == null ? "" : text).trim().split("[\\s,]+")) {
            if (!word.isEmpty()) {
                Target target = parse(field, word);
                if (targets.contains(target)) {
                    throw new PlanException(field + " names '" + word + "' twice; list each host once.");
                }
                targets.add(target);
            }
        }
        return List.copyOf(targets);
    }

    /** Returns {@code host} or {@code host:port}, as the console names it. */
    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return port == SSH_PORT ? shown : shown + ":" + port;
    }
}
