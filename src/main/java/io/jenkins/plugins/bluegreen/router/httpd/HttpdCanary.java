package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.router.flag.Dice;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.stream.Collectors;

/** What stands in a virtual host besides, where a share of the clients is to be led to the slot that is not live. */
final class HttpdCanary {

    /** The file of a share, but for what stands before its port. */
    static final String FILE = "%{ENV:OTHER_PORT}-%{ENV:CANARY_STEP}";

    /** What is noted of each answer, but for the variable that tells where a request goes. All of it is httpd's own. */
    static final String FORMAT = "%<{SERVICE_PORT}e %s %<{BALANCER_WORKER_NAME}e %<{proxy-source-port}n %^FB %D";

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
                RewriteCond %%{ENV:CANARY_DICE} %2$s
                RewriteRule ^ - [E=CANARY_STEP:%1$d]
            """;

    private static final String LOG = """
                LogIOTrackTTFB On
                # which the login user must be allowed to read
                CustomLog /var/log/apache2/%s.canary.log "%s"
            """;

    private HttpdCanary() {}

    /** Returns what tells which client it is. */
    static String client() {
        String shares = FlagFile.SHARES.stream().map(String::valueOf).collect(Collectors.joining("|"));
        StringBuilder steps = new StringBuilder();
        // The larger ones first: the last that has a client is the smallest.
        FlagFile.SHARES.stream()
                .sorted((one, other) -> other - one)
                .forEach(share -> steps.append(STEP.formatted(share, Dice.of(share))));
        return CLIENT.formatted(shares, steps);
    }

    /** Returns what notes where a request was led to. */
    static String log(ApplicationName app) {
        return LOG.formatted(app, FORMAT);
    }
}
