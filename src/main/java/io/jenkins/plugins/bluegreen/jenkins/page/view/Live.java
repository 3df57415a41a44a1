package io.jenkins.plugins.bluegreen.jenkins.page.view;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Objects;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** Answers a page that asks whether it is still up to date: what it would show now, or nothing where that is the same. */
final class Live {

    private static final int NOT_MODIFIED = 304;

    private Live() {}

    /**
     * Answers.
     *
     * @param page the page, which has a view {@code _live}
     * @param state all that the page would show
     */
    static void answer(Object page, Object state, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        String tag = '"' + Integer.toHexString(Objects.hash(state, LocaleProvider.getLocale())) + '"';
        response.setHeader("ETag", tag);
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setHeader("Cache-Control", "private, no-cache");
            response.setStatus(NOT_MODIFIED);
        } else {
            request.getView(page, "_live.jelly").forward(request, response);
        }
    }
}
