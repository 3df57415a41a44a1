package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
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
 * Apache httpd, of which a {@code RewriteCond} tests at each request whether the flag file is there
 * (https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html#rewritecond).
 */
final class HttpdRouter extends FlagRouter {

    private static final String HTTPD = "httpd";

    private final SlotPair slots;

    /** @param flagFile the file that it tests for */
    HttpdRouter(RemoteHost host, String flagFile, SlotPair slots) {
        super(host, flagFile, slots, HTTPD, "docs/routers/httpd.md");
        this.slots = slots;
    }

    @Override
    public RouterTerms terms() {
        return terms(
                "it may not run, run in a container, or have files that the login user may not read, that have more than 500 kB, or"
                        + " of which a variable has the name",
                "where those are idle ones of httpd, the application ends them, or 'disablereuse=on' for the slots does; an open"
                        + " WebSocket stays to its own end, or that of the old process");
    }

    @Override
    protected Followed follow(CommandResult result) {
        Hosts hosts = hosts(result);
        List<VirtualHost> going = hosts.going();
        if (!going.isEmpty()) {
            Optional<String> against = going.stream()
                    .flatMap(host -> host.against(slots).map(why -> host.shown() + ", which " + why).stream())
                    .findFirst();
            return new Followed(Goes.YES, HttpdDoors.of(hosts, users(result)), against, "");
        }
        if (!lines(result, "named").isEmpty()) {
            return Followed.named("");
        }
        List<String> untold = lines(result, "untold");
        List<String> lines = lines(result, "line");
        boolean sure = untold.isEmpty() && !lines.isEmpty() && !hosts.mayTestUnseen();
        String files = String.join(
                "\n",
                lines.stream()
                        .filter(line -> line.startsWith(Line.FILE))
                        .map(line -> line.substring(2))
                        .toList());
        return Followed.not(sure, sure ? "Read were:\n" + files : String.join("\n", untold));
    }

    @Override
    protected List<String> advise(CommandResult result) {
        return HttpdAdvice.of(hosts(result), slots);
    }

    @Override
    protected Optional<SharesFound> shares(CommandResult result) {
        Hosts hosts = hosts(result);
        return hosts.going().isEmpty() ? Optional.empty() : Optional.of(CanaryLines.of(hosts, slots));
    }

    @Override
    protected Optional<PreviewFound> preview(CommandResult result) {
        Hosts hosts = hosts(result);
        return hosts.going().isEmpty() ? Optional.empty() : Optional.of(PreviewLines.of(hosts));
    }

    @Override
    protected AnswerLog.Notes notes() {
        return new AnswerLog.Notes(HTTPD, "adm", line -> HttpdAnswer.read(line, slots));
    }

    private static Hosts hosts(CommandResult result) {
        Set<String> aliases = new HashSet<>(lines(result, "alias"));
        return Hosts.of(lines(result, "line"), aliases);
    }
}
