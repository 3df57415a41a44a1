package io.jenkins.plugins.bluegreen.jenkins.config;

import java.util.regex.Pattern;

/** How many machines an address, or the name of a host, may be, asked from several places. */
enum Reach {
    /** Another one for each machine that asks: itself. */
    ITSELF,
    /** One in each network that has such an address, or such a name. */
    NETWORK,
    /** The same one from everywhere. */
    EVERYWHERE;

    /** RFC 6761, 6.3; what Docker and Podman call the machine that they run on; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3. */
    private static final Pattern OWN =
            Pattern.compile("localhost\\d?(\\.localdomain\\d?)?|ip6-(localhost|loopback)|.+\\.localhost"
                    + "|host\\.(docker|containers)\\.internal|127\\.[\\d.]+|[0:]+:0*1");

    /** RFC 1918, 3927 and 6598; RFC 4193 and 4291, 2.5.6. */
    private static final Pattern PRIVATE_ADDRESS = Pattern.compile(
            "(10|192\\.168|172\\.(1[6-9]|2\\d|3[01])|169\\.254|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7]))\\.[\\d.]+"
                    + "|(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):.*");

    /** RFC 6762, 3 and its appendix G; RFC 8375; RFC 6761, 6.2. */
    private static final Pattern PRIVATE_NAME =
            Pattern.compile("[^.:]+|.+\\.(local|localdomain|internal|intranet|private|corp|home|lan|home\\.arpa|test)");

    /** Returns that of a host, in small letters. */
    static Reach of(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (OWN.matcher(name).matches()) {
            return ITSELF;
        }
        boolean shared = PRIVATE_ADDRESS.matcher(name).matches()
                || PRIVATE_NAME.matcher(name).matches();
        return shared ? NETWORK : EVERYWHERE;
    }
}
