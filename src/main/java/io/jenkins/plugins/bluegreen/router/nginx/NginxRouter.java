package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxAdvice;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the two layouts have in common: one file on the host says which slot nginx serves. */
public abstract sealed class NginxRouter implements TrafficRouter permits IncludeSwitch, FlagSwitch {

    /** For a script that reads or renames one file. */
    static final Duration SHORT = Duration.ofSeconds(30);

    /** For one that may have to wait for another one. */
    static final Duration LONG = Duration.ofMinutes(3);

    private static final String CONFIGURATION = "configuration=";

    final RemoteHost host;
    final String file;
    private final NginxConfig config;
    private final SlotPair slots;

    NginxRouter(RemoteHost host, NginxConfig config, SlotPair slots) {
        this.host = host;
        this.file = config.file();
        this.config = config;
        this.slots = slots;
    }

    /** Returns the nginx of a host, in the layout that the configuration says. */
    public static TrafficRouter of(RemoteHost host, NginxConfig config, SlotPair slots) {
        if (config instanceof NginxConfig.Include include) {
            return new IncludeSwitch(host, include, slots);
        }
        return new FlagSwitch(host, (NginxConfig.Flag) config, slots);
    }

    @Override
    public String name() {
        return host.name();
    }

    static Command command(String script, String... arguments) {
        return new Command(script, text("workers") + text(script), List.of(arguments));
    }

    /** One that starts from the configuration of the running nginx as well. */
    static Command following(String name, String script, String... arguments) {
        return new Command(name, text("workers") + text("config-follow") + text(script), List.of(arguments));
    }

    private static String text(String script) {
        return Command.script(NginxRouter.class, script).script();
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return reading(host.run(following("read", "read", file, layout()), LONG));
    }

    @Override
    public RouterState look() throws HostException, InterruptedException {
        return found(host.run(inspectCommand(), LONG));
    }

    @Override
    public Command inspectCommand() {
        return following("look", "read", file, layout(), "look");
    }

    @Override
    public RouterState found(CommandResult result) throws HostException {
        RouterState reading = reading(result);
        if (result.value("refers").equals(Optional.of("no"))) {
            throw notNamed(result);
        }
        return reading;
    }

    @Override
    public List<String> advice() throws HostException, InterruptedException {
        CommandResult result;
        try {
            result = host.run(following("dump", "dump"), SHORT);
        } catch (HostException e) {
            // It may be too long to be read. No advice is no fault.
            return List.of();
        }
        return result.ok() && !result.out().isBlank() ? NginxAdvice.of(result.out(), config, slots) : List.of();
    }

    private HostException notNamed(CommandResult result) {
        String read = result.out()
                .lines()
                .filter(line -> line.startsWith(CONFIGURATION))
                .map(line -> "\n" + line.substring(CONFIGURATION.length()))
                .collect(Collectors.joining());
        return new HostException(
                "The configuration of nginx on " + name() + " does not name " + file
                        + ", so a switch would change nothing; put it there as README's " + layout()
                        + " layout shows and reload nginx, or mend the path given to the deployment.",
                "The files of the configuration are:" + read);
    }

    private RouterState reading(CommandResult result) throws HostException {
        if (!result.ok()) {
            throw new HostException(
                    "The file " + file + " on " + name() + ", which tells nginx the live slot, cannot be read;"
                            + " let the login user read it and its directory.",
                    result.said());
        }
        return interpret(
                result.value("content"),
                result.value("stale").isPresent(),
                result.value("unseen").isPresent());
    }

    /**
     * Runs {@code check.sh}.
     *
     * @param arguments the file, and the test command where there is one
     */
    void check(String... arguments) throws HostException, InterruptedException {
        CommandResult result = host.run(command("check", arguments), SHORT);
        Optional<String> tested = result.value("tested");
        if (tested.isPresent()) {
            throw new HostException(
                    "nginx on " + name() + " refuses its configuration, or the login user may not test it: '"
                            + arguments[1] + "' ended with exit status " + tested.get() + ".",
                    result.err().strip());
        }
        if (!result.ok()) {
            throw new HostException(
                    "nginx on " + name() + " could not be switched by " + file + "; see README on the rights it needs.",
                    result.said());
        }
    }

    /** Returns which layout it is, as the scripts and README name it. */
    abstract String layout();

    /**
     * Tells what the file means.
     *
     * @param content its bytes as Base64, or nothing where there is no file
     * @param stale whether nginx has not read it since it was changed
     * @param unseen whether that cannot be told
     */
    abstract RouterState interpret(Optional<String> content, boolean stale, boolean unseen) throws HostException;
}
