package io.jenkins.plugins.bluegreen.record.store;

/** What histories are called: like their application, or like that with a host behind it where its name is on other hosts too. */
public final class HistoryName {

    /** No application has it in its name. */
    private static final char AT = '@';

    private HistoryName() {}

    /** Returns the name of the application of a history. */
    public static String application(String history) {
        int host = history.indexOf(AT);
        return host < 0 ? history : history.substring(0, host);
    }

    /** Returns what a history is called that is not the first one of its application. */
    static String at(String application, String host) {
        return application + AT + host.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-|-$", "");
    }
}
