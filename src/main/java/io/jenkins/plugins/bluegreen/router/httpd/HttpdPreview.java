package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;

/** What stands in a virtual host besides, where who sends a token is led to the slot that is not live. */
final class HttpdPreview {

    /** What is sent, and what alone becomes a part of a path of that. */
    static final Check HEADER = new Check("%{HTTP:" + PreviewToken.HEADER + "}", "^(" + PreviewToken.PATTERN + ")$");

    static final Check COOKIE =
            new Check("%{HTTP_COOKIE}", "(?:^|;\\s*)" + PreviewToken.COOKIE + "=(" + PreviewToken.PATTERN + ")(?:;|$)");

    /** The file of a token, but for what stands before its port. */
    static final String FILE = "%{ENV:OTHER_PORT}-%{ENV:PREVIEW}";

    /** What of that is taken. */
    static final String TAKEN = "%1";

    // The header goes before the cookie. The first rule has no variable of that name come from elsewhere.
    private static final String CLIENT = """
                # who may see a release that is held
                RewriteRule ^ - [E=PREVIEW:none]
                RewriteCond %2$s
                RewriteRule ^ - [E=PREVIEW:%3$s]
                RewriteCond %1$s
                RewriteRule ^ - [E=PREVIEW:%3$s]
            """;

    private HttpdPreview() {}

    /**
     * A condition.
     *
     * @param sent what it looks at
     * @param pattern which values it takes
     */
    record Check(String sent, String pattern) {

        boolean is(Line condition) {
            return condition.arguments().size() == 2
                    && condition.argument(1).equals(sent)
                    && condition.argument(2).equals(pattern);
        }

        @Override
        public String toString() {
            return sent + " " + pattern;
        }
    }

    /** Returns what tells whether one sends a token. */
    static String client() {
        return CLIENT.formatted(HEADER, COOKIE, TAKEN);
    }
}
