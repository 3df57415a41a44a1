package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.flag.SwitchedFile;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxAdvice;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxDoors;
import io.jenkins.plugins.bluegreen.router.nginx.config.OwnServer;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the two layouts have in common: one file on the host says which slot nginx serves. */
public abstract class NginxRouter implements TrafficRouter {

    /** For a script that reads or renames one file. */
    static final Duration SHORT = Duration.ofSeconds(30);

    /** For one that may have to wait for another one. */
    static final Duration LONG = Duration.ofMinutes(3);

    private static final String CONFIGURATION = "configuration=";
    private static final String FOLLOWED = "followed=";
    private static final String USER = "user=";
    private static final String END = "# the end";

    static final String NGINX = "nginx";

    final RemoteHost host;
    final String file;
    final SwitchedFile switched;
    private final NginxConfig config;
    private final SlotPair slots;
    private volatile String memory = "";

    NginxRouter(RemoteHost host, NginxConfig config, SlotPair slots) {
        this.host = host;
        this.file = config.file();
        this.switched = new SwitchedFile(file, NGINX, host.name());
        this.config = config;
        this.slots = slots;
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public List<String> switches() {
        return List.of(file);
    }

    @Override
    public RouterTerms terms() {
        return new RouterTerms(
                "nginx was not reloaded since " + file
                        + " was changed, so it may serve the one or the other; reload nginx",
                "nginx's workers cannot be seen, so whether it was reloaded since " + file
                        + " was changed is not known",
                "No worker of nginx on " + name()
                        + " can be seen: it does not run, or is hidden from the login user, so that it would not be noticed if a"
                        + " reload came to nothing; let the login user see nginx's processes (/proc without hidepid), give"
                        + " frontDoor with healthCheck.expectRelease, or use the reload-free layout.",
                "no running nginx there could be followed to a server that goes by " + file
                        + " and takes requests on the loopback address (it may not run, be in a container, have files that the"
                        + " login user may not read, have more than 500 kB of them, listen there by a host name or not at all,"
                        + " have another server that listens on 127.0.0.1 with the same port and so takes all requests there,"
                        + " or pass requests on only in locations of regular expressions or not by proxy_pass)",
                "write the live port into " + file + " and reload nginx",
                "nginx's old workers",
                "each serves a client to the end of what was begun, a WebSocket too, or to nginx's worker_shutdown_timeout",
                "where those are idle ones of nginx's upstream, 'keepalive_timeout 2s;' there ends them early; an open WebSocket stays"
                        + " to its own end, or that of the old process");
    }

    @Override
    public String undrained() throws HostException, InterruptedException {
        List<Long> pids = oldWorkers();
        if (pids.isEmpty()) {
            return "";
        }
        String list = pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return pids.size() == 1 ? "nginx's old worker " + list : "nginx's old workers " + list;
    }

    /** Returns the workers that a switch replaced and that have not ended yet, by their pids. */
    abstract List<Long> oldWorkers() throws HostException, InterruptedException;

    static Command command(String script, String... arguments) {
        return new Command(script, started() + text(script), List.of(arguments));
    }

    /** One that starts from the configuration of the running nginx as well. */
    static Command following(String name, String script, String... arguments) {
        return new Command(name, started() + text("config-follow") + text(script), List.of(arguments));
    }

    /** One about the file that is switched, and what may be done with it. */
    static Command switching(String name, String script, List<String> arguments) {
        String flags = DirectoryScripts.inMemory() + SwitchedFile.script("file") + SwitchedFile.script("rights");
        String functions = started() + text("config-follow") + flags + text("file") + text("rights");
        return new Command(name, functions + text(script), arguments);
    }

    private static String started() {
        return SwitchedFile.script("start") + text("workers");
    }

    private static String text(String script) {
        return Command.script(NginxRouter.class, script).script();
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return state(host.run(readCommand(), LONG));
    }

    Command readCommand() {
        return switching("read", "read", List.of(file, layout(), ports()));
    }

    private String ports() {
        return slots.blue() + " " + slots.green();
    }

    @Override
    public Optional<Slot> reloaded() throws HostException, InterruptedException {
        return read().live();
    }

    @Override
    public RouterState inspect() throws HostException, InterruptedException {
        return parse(host.run(inspectCommand(), LONG));
    }

    @Override
    public Command inspectCommand() {
        List<String> arguments = new ArrayList<>(List.of(file, layout(), ports(), "inspect"));
        arguments.addAll(commands());
        Command inspect = switching("inspect", "read", arguments);
        return new Command(inspect.name(), text("configured") + inspect.script(), arguments);
    }

    @Override
    public RouterState parse(CommandResult result) throws HostException {
        RouterState state = state(result);
        memory = SwitchedFile.memory(result);
        if (result.value("refers").equals(Optional.of("no"))) {
            throw notNamed(result);
        }
        refuse(result);
        String followed = followed(result);
        refuseAnother(followed);
        return state.with(NginxDoors.of(followed, users(result), config, slots));
    }

    /** Returns the configuration of the nginx that goes by the file; an empty text where it cannot be read, or not to its end. */
    static String followed(CommandResult result) {
        String text = lines(result, FOLLOWED);
        return text.endsWith(END) ? text.substring(0, text.length() - END.length()) : "";
    }

    private void refuseAnother(String followed) throws HostException {
        Optional<String> against = OwnServer.against(followed, config, slots);
        if (against.isPresent()) {
            throw new HostException("nginx on " + name() + " goes by " + file + " in " + against.get()
                    + "; if that server is another application's, give this one a file of its own, and otherwise have nginx and"
                    + " this deployment name the same ports.");
        }
    }

    @Override
    public List<String> advise() throws HostException, InterruptedException {
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
        return new HostException(
                "The configuration of nginx on " + name() + " does not name " + file
                        + ", so a switch would change nothing; put the block there that 'Show the"
                        + " configuration' prints (README, " + layout()
                        + " layout) and reload nginx (where green is live already, see README, 'Another file, router or name', before),"
                        + " or mend the path given to the deployment.",
                "The files of the configuration are:\n" + lines(result, CONFIGURATION));
    }

    private static String lines(CommandResult result, String prefix) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .collect(Collectors.joining("\n"));
    }

    private static Set<Integer> users(CommandResult result) {
        return lines(result, USER).lines().map(Integer::valueOf).collect(Collectors.toSet());
    }

    RouterState state(CommandResult result) throws HostException {
        if (!result.ok()) {
            throw switched.unreadable(result);
        }
        return interpret(result);
    }

    /** Throws what keeps a switch from being possible, or nginx from seeing it, if the scripts found any. */
    private void refuse(CommandResult result) throws HostException {
        Optional<String> ahead = result.value("ahead");
        if (ahead.isPresent()) {
            throw new HostException("The file " + file + " on " + name() + " was changed at a time that is "
                    + TimeSpan.show(Duration.ofSeconds(Long.parseLong(ahead.get())))
                    + " ahead of the clock there, so it"
                    + " cannot be told whether nginx has read it since; touch it and reload nginx.");
        }
        switched.refuse(result);
    }

    /** Returns the commands that a switch runs, the one that tests first; none where it runs none. */
    List<String> commands() {
        return List.of();
    }

    @Override
    public void check() throws HostException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(file, layout(), ports()));
        arguments.addAll(commands());
        CommandResult result = host.run(switching("check", "check", arguments), limit());
        Optional<String> tested = result.value("tested");
        if (tested.isPresent()) {
            throw new HostException(
                    "nginx on " + name() + " refuses its configuration, or the login user may not test it: '"
                            + commands().get(0) + "' ended with exit status " + tested.get() + why(result) + ".",
                    result.err().strip());
        }
        refuse(result);
        if (!result.ok()) {
            throw new HostException(
                    "nginx on " + name() + " could not be switched by " + file + "; see README on the rights it needs.",
                    result.said());
        }
    }

    @Override
    public void checkReach() throws HostException {
        switched.refuseLost(memory);
    }

    /** Returns what to do where a file that sets a variable is included where that is not possible; an empty text for all else. */
    static String why(CommandResult result) {
        return result.err().contains("\"set\" directive is not allowed here")
                ? "; 'set' may stand in a server or in a location only, so include the file there, under a name that no include outside"
                        + " stands for, such as one in .inc"
                : "";
    }

    /** Returns how long a script may take that changes the file, or runs the commands. */
    Duration limit() {
        return LONG;
    }

    /** Returns which layout it is, as the scripts and README name it. */
    abstract String layout();

    /**
     * Tells what {@code read.sh} found.
     *
     * @throws HostException for a file that does not tell the slot
     */
    abstract RouterState interpret(CommandResult result) throws HostException;
}
