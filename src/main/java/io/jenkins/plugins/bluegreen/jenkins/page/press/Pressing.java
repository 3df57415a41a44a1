package io.jenkins.plugins.bluegreen.jenkins.page.press;

import io.jenkins.plugins.bluegreen.jenkins.byhand.Refused;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers a button: what was begun, or why it was not, as plain text. */
public final class Pressing {

    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;

    private Pressing() {}

    /** What a button begins. */
    public interface Work {

        /** Returns what names it. */
        String begin() throws Refused;
    }

    /**
     * Begins it, and answers.
     *
     * @param whyNot why that is not possible, or an empty text
     */
    public static void answer(String whyNot, Work work, HttpServletResponse response) throws IOException {
        if (!whyNot.isEmpty()) {
            say(CONFLICT, whyNot, response);
            return;
        }
        try {
            say(ACCEPTED, work.begin(), response);
        } catch (Refused e) {
            say(CONFLICT, e.getMessage(), response);
        }
    }

    private static void say(int status, String text, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().println(text);
    }
}
