package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.model.TimeZoneProperty;
import hudson.model.User;
import io.jenkins.plugins.bluegreen.jenkins.page.text.When;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.TimeZone;
import org.jvnet.localizer.LocaleProvider;

/** Who looks at a page. */
final class Reader {

    private Reader() {}

    /** Returns how moments are written for the one who looks. */
    static When when() {
        return new When(LocaleProvider.getLocale(), zone(TimeZoneProperty.forCurrentUser()));
    }

    private static ZoneId zone(String chosen) {
        ZoneId own = TimeZone.getDefault().toZoneId();
        try {
            return chosen == null || chosen.isEmpty() ? own : ZoneId.of(chosen, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            return own; // some of Java's older names are none of its newer ones
        }
    }

    /** Returns what a user is called; the id, where Jenkins does not know the user any more. */
    static String name(String userId) {
        User user = userId.isEmpty() ? null : User.getById(userId, false);
        return user == null ? userId : user.getDisplayName();
    }
}
