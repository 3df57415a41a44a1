package io.jenkins.plugins.bluegreen.ssh.jsch;

import com.jcraft.jsch.Logger;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes to Java's log what JSch tells about one connection: names, methods and algorithms. It is for sessions alone; what JSch says
 * while it reads keys may quote from them, and goes nowhere.
 */
public final class SshLog implements Logger {

    private static final java.util.logging.Logger LOG =
            java.util.logging.Logger.getLogger("io.jenkins.plugins.bluegreen.ssh");

    private static final String LOGIN = "SSH_MSG_SERVICE_ACCEPT received";
    private static final String TRIED = "Next authentication method: ";
    private static final String LAST_WORDS = "Caught an exception, leaving main loop due to ";
    private static final Pattern SERVERS_WORDS = Pattern.compile("SSH_MSG_DISCONNECT: \\d+ (.*)");

    /** Says nothing. */
    public static final Logger SILENCE = new Logger() {

        @Override
        public boolean isEnabled(int level) {
            return false;
        }

        @Override
        public void log(int level, String message) {
            // Not enabled.
        }
    };

    private final String host;
    private final Set<String> tried = new LinkedHashSet<>();
    private volatile boolean loginBegun;
    private volatile Consumer<String> lastWords = why -> {};

    /** @param host the host as the console names it */
    public SshLog(String host) {
        this.host = host;
    }

    @Override
    public boolean isEnabled(int level) {
        return true;
    }

    @Override
    public void log(int level, String message) {
        log(level, message, null);
    }

    @Override
    public void log(int level, String message, Throwable cause) {
        if (message.equals(LOGIN)) {
            loginBegun = true;
        }
        if (message.startsWith(TRIED)) {
            synchronized (tried) {
                tried.add(message.substring(TRIED.length()));
            }
        }
        if (message.startsWith(LAST_WORDS)) {
            lastWords.accept(reason(message.substring(LAST_WORDS.length())));
        }
        if (LOG.isLoggable(Level.FINE)) {
            LOG.log(Level.FINE, host + ": " + message, cause);
        }
    }

    /** From now on, tells why JSch gives the connection up, right before it does. */
    public void onLastWords(Consumer<String> listener) {
        lastWords = listener;
    }

    private static String reason(String why) {
        Matcher server = SERVERS_WORDS.matcher(why);
        return server.matches() ? "the server said '" + server.group(1).strip() + "'" : why;
    }

    /** Tells whether the keys are exchanged, and the server is ready to be logged in to. */
    public boolean loginBegun() {
        return loginBegun;
    }

    /** Tells whether the server let us try to prove ourselves in that way (RFC 4252). */
    public boolean tried(String method) {
        synchronized (tried) {
            return tried.contains(method);
        }
    }
}
