package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * HAProxy as the router of an application.
 *
 * @param hosts the hosts that it runs on; empty where it runs on each of the application's hosts
 * @param place by what it is switched; its key is empty for the application's name
 * @param preview whether it leads to the slot that is not live who sends a token
 */
public record HaproxyRouterConfig(List<Target> hosts, MapPlace place, boolean preview) implements RouterAdapter {

    /** Where Debian's HAProxy has it. */
    public static final String DEFAULT_SOCKET = "/run/haproxy/admin.sock";

    private static final Pattern OWN_PAGE = Pattern.compile("^<html><body><h1>(\\d{3}) [^<]*</h1>");

    /** What may stand in a path, both in HAProxy's configuration and in a command for its socket. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./@%+:=~-]+");

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,127}");

    /** Copies the hosts. */
    public HaproxyRouterConfig {
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads what may be given; each may be null.
     *
     * @throws NotGivenException naming what is not given
     * @throws PlanException naming what cannot be
     */
    public static HaproxyRouterConfig of(List<Target> hosts, String mapFile, String socket, String key) {
        if (mapFile == null) {
            throw new NotGivenException("haproxy.mapFile is not set");
        }
        String place = socket == null ? DEFAULT_SOCKET : socket;
        checkPath("haproxy.mapFile", mapFile);
        checkPath("haproxy.socket", place);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new PlanException(
                    "haproxy.key is '" + key
                            + "'; it is 1 to 128 letters, digits, '_', '.', ':', '/', '@' or '-', as it stands in a line of the map file.");
        }
        return new HaproxyRouterConfig(hosts, new MapPlace(mapFile, place, key == null ? "" : key), false);
    }

    /** Returns the same that does, or does not, lead to the slot that is not live who sends a token. */
    public HaproxyRouterConfig previewing(boolean testers) {
        return new HaproxyRouterConfig(hosts, place, testers);
    }

    private static void checkPath(String field, String path) {
        Paths.checkAbsolute(field, path);
        if (!PLAIN.matcher(path).matches()) {
            throw new PlanException(
                    field + " is '" + path
                            + "'; of all characters that a path may have, HAProxy takes only letters, digits and _./@%+:=~- everywhere.");
        }
    }

    @Override
    public String kind() {
        return "HAProxy";
    }

    /** The page that HAProxy makes itself for {@code http-request deny deny_status 429}. */
    @Override
    public boolean limited(int status, String body) {
        return status == 429 && own(status, body);
    }

    /** Such a page for any status but those that tell of the application. */
    @Override
    public boolean own(int status, String body) {
        Matcher page = OWN_PAGE.matcher(body);
        boolean ofTheApplication = status == 502 || status == 503 || status == 504;
        return !ofTheApplication && page.find() && page.group(1).equals(Integer.toString(status));
    }

    /** Whatever stands in the map is compared with the number of a client. */
    @Override
    public List<Integer> shares() {
        return IntStream.range(1, 100).boxed().toList();
    }

    @Override
    public boolean previews() {
        return preview;
    }

    @Override
    public String withoutTimes() {
        return "HAProxy tells how long a slot takes only as the average of its last 1024 answers, those from before the share among"
                + " them; leave maxLatency out";
    }

    @Override
    public RouterAdapter of(ApplicationName app) {
        return place.key().isEmpty()
                ? new HaproxyRouterConfig(hosts, new MapPlace(place.file(), place.socket(), app.value()), preview)
                : this;
    }

    @Override
    public TrafficRouter on(RemoteHost host, SlotPair slots) {
        return new HaproxyRouter(host, place, slots);
    }
}
