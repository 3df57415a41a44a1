package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;

/** What stands in a site besides, where who sends a token is led to the slot that is not live. */
final class CaddyPreview {

    /** The placeholders of what is sent. */
    static final String HEADER = "{http.request.header." + PreviewToken.HEADER + "}";

    static final String COOKIE = "{http.request.cookie." + PreviewToken.COOKIE + "}";

    /** The one entry of a table by which nothing else becomes a part of a path: what it looks for, and what it takes of that. */
    static final String CHECKED = "^(" + PreviewToken.PATTERN + ")$";

    static final String TAKEN = "${1}";

    // The header goes before the cookie. A matcher of headers would not do: in which order those of one set are looked
    // at is not told.
    private static final String CLIENT = """
                # who may see a release that is held
                map %1$s {preview_cookie} {
                    ~%3$s "%4$s"
                    default none
                }
                map %2$s {preview} {
                    ~%3$s "%4$s"
                    default {preview_cookie}
                }

            """;

    private CaddyPreview() {}

    /** Returns what tells whether one sends a token. */
    static String client() {
        return CLIENT.formatted(COOKIE, HEADER, CHECKED, TAKEN);
    }
}
