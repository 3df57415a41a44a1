package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.router.flag.Followed.Goes;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A router that tests at each request whether a flag file is there, and that is switched by nothing else: it is never reloaded, so no
 * connection is closed and nothing of it stays behind. Whose script {@code follow.sh} tells of the routers that run, says what they
 * are configured with.
 */
public abstract class FlagRouter implements CanaryRouter, PreviewRouter {

    /** For a script that may have to wait for another one. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private static final String USER = "user=";

    private final RemoteHost host;
    private final SwitchedFile file;
    private final FlagFile flag;
    private final SlotPair slots;
    private final String page;
    /** Where it notes its answers; known once that was looked for. */
    private volatile List<String> logs = List.of();

    private volatile String memory = "";

    /**
     * @param path the flag file
     * @param router what it is called in a sentence
     * @param page where it is documented what has to be in its configuration
     */
    protected FlagRouter(RemoteHost host, String path, SlotPair slots, String router, String page) {
        this.host = host;
        this.file = new SwitchedFile(path, router, host.name());
        this.flag = new FlagFile(host, path, router, slots);
        this.slots = slots;
        this.page = page;
    }

    /** Tells what the scripts found of the routers that run. */
    protected abstract Followed follow(CommandResult result);

    /** Tells what of that costs requests or time at a switch. */
    protected abstract List<String> advise(CommandResult result);

    /** Tells what of that leads a share of the clients to a slot; nothing where none could be followed to its configuration. */
    protected abstract Optional<SharesFound> shares(CommandResult result);

    /** Tells what of that leads who sends a token to a slot; likewise. */
    protected abstract Optional<PreviewFound> preview(CommandResult result);

    /** Tells how it notes its answers. */
    protected abstract AnswerLog.Notes notes();

    @Override
    public final String name() {
        return host.name();
    }

    @Override
    public final List<String> switches() {
        return List.of(file.path());
    }

    @Override
    public final RouterState read() throws HostException, InterruptedException {
        return flag.read();
    }

    @Override
    public final Optional<Slot> reloaded() throws HostException, InterruptedException {
        return read().live();
    }

    @Override
    public final RouterState inspect() throws HostException, InterruptedException {
        return parse(host.run(inspectCommand(), LONG));
    }

    @Override
    public final Command inspectCommand() {
        String follow = Command.script(getClass(), "follow").script();
        return command("inspect", DirectoryScripts.inMemory() + SwitchedFile.script("rights") + follow);
    }

    private Command command(String script, String functions) {
        String start = SwitchedFile.script("start") + SwitchedFile.script("file");
        return new Command(
                script,
                start + functions + SwitchedFile.script(script),
                List.of(file.path(), slots.blue() + " " + slots.green()));
    }

    @Override
    public final RouterState parse(CommandResult result) throws HostException {
        if (!result.ok()) {
            throw file.unreadable(result);
        }
        RouterState state = flag.state(result);
        memory = SwitchedFile.memory(result);
        Followed followed = follow(result);
        if (followed.goes() == Goes.NO) {
            throw new HostException(
                    "The configuration of " + file.router() + " on " + name() + " does not test for " + file.path()
                            + ", so a switch would change nothing; put the block there that 'Show the"
                            + " configuration' prints (" + page + ") and reload " + file.router()
                            + " once (where green is live already, see README, 'Another file, router or name', before), or mend the"
                            + " path given to the deployment.",
                    followed.evidence());
        }
        file.refuse(result);
        if (followed.against().isPresent()) {
            throw new HostException(file.router() + " on " + name() + " goes by " + file.path() + " in "
                    + followed.against().get() + "; if that is another application's, give this one a file of its own,"
                    + " and otherwise have " + file.router() + " and this deployment name the same ports.");
        }
        boolean unseen = followed.goes() == Goes.UNKNOWN;
        return new RouterState(
                state.live(),
                state.source(),
                state.snapshot(),
                false,
                unseen,
                followed.doors(),
                state.share(),
                state.preview());
    }

    @Override
    public final void check() throws HostException, InterruptedException {
        CommandResult result = host.run(command("check", SwitchedFile.script("rights")), LONG);
        file.refuse(result);
        if (!result.ok()) {
            throw new HostException(
                    file.router() + " on " + name() + " could not be switched by " + file.path() + "; see " + page
                            + " on the rights it needs.",
                    result.said());
        }
    }

    @Override
    public final void checkReach() throws HostException {
        file.refuseLost(memory);
    }

    @Override
    public final List<String> advise() throws HostException, InterruptedException {
        CommandResult result = host.run(inspectCommand(), LONG);
        return result.ok() ? advise(result) : List.of();
    }

    @Override
    public final void checkShares() throws HostException, InterruptedException {
        logs = SharesFound.logs(shares(host.run(inspectCommand(), LONG)), this, file.router());
        answers();
    }

    @Override
    public final String lead(Slot slot, int percent) throws HostException, InterruptedException {
        return flag.lead(slot, percent);
    }

    @Override
    public final String leadNobodyByHand(Slot slot) {
        return flag.leadNobodyByHand(slot);
    }

    @Override
    public final void checkPreview() throws HostException, InterruptedException {
        PreviewFound.check(preview(host.run(inspectCommand(), LONG)), this, file.router());
    }

    @Override
    public final String preview(Slot slot, PreviewToken token) throws HostException, InterruptedException {
        return flag.preview(slot, token);
    }

    @Override
    public final void endPreview() throws HostException, InterruptedException {
        flag.endPreview();
    }

    @Override
    public final String endPreviewByHand() {
        return flag.endPreviewByHand();
    }

    @Override
    public final Answers answers() throws HostException, InterruptedException {
        return AnswerLog.atItsEnd(host, notes(), logs);
    }

    @Override
    public final String switchTo(Slot slot) throws HostException, InterruptedException {
        return flag.switchTo(slot);
    }

    @Override
    public final void restore(RouterState before) throws HostException, InterruptedException {
        flag.restore(before);
    }

    @Override
    public final void refresh() {
        // It looks at each request.
    }

    @Override
    public final String undrained() {
        return "";
    }

    @Override
    public final String restoreByHand(RouterState before) {
        return flag.restoreByHand(before);
    }

    /** Returns what is said of it; what only a router that is reloaded can be, it never is. */
    protected final RouterTerms terms(String whyNot, String idleConnections) {
        String router = file.router();
        return new RouterTerms(
                router + " may serve the one or the other",
                "no " + router + " was seen that tests for " + file.path()
                        + ", so whether it goes by that is not known",
                "No running " + router + " on " + name() + " could be seen to test for " + file.path() + ": " + whyNot
                        + "; mend that, or give frontDoor with healthCheck.expectRelease.",
                "no running " + router + " there could be followed to where it tests for " + file.path()
                        + " and takes requests on the loopback address (" + whyNot + ")",
                "remove or create " + file.path(),
                "what is left of " + router,
                "nothing of it stays",
                idleConnections);
    }

    /** Returns as whom the router runs that was looked at last, which is the one that tests for the file where any does. */
    protected static Set<Integer> users(CommandResult result) {
        String[] routers = result.out().split("(?m)^router=");
        return routers[routers.length - 1]
                .lines()
                .filter(line -> line.startsWith(USER))
                .map(line -> Integer.valueOf(line.substring(USER.length())))
                .collect(Collectors.toSet());
    }

    /** Returns the lines that begin so, without that. */
    protected static List<String> lines(CommandResult result, String key) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .collect(Collectors.toList());
    }
}
