package io.jenkins.plugins.bluegreen.nginx;

import io.jenkins.plugins.bluegreen.plan.ProxyConfig;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.SlotPair;
import io.jenkins.plugins.bluegreen.site.CommandResult;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Quoting;
import io.jenkins.plugins.bluegreen.site.RemoteHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The include layout: nginx reads {@code set $<variable> <port>;} from a file of its configuration, so a switch replaces that
 * file and reloads nginx. Whatever else stands in the file stays as it is.
 */
final class IncludeSwitch extends NginxProxy {

    /** Two tests and two reloads of nginx, each of which may resolve names, and 10 s until its new workers run. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final String NO_FILE = "-";

    private static final String UNSEEN =
            "nginx's workers are not visible to the login user (/proc may be mounted with hidepid),"
                    + " so it is not waited for the end of the old ones; let that user see them, or use the reload-free layout";

    private final ProxyConfig.Include config;
    private final SlotPair slots;
    private final Pattern setting;

    /** The workers before the last reload, {@code pid:start}; nothing where another deployment reloaded, which does not say. */
    private volatile Optional<List<String>> earlier = Optional.empty();

    IncludeSwitch(RemoteHost host, ProxyConfig.Include config, SlotPair slots) {
        super(host, config, slots);
        this.config = config;
        this.slots = slots;
        this.setting = Pattern.compile(
                "(?m)^(?<head>\\s*set\\s+\\$" + config.variable() + "\\s+)(?<port>[^\\s;]*)(?<tail>\\s*;)");
    }

    @Override
    String layout() {
        return "include";
    }

    @Override
    Reading interpret(Optional<String> content, boolean stale) throws HostException {
        if (content.isEmpty()) {
            return new Reading(Optional.empty(), file + " is not there", null, false);
        }
        String text = decode(content.get());
        Matcher found = setting.matcher(text);
        if (!found.find()) {
            if (text.isBlank()) {
                return new Reading(Optional.empty(), file + " is empty", content.get(), false);
            }
            throw new HostException("The file " + file + " on " + name() + " has no line 'set $" + config.variable()
                    + " <port>;', so it does not tell which slot is live; write the live port there.");
        }
        String port = found.group("port");
        Optional<Slot> slot = port.matches("\\d{1,5}") ? slots.slotOf(Integer.parseInt(port)) : Optional.empty();
        if (slot.isEmpty() || found.find()) {
            throw new HostException(
                    "The file " + file + " on " + name() + " must set $" + config.variable() + " once, to "
                            + slots.blue() + " or " + slots.green() + ", to tell which slot is live.",
                    text.strip());
        }
        String source = file + " says " + port + (stale ? ", which nginx has not read yet" : "");
        return new Reading(slot, source, content.get(), stale);
    }

    @Override
    public void check() throws HostException, InterruptedException {
        check(file, config.testCommand());
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        Reading before = read();
        String port = Integer.toString(slots.port(slot));
        String text = before.live().isEmpty()
                ? "set $" + config.variable() + " " + port + ";\n"
                : setting.matcher(decode(before.content())).replaceFirst("${head}" + port + "${tail}");
        // A file that is missing or empty is no configuration that nginx could find good.
        return replace(before.content(), encode(text), before.live().isPresent()) ? "" : UNSEEN;
    }

    @Override
    public void restore(Reading before) throws HostException, InterruptedException {
        // nginx refuses a configuration in which the file sets nothing, so that cannot come back; and nothing served
        // then.
        if (before.live().isEmpty()) {
            return;
        }
        Reading now = read();
        // A switch that was killed may have put the file back without having nginx read it.
        if (now.stale() || !Objects.equals(now.content(), before.content())) {
            replace(now.content(), before.content(), false);
        }
    }

    @Override
    public List<Long> oldWorkers() throws HostException, InterruptedException {
        if (earlier.equals(Optional.of(List.of()))) {
            return List.of();
        }
        String[] workers = earlier.orElse(List.of()).toArray(String[]::new);
        CommandResult result = host.run(command("still", workers), SHORT);
        if (!result.ok()) {
            throw new HostException(
                    "Whether nginx's old workers on " + name() + " still run could not be found out.", result.said());
        }
        return words(result.value("left")).stream().map(Long::valueOf).toList();
    }

    private static List<String> words(Optional<String> text) {
        return text.filter(words -> !words.isBlank())
                .map(words -> List.of(words.strip().split(" ")))
                .orElse(List.of());
    }

    @Override
    public String restoreByHand(Reading before) {
        String put = before.content() == null
                ? "rm -f " + Quoting.quote(file)
                : "echo " + before.content() + " | base64 -d > " + Quoting.quote(file);
        return put + " && " + config.reloadCommand();
    }

    /** Returns whether nginx's workers were seen meanwhile. */
    private boolean replace(String from, String to, boolean testBefore) throws HostException, InterruptedException {
        CommandResult result = host.run(
                command(
                        "include",
                        file,
                        to == null ? NO_FILE : to,
                        from == null ? NO_FILE : from,
                        config.testCommand(),
                        config.reloadCommand(),
                        testBefore ? "test" : ""),
                LIMIT);
        if (!result.ok()) {
            throw new HostException(
                    sentence(result.value("stage").orElse("")), result.err().strip());
        }
        List<String> old = words(result.value("old"));
        earlier = Optional.of(old);
        return !old.isEmpty();
    }

    private String sentence(String stage) {
        String same = "; " + file + " on " + name() + " is as it was.";
        return switch (stage) {
            case "changed" ->
                "The file " + file + " on " + name() + " was changed by somebody else during the switch;"
                        + " look who else writes it.";
            case "tested-before" ->
                "nginx on " + name() + " refuses its configuration as it stands ('" + config.testCommand()
                        + "'), so nothing was changed; mend the configuration or the command.";
            case "tested" ->
                "nginx on " + name() + " refuses the configuration with the new port ('" + config.testCommand() + "')"
                        + same;
            case "reloaded" -> "nginx on " + name() + " was not reloaded ('" + config.reloadCommand() + "')" + same;
            case "read-back" ->
                "The file " + file + " on " + name() + " does not hold what was written; look who else writes it.";
            case "stuck" ->
                "nginx on " + name() + " refused the switch, and " + file
                        + " could not be put back; write the live port there by hand and reload nginx.";
            default ->
                "The file " + file + " on " + name() + " could not be replaced; its directory must belong to the"
                        + " login user, or sudo must allow the two commands that README lists.";
        };
    }

    // The bytes outside the one setting come back as they were, whatever encoding they are in.
    private static String decode(String content) {
        return new String(Base64.getDecoder().decode(content), StandardCharsets.ISO_8859_1);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
