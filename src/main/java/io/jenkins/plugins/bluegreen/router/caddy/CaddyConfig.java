package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Caddy as the router of an application.
 *
 * @param hosts see {@link RouterAdapter#hosts}
 * @param flagFile the file that it looks for at each request, and sends to green while it is there
 * @param preview whether it leads to the slot that is not live who sends a token, for which a file is beside that one
 */
public record CaddyConfig(List<Target> hosts, String flagFile, boolean preview) implements RouterAdapter {

    /** What a Caddyfile takes for something else in a path: placeholders, patterns (path.Match of Go), quotes and ends of words. */
    private static final Pattern MEANS_MORE = Pattern.compile("[{}*?\\[\\]\\\\\"`,\\s]");

    /** @throws PlanException for a path that is not absolute, or that Caddy would read as another one */
    public CaddyConfig {
        hosts = List.copyOf(hosts);
        Paths.checkAbsolute("caddy.flagFile", flagFile);
        if (MEANS_MORE.matcher(flagFile).find()) {
            throw new PlanException("caddy.flagFile is '" + flagFile
                    + "'; Caddy takes blanks, commas, quotes and {}*?[]\\ in a path for more than themselves, so choose one"
                    + " without.");
        }
    }

    /** One without previews. */
    public CaddyConfig(List<Target> hosts, String flagFile) {
        this(hosts, flagFile, false);
    }

    @Override
    public String kind() {
        return "caddy";
    }

    /** Its errors have no body; 429 is what its rate limits answer (the module caddy-ratelimit). */
    @Override
    public boolean limited(int status, String body) {
        return status == 429 && body.isEmpty();
    }

    /** What it answers without asking anybody, see basicauth and error; 502 and 504 tell of the application. */
    @Override
    public boolean own(int status, String body) {
        return body.isEmpty() && (status == 401 || status == 403 || status == 429 || status == 503);
    }

    @Override
    public List<Integer> shares() {
        return FlagFile.SHARES;
    }

    @Override
    public boolean previews() {
        return preview;
    }

    @Override
    public TrafficRouter on(RemoteHost host, SlotPair slots) {
        return new CaddyRouter(host, flagFile, slots);
    }
}
