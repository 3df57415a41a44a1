package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.probe.Verdict.Response;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One question, by curl or wget on the host itself. */
final class CommandQuestion {

    private static final Duration SPARE = Duration.ofSeconds(5);

    /** The exit status of our script where neither tool is there. */
    private static final int NO_TOOL = 127;

    private static final Pattern STATUS = Pattern.compile("HTTP/\\S+ +(\\d{3})\\b");
    private static final Pattern HEADER = Pattern.compile("(?m)^ *([^\\s:]+):[ \\t]*(.*?)[ \\t\\r]*$");
    private static final Pattern TOOL = Pattern.compile("(?m)^(curl|wget)=(\\d+)$");

    private final HealthCheck check;
    private final String release;
    private final String address;
    private final String url;
    private final int port;

    CommandQuestion(HealthCheck check, int port, String release) {
        this(check, port, release, "127.0.0.1");
    }

    private CommandQuestion(HealthCheck check, int port, String release, String address) {
        this.check = check;
        this.release = release;
        this.port = port;
        this.address = address;
        this.url = check.scheme() + "://" + address + ":" + port + check.path();
    }

    /** Asks, over IPv6 where nobody listens over IPv4. */
    Answer ask(RemoteHost host) throws HostException, InterruptedException {
        Answer answer = askThere(host);
        return answer.equals(Verdict.refused())
                ? new CommandQuestion(check, port, release, "[::1]").askThere(host)
                : answer;
    }

    private Answer askThere(RemoteHost host) throws HostException, InterruptedException {
        Command command = Command.script(CommandQuestion.class, "ask-from-host", forCurl(), forWget(), url);
        CommandResult result = host.run(command, check.timeout().plus(SPARE));
        if (result.exitStatus() == NO_TOOL) {
            throw new HostException("The SSH server on " + host.name()
                    + " forbids TCP forwarding, and neither curl nor GNU wget is there to ask instead; set"
                    + " 'AllowTcpForwarding local' in sshd_config, or install curl.");
        }
        Matcher tool = TOOL.matcher(result.err());
        String exit = tool.find() ? tool.group() : "";
        return read(result.out(), exit.endsWith("=0"))
                .or(() -> redirect(result.err()))
                .map(response -> Verdict.on(check, release, response))
                .orElseGet(() -> withoutResponse(exit, result));
    }

    /** See EXIT CODES in curl(1); wget(1) has but one for all that can happen on a network. */
    private Answer withoutResponse(String exit, CommandResult result) {
        String said = TOOL.matcher(result.err()).replaceAll("").strip();
        if (exit.equals("curl=7") || said.contains("refused")) {
            return Verdict.refused();
        }
        if (exit.equals("curl=28") || said.contains("timed out")) {
            return Verdict.late(check);
        }
        return exit.equals("curl=52") || said.contains("No data received") ? Verdict.silent() : Verdict.garbled(said);
    }

    private static Optional<Response> read(String text, boolean whole) {
        String rest = text.replace("\r\n", "\n");
        while (true) {
            int end = rest.indexOf("\n\n");
            String head = end < 0 ? rest : rest.substring(0, end);
            Matcher status = STATUS.matcher(head);
            if (!status.lookingAt()) {
                return Optional.empty();
            }
            String body = end < 0 ? "" : rest.substring(end + 2);
            if (!status.group(1).startsWith("1")) {
                return Optional.of(new Response(Integer.parseInt(status.group(1)), headersIn(head), body, whole));
            }
            rest = body;
        }
    }

    /** Of a redirect that it does not follow, wget shows the head on standard error, and nothing else. */
    private static Optional<Response> redirect(String said) {
        Matcher status = STATUS.matcher(said);
        Map<String, String> headers = headersIn(said);
        return status.find() && headers.containsKey("location")
                ? Optional.of(new Response(Integer.parseInt(status.group(1)), headers, "", true))
                : Optional.empty();
    }

    private static Map<String, String> headersIn(String head) {
        Map<String, String> headers = Verdict.headers();
        HEADER.matcher(head).results().forEach(line -> headers.putIfAbsent(line.group(1), line.group(2)));
        return headers;
    }

    /**
     * Writes curl's configuration file, which takes the escapes {@code \\} and {@code \"} in a quoted value. A header without a value
     * ends with a semicolon there: with a colon it would not be sent.
     */
    private String forCurl() {
        StringBuilder text = new StringBuilder("silent\nshow-error\ninclude\ninsecure\ngloboff\nnoproxy = \"*\"\n");
        text.append("max-time = ").append(seconds()).append('\n');
        // By a name of its own TLS may pick one of several servers (SNI).
        String host = Verdict.nameIn(check);
        boolean named = InsecureTls.isName(host);
        if (named) {
            text.append("resolve = \"").append(host + ":" + port).append(":" + address + "\"\n");
        }
        String at = named ? url.replace("//" + address + ":", "//" + host + ":") : url;
        text.append("url = \"")
                .append(at.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n");
        headers()
                .forEach((name, value) -> text.append("header = \"")
                        .append((value.isEmpty() ? name + ";" : name + ": " + value)
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\""))
                        .append("\"\n"));
        return text.toString();
    }

    /** Writes wget's startup file, in which a value is what follows on the line. */
    private String forWget() {
        StringBuilder text = new StringBuilder(
                "quiet = off\nverbose = off\nserver_response = on\nsave_headers = on\noutput_document = -\n"
                        + "content_on_error = on\nmax_redirect = 0\ntries = 1\ncheck_certificate = off\nuse_proxy = off\n");
        text.append("timeout = ").append(seconds()).append('\n');
        headers()
                .forEach((name, value) -> text.append("header = ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        return text.toString();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "localhost");
        check.headers().forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, value);
        });
        return headers;
    }

    private long seconds() {
        return Math.max(1, check.timeout().plusMillis(999).toSeconds());
    }
}
