package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.Locale;

/** What stands in nginx's configuration besides, where who sends a token is led to the slot that is not live; ready to paste. */
final class PreviewBlock {

    /** The variables of what is sent. */
    static final String HEADER = "http_" + variable(PreviewToken.HEADER);

    static final String COOKIE = "cookie_" + PreviewToken.COOKIE;

    /** As the key of a table: nothing else may become a part of a path. */
    static final String CHECKED = "~^" + PreviewToken.PATTERN + "$";

    // The header goes before the cookie. Several of these blocks may hold the same tables.
    private static final String AROUND = """
            map $%1$s $preview_cookie { "%3$s" $%1$s; default none; }
            map $%2$s $preview { "%3$s" $%2$s; default $preview_cookie; }  # who may see a release that is held
            """;

    private static final String WITHIN = """
                if (-f %s$other_port-$preview) { set $chosen_port $other_port; }  # its testers
            """;

    private PreviewBlock() {}

    private static String variable(String header) {
        return header.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns what stands in the http block. */
    static String around() {
        return AROUND.formatted(COOKIE, HEADER, CHECKED);
    }

    /** Returns what stands in the server, behind what chooses otherwise. */
    static String within(String file) {
        return WITHIN.formatted(FlagFile.preview(file));
    }
}
