package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.json.JSONObject;

/** What in the configuration of Caddy costs requests or time at a switch, each with the line to change. */
final class CaddyAdvice {

    /** Longer than a deployment should wait for. */
    private static final long LONG_NANOS = 10_000_000_000L;

    private CaddyAdvice() {}

    static List<String> of(List<Site> sites, SlotPair slots) {
        Set<String> found = new LinkedHashSet<>();
        for (Site site : sites) {
            for (JSONObject proxy : site.proxies()) {
                String upstreams = String.valueOf(proxy.optJSONArray("upstreams"));
                if (upstreams.contains(":" + slots.blue() + "\"") || upstreams.contains(":" + slots.green() + "\"")) {
                    proxy(site, proxy, found);
                }
            }
        }
        return List.copyOf(found);
    }

    private static void proxy(Site site, JSONObject proxy, Set<String> found) {
        String where = " (" + site.shown() + ").";
        JSONObject transport = proxy.optJSONObject("transport", new JSONObject());
        JSONObject keepAlive = transport.optJSONObject("keep_alive", new JSONObject());
        boolean keeps = keepAlive.optBoolean("enabled", true);
        if (keeps && keepAlive.optLong("idle_timeout", Long.MAX_VALUE) > LONG_NANOS) {
            found.add(
                    "Idle connections to the old slot stay open for 2 minutes unless something else is said, and a deployment waits"
                            + " for them up to drainTimeout; put 'transport http { keepalive 2s }', each on a line of its own, into"
                            + " the reverse_proxy of each slot" + where);
        }
        if (proxy.optBoolean("buffer_requests") || proxy.has("request_buffers")) {
            found.add(
                    "Caddy chooses the slot before it reads the body that it is told to keep (request_buffers, buffer_requests), so an"
                            + " upload that lasts longer than a switch finds the old slot stopped (502); leave that out of the"
                            + " reverse_proxy of each slot" + where);
        }
        JSONObject passive =
                proxy.optJSONObject("health_checks", new JSONObject()).optJSONObject("passive");
        boolean single = proxy.optJSONArray("upstreams") != null
                && proxy.getJSONArray("upstreams").length() == 1;
        if (passive != null && passive.has("fail_duration") && single) {
            found.add(
                    "Caddy takes the only server of a slot out for fail_duration after a request that failed, and answers 503"
                            + " meanwhile; leave fail_duration out of the reverse_proxy of each slot" + where);
        }
    }
}
