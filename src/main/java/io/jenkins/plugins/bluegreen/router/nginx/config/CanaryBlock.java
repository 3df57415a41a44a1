package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;

/** What stands in nginx's configuration besides, where a share of the clients is to be led to the slot that is not live; ready to paste. */
public final class CanaryBlock {

    /** What is noted of each answer. All of it is nginx's own: nothing in it is a client's. */
    public static final String FORMAT =
            "$msec $chosen_port $status [$upstream_status] [$upstream_addr] [$upstream_header_time]" + " $request_time";

    // The cookie of ngx_http_userid_module is the dice, by the one that is sent already at the first request. Several
    // of these blocks may hold the same table, but no two formats may have one name.
    private static final String AROUND = """
            split_clients "${uid_got}${uid_set}" $canary_step { %s }  # the smallest share that has this client
            log_format %s_canary '%s';
            """;

    private static final String WITHIN = """
                userid on;
                userid_name bluegreen;
                userid_path /;
                userid_expires 1d;
            %2$s    if (-f %3$s$other_port-$canary_step) { set $chosen_port $other_port; }  # the canary's clients
            %4$s    access_log /var/log/nginx/%1$s.canary.log %1$s_canary;  # which the login user must be allowed to read
            """;

    private CanaryBlock() {}

    /** Returns what stands in the http block. */
    static String around(ApplicationName app) {
        return AROUND.formatted(shares(), app, FORMAT);
    }

    /**
     * Returns what stands in the server instead of what the layout needs alone.
     *
     * @param choice what chooses the slot that is live
     * @param after what chooses yet another one
     */
    static String within(ApplicationName app, String choice, String file, String after) {
        return WITHIN.formatted(app, choice, FlagFile.canary(file), after);
    }

    /** Each share has the clients of the smaller ones as well. */
    private static String shares() {
        StringBuilder text = new StringBuilder();
        int before = 0;
        for (int share : FlagFile.SHARES) {
            text.append(share - before).append("% ").append(share).append("; ");
            before = share;
        }
        return text.append("* 100;").toString();
    }
}
