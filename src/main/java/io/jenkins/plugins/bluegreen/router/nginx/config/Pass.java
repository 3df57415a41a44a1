package io.jenkins.plugins.bluegreen.router.nginx.config;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What in a configuration sends a request on, and to what. */
final class Pass {

    /** A variable in a word, with or without braces. */
    static final Pattern VARIABLE = Pattern.compile("\\$(\\{\\w+}|\\w+)");

    private static final Pattern NAME = Pattern.compile("(proxy|grpc|fastcgi|uwsgi|scgi)_pass");

    private Pass() {}

    /** Tells whether a directive sends requests on. */
    static boolean is(Directive each) {
        return NAME.matcher(each.name()).matches();
    }

    /** Returns what stands in a URL for a host, and for its port; or in what is no URL, to the first slash. */
    static String host(String url) {
        return url.replaceFirst("^[A-Za-z]+://", "").replaceFirst("/.*", "");
    }

    /** Tells whether a server passes requests on to what a test in it sets a variable to. */
    static boolean follows(Directive server, Directive test) {
        return test.directly("set")
                .anyMatch(set -> server.within()
                        .filter(Pass::is)
                        .anyMatch(pass -> VARIABLE.matcher(pass.argument())
                                .results()
                                .anyMatch(found -> set.argument()
                                        .equals("$" + found.group(1).replaceAll("[{}]", "")))));
    }

    /** Tells whether a host may be this upstream, whatever its variables hold. */
    static boolean mayMean(String host, String upstream) {
        String pattern = VARIABLE.splitAsStream(host + " ").map(Pattern::quote).collect(Collectors.joining(".*"));
        return (upstream + " ").matches(pattern);
    }
}
