package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What stands in a virtual host besides, where a share of the clients is to be led to the slot that is not live.
 *
 * @param file the flag file
 * @param members what runs in a slot
 */
record HttpdCanary(ApplicationName app, SlotPair slots, String file, Members members) {

    /** The modules that it takes besides. */
    static final String MODULES = " proxy_balancer lbmethod_byrequests";

    /** What is noted of each answer, but for the variable that tells where a request goes. All of it is httpd's own. */
    static final String FORMAT = "%<{SERVICE_PORT}e %s %<{BALANCER_WORKER_NAME}e %<{proxy-source-port}n %^FB %D";

    /** By which two digits a client comes to be in a share, each with those of the smaller ones. */
    private static final Map<Integer, String> DICE =
            new TreeMap<>(Map.of(1, "0[0-2]", 5, "0[0-9a-c]", 10, "(?:0|1[0-9])", 25, "[0-3]", 50, "[0-7]"));

    private static final String CLIENT = """
                # which client it is: the smallest share that has it, by its cookie, or by the dice
                RewriteCond %%{HTTP_COOKIE} (?:^|;\\s*)bluegreen=(%1$s|100)(?:;|$)
                RewriteRule ^ - [E=CANARY_STEP:%%1]
                RewriteCond %%{ENV:CANARY_STEP} ^$
                RewriteCond expr "md5('%%{REMOTE_ADDR} %%{REMOTE_PORT} %%{TIME}') =~ /^(..)/"
                RewriteRule ^ - [E=CANARY_DICE:%%1,E=CANARY_STEP:100,E=CANARY_NEW:1]
            %2$s    Header always add Set-Cookie "bluegreen=%%{CANARY_STEP}e; Path=/; Max-Age=86400; HttpOnly" env=CANARY_NEW
            """;

    private static final String STEP = """
                RewriteCond %%{ENV:CANARY_DICE} ^%2$s
                RewriteRule ^ - [E=CANARY_STEP:%1$d]
            """;

    private static final String RULES = """
                # where it is led to
                RewriteRule ^ - [E=OTHER_PORT:%2$d,E=SERVICE_PORT:%1$d,E=TO:%4$s,E=proxy-prefetch-nonblocking:1]
                RewriteCond %3$s -f
                RewriteRule ^ - [E=OTHER_PORT:%1$d,E=SERVICE_PORT:%2$d]
                RewriteCond %5$s%%{ENV:OTHER_PORT}-%%{ENV:CANARY_STEP} -f
                RewriteRule ^ - [E=SERVICE_PORT:%%{ENV:OTHER_PORT},E=TO:balancer://%6$s-canary-]
                RewriteRule ^/(.*)$ %%{ENV:TO}%%{ENV:SERVICE_PORT}/$1 [P]
                LogIOTrackTTFB On
                # which the login user must be allowed to read
                CustomLog /var/log/apache2/%6$s.canary.log "%7$s"
            """;

    /** @param address what a slot is asked by, but for its port */
    String rules(String address) {
        String shares = FlagFile.SHARES.stream().map(String::valueOf).collect(Collectors.joining("|"));
        StringBuilder steps = new StringBuilder();
        // The larger ones first: the last that has a client is the smallest.
        FlagFile.SHARES.stream()
                .sorted((one, other) -> other - one)
                .forEach(share -> steps.append(STEP.formatted(share, DICE.get(share))));
        return CLIENT.formatted(shares, steps)
                + RULES.formatted(slots.blue(), slots.green(), file, address, FlagFile.canary(file), app, FORMAT);
    }

    /** Who is led to a slot that is gone is answered by the live one, which is asked when the other one does not take a connection. */
    String sections() {
        return section(Slot.BLUE) + section(Slot.GREEN);
    }

    private String section(Slot slot) {
        return "    <Proxy \"balancer://" + app + "-canary-" + slots.port(slot) + "\">\n"
                + members.lines(slots.port(slot), 1, "")
                + members.lines(slots.port(slot.other()), 1, " status=+H") + "    </Proxy>\n";
    }
}
