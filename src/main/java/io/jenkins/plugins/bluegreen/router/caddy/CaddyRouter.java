package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.router.flag.AnswerLog;
import io.jenkins.plugins.bluegreen.router.flag.FlagRouter;
import io.jenkins.plugins.bluegreen.router.flag.Followed;
import io.jenkins.plugins.bluegreen.router.flag.Followed.Goes;
import io.jenkins.plugins.bluegreen.router.flag.PreviewFound;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Caddy, of which a {@code file} matcher tests at each request whether the flag file is there
 * (https://caddyserver.com/docs/caddyfile/matchers#file). Its admin API, which reloads it, is left alone.
 */
final class CaddyRouter extends FlagRouter {

    private static final String CADDY = "caddy";

    private final String file;
    private final SlotPair slots;

    /** @param flagFile the file that it tests for */
    CaddyRouter(RemoteHost host, String flagFile, SlotPair slots) {
        super(host, flagFile, slots, CADDY, "docs/routers/caddy.md");
        this.file = flagFile;
        this.slots = slots;
    }

    @Override
    public RouterTerms terms() {
        return terms(
                "it may not run, run in a container, have been started with --resume or without a file, or have one that the login"
                        + " user may not read or that takes something from its environment",
                "where those are idle ones of Caddy, 'keepalive 2s' in the transport of its reverse_proxy ends them early; an open"
                        + " WebSocket stays to its own end, or that of the old process");
    }

    @Override
    protected Followed follow(CommandResult result) {
        List<Site> sites = sites(result);
        if (!sites.isEmpty()) {
            List<Door> doors = CaddyDoors.of(sites, users(result));
            Optional<String> against = sites.stream()
                    .flatMap(site -> site.against(slots).map(why -> site.shown() + ", which " + why).stream())
                    .findFirst();
            return new Followed(Goes.YES, doors, against, "");
        }
        if (!lines(result, "named").isEmpty()) {
            return Followed.named("");
        }
        List<String> untold = lines(result, "untold");
        boolean sure = untold.isEmpty()
                && !lines(result, "adapted").isEmpty()
                && lines(result, "adapted").stream().noneMatch(Site::mayTestUnseen);
        return Followed.not(sure, String.join("\n", untold));
    }

    @Override
    protected List<String> advise(CommandResult result) {
        return CaddyAdvice.of(sites(result), slots);
    }

    @Override
    protected Optional<SharesFound> shares(CommandResult result) {
        List<Site> sites = sites(result);
        return sites.isEmpty() ? Optional.empty() : Optional.of(CanaryLines.of(sites, file, slots));
    }

    @Override
    protected Optional<PreviewFound> preview(CommandResult result) {
        List<Site> sites = sites(result);
        return sites.isEmpty() ? Optional.empty() : Optional.of(PreviewLines.of(sites, file, slots));
    }

    @Override
    protected AnswerLog.Notes notes() {
        return new AnswerLog.Notes(CADDY, CADDY, line -> CaddyAnswer.read(line, slots));
    }

    private static List<Site> sites(CommandResult result) {
        Set<String> aliases = new HashSet<>(lines(result, "alias"));
        return lines(result, "adapted").stream()
                .flatMap(text -> Site.in(text, aliases).stream())
                .toList();
    }
}
