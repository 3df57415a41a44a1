package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Apache httpd as the router of an application.
 *
 * @param hosts see {@link RouterAdapter#hosts}
 * @param flagFile the file that it looks for at each request, and sends to green while it is there
 * @param preview whether it leads to the slot that is not live who sends a token, for which a file is beside that one
 */
public record HttpdConfig(List<Target> hosts, String flagFile, boolean preview) implements RouterAdapter {

    /** What httpd's configuration takes for something else in a word: variables, quotes and ends of words. */
    private static final Pattern MEANS_MORE = Pattern.compile("[$%\\\\\"'<>#\\s]");

    private static final Pattern OWN_PAGE = Pattern.compile("<title>(\\d{3}) [^<]*</title>\\s*</head><body>\\s*<h1>");

    /** @throws PlanException for a path that is not absolute, or that httpd would read as another one */
    public HttpdConfig {
        hosts = List.copyOf(hosts);
        Paths.checkAbsolute("httpd.flagFile", flagFile);
        if (MEANS_MORE.matcher(flagFile).find()) {
            throw new PlanException(
                    "httpd.flagFile is '" + flagFile
                            + "'; httpd takes blanks, quotes and $%\\<># in a path for more than themselves, so choose one without.");
        }
    }

    /** One without previews. */
    public HttpdConfig(List<Target> hosts, String flagFile) {
        this(hosts, flagFile, false);
    }

    @Override
    public String kind() {
        return "httpd";
    }

    /** The page that it makes by itself for 429, as modules that limit requests have it do. */
    @Override
    public boolean limited(int status, String body) {
        return status == 429 && own(status, body);
    }

    /** Such a page for any status but those that tell of the application: 502, 503 and 504 are mod_proxy's. */
    @Override
    public boolean own(int status, String body) {
        Matcher page = OWN_PAGE.matcher(body);
        return (status < 502 || status > 504) && page.find() && page.group(1).equals(Integer.toString(status));
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
        return new HttpdRouter(host, flagFile, slots);
    }
}
