package io.jenkins.plugins.bluegreen.record.store;

import java.util.Optional;
import org.json.JSONObject;

/** What histories are called: like their application, or like that with a host behind it where its name is on other hosts too. */
public final class HistoryName {

    /** What says of what application something is. */
    static final String APPLICATION = "application";

    /** What says of which history it is, where that is not called like its application. */
    private static final String HISTORY = "history";

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

    /** Has a text say of which history it is; which application that is of, it says itself. */
    static JSONObject tell(JSONObject text, String history) {
        return history.equals(application(history)) ? text : text.put(HISTORY, history);
    }

    /** Returns of which history a text says that it is: a record, or the first line of an index. */
    static Optional<String> told(JSONObject text) {
        JSONObject subject = text.optJSONObject("subject");
        return Optional.ofNullable(
                text.optString(HISTORY, (subject == null ? text : subject).optString(APPLICATION, null)));
    }
}
