package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * nginx as the router of an application.
 *
 * @param config how it is told which slot is live
 */
public record NginxRouterConfig(NginxConfig config) implements RouterAdapter {

    private static final Pattern OWN_PAGE =
            Pattern.compile("<center><h1>(\\d{3}) [^<]*</h1></center>\\s*<hr><center>[^<]*</center>");

    @Override
    public String kind() {
        return "nginx";
    }

    @Override
    public List<Target> hosts() {
        return config.hosts();
    }

    /** The page that nginx and its relatives make by themselves for such a status, see limit_req_status and limit_conn_status. */
    @Override
    public boolean limited(int status, String body) {
        return (status == 429 || status == 503) && own(status, body);
    }

    /** Such a page for any status but those that tell of the application, 502 and 504. */
    @Override
    public boolean own(int status, String body) {
        Matcher page = OWN_PAGE.matcher(body);
        return status != 502 && status != 504 && page.find() && page.group(1).equals(Integer.toString(status));
    }

    @Override
    public List<Integer> shares() {
        return config instanceof NginxConfig.Flag ? FlagFile.SHARES : List.of();
    }

    @Override
    public String withoutShares() {
        return "each change of a share would be a reload of nginx where it includes a file, which costs requests; use the layout without"
                + " reloads (nginx.flagFile), or leave strategy out";
    }

    @Override
    public boolean previews() {
        return config instanceof NginxConfig.Flag flag && flag.preview();
    }

    @Override
    public TrafficRouter on(RemoteHost host, SlotPair slots) {
        if (config instanceof NginxConfig.Include include) {
            return new IncludeSwitch(host, include, slots);
        }
        return new FlagSwitch(host, (NginxConfig.Flag) config, slots);
    }
}
