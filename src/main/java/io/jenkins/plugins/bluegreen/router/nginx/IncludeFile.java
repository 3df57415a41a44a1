package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.PortFile;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What {@code read.sh} found of an included file, and what a switch makes of it. Where a link leads to the one of two files that are
 * prepared for the slots, the link is what is switched, and both files stay as they are.
 */
final class IncludeFile {

    private final NginxConfig.Include config;
    private final SlotPair slots;
    private final String host;
    private final Optional<String> content;
    private final Optional<Link> link;
    private final Optional<PortFile> ports;

    /**
     * @param path the link's own
     * @param leads what it leads to, as it says that
     * @param other what it leads to for the other slot
     * @param prepared what that holds, as Base64
     */
    private record Link(String path, String leads, String other, String prepared) {}

    /**
     * @param host the name of the host, for sentences
     * @throws HostException for a file that does not tell the slot
     */
    IncludeFile(CommandResult read, NginxConfig.Include config, SlotPair slots, String host) throws HostException {
        this.config = config;
        this.slots = slots;
        this.host = host;
        this.content = read.value("content");
        this.link = content.isEmpty()
                ? Optional.empty()
                : read.value("link")
                        .map(path -> new Link(
                                path,
                                read.value("leads").orElseThrow(),
                                read.value("other").orElseThrow(),
                                read.value("prepared").orElseThrow()));
        boolean empty =
                content.map(IncludeFile::decode).filter(text -> !text.isBlank()).isEmpty();
        this.ports = empty ? Optional.empty() : Optional.of(ports(config.file(), content.get()));
        if (link.isPresent() && !ports.isEmpty()) {
            checkPrepared(link.get());
        }
    }

    private PortFile ports(String file, String content) throws HostException {
        String text = decode(content);
        String at = "The file " + file + " on " + host;
        PortFile found;
        try {
            found = PortFile.read(text, slots, Optional.ofNullable(config.variable()));
        } catch (IllegalArgumentException e) {
            throw new HostException(
                    at + " is no whole part of a configuration (" + e.getMessage()
                            + "), so it does not tell which slot is live; mend it.",
                    text.strip());
        }
        String both = slots.blue() + " and " + slots.green();
        if (found.isEmpty()) {
            throw new HostException(
                    at + " has neither of the ports " + both
                            + (config.variable() == null
                                    ? " in a value, such as '" + slots.blue() + "', '127.0.0.1:" + slots.blue()
                                            + "' or 'http://127.0.0.1:" + slots.blue() + "'"
                                    : " in what it sets $" + config.variable() + " to")
                            + ", so it does not tell which slot is live; have one of the two stand where another port does, or"
                            + " name the file that nginx takes the port from.",
                    text.strip());
        }
        if (found.slot().isEmpty()) {
            throw new HostException(
                    at + " has both ports, " + both
                            + ", so it does not tell which slot is live; leave the one there that nginx is to"
                            + " use, or give nginx.variable, the variable whose value is meant.",
                    found.lines());
        }
        return found;
    }

    private void checkPrepared(Link found) throws HostException {
        Slot other = live().orElseThrow().other();
        Optional<Slot> there = ports(beside(found), found.prepared()).slot();
        if (!there.equals(Optional.of(other))) {
            throw new HostException(
                    "The link " + found.path() + " on " + host + " leads to " + found.leads() + ", and to "
                            + found.other() + " after a switch, but both have port " + slots.port(other.other())
                            + "; write port " + slots.port(other) + " into the one that is " + other.label() + "'s.");
        }
    }

    private static String beside(Link found) {
        return found.other().startsWith("/")
                ? found.other()
                : found.path().substring(0, found.path().lastIndexOf('/') + 1) + found.other();
    }

    /** Returns the slot whose port it has; nothing where it is missing or empty. */
    Optional<Slot> live() {
        return ports.flatMap(PortFile::slot);
    }

    /** Returns what it says, for a reader. */
    String says() {
        if (ports.isEmpty()) {
            return config.file() + (content.isEmpty() ? " is not there" : " is empty");
        }
        String by = link.map(found -> " leads to " + found.leads() + ", which").orElse("");
        return config.file() + by + " says " + slots.port(live().orElseThrow());
    }

    /** Returns what {@code include.sh} takes for what it is now; null where there is none. */
    String snapshot() {
        return link.map(found -> link(found.path(), found.leads())).orElse(content.orElse(null));
    }

    /** Returns what {@code include.sh} takes for what it is with a slot live. */
    String with(Slot slot) {
        if (ports.isEmpty()) {
            String variable = config.variable() == null ? NginxConfig.Include.DEFAULT_VARIABLE : config.variable();
            return encode("set $" + variable + " " + slots.port(slot) + ";\n");
        }
        if (live().equals(Optional.of(slot))) {
            return snapshot();
        }
        return link.map(found -> link(found.path(), found.other()))
                .orElseGet(() -> encode(ports.get().with(slot)));
    }

    /** Returns the command that brings a snapshot back. */
    static String byHand(String file, String snapshot) {
        if (!snapshot.startsWith("@")) {
            return "echo " + snapshot + " | base64 -d > " + Quoting.quote(file);
        }
        String[] link = decode(snapshot.substring(1)).split("\n");
        return "ln -sfn -- " + Quoting.quote(utf8(link[1])) + " " + Quoting.quote(utf8(link[0]));
    }

    private static String link(String path, String leads) {
        byte[] text = (path + "\n" + leads).getBytes(StandardCharsets.UTF_8);
        return "@" + Base64.getEncoder().encodeToString(text);
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    // The bytes outside the ports come back as they were, whatever encoding they are in.
    private static String decode(String content) {
        return new String(Base64.getDecoder().decode(content), StandardCharsets.ISO_8859_1);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
