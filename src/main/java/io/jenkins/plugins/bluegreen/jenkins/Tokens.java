package io.jenkins.plugins.bluegreen.jenkins;

import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.plan.PlanException;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.tokenmacro.MacroEvaluationException;
import org.jenkinsci.plugins.tokenmacro.TokenMacro;

/** The tokens of the Token Macro plugin, such as {@code ${GIT_REVISION,length=7}}, where that plugin is installed. */
final class Tokens {

    private static final String PLUGIN = "token-macro";

    /** The plugin itself fails at any other dollar sign, such as the end of a regular expression. */
    private static final Pattern TOKEN = Pattern.compile("\\$(?:[A-Za-z_]\\w*|\\{[A-Za-z_]\\w*[^{}]*})");

    private Tokens() {}

    /**
     * Replaces tokens in a text; what is none stays as it is.
     *
     * @throws PlanException if a token cannot be evaluated
     */
    static String replace(String text, AbstractBuild<?, ?> build, TaskListener listener) {
        return text.indexOf('$') < 0 || Jenkins.get().getPlugin(PLUGIN) == null
                ? text
                : replaceEach(text, token -> Installed.replace(token, build, build.getWorkspace(), listener));
    }

    /** Replaces what may be a token, and leaves all else as it is. */
    static String replaceEach(String text, UnaryOperator<String> replacement) {
        return TOKEN.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found.group())));
    }

    /** What needs the plugin's classes, in a class of its own, which is not loaded without them. */
    private static final class Installed {

        static String replace(String text, AbstractBuild<?, ?> build, FilePath workspace, TaskListener listener) {
            try {
                return TokenMacro.expand(build, workspace, listener, text, false, null);
            } catch (MacroEvaluationException | IOException e) {
                throw new PlanException("The token '" + text + "' cannot be evaluated: " + e.getMessage() + ".");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlanException("The build was aborted while the token '" + text + "' was evaluated.");
            }
        }
    }
}
