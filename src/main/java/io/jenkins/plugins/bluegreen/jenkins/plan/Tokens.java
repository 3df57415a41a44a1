package io.jenkins.plugins.bluegreen.jenkins.plan;

import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.tokenmacro.MacroEvaluationException;
import org.jenkinsci.plugins.tokenmacro.TokenMacro;

/**
 * The texts of a freestyle job: the variables of the build are replaced in them and, where the Token Macro plugin is installed,
 * its tokens, such as {@code ${GIT_REVISION,length=7}}.
 */
public final class Tokens {

    private static final String PLUGIN = "token-macro";

    /** Two dollar signs stand for one; a name is a variable, or a token; with anything behind it, it can only be a token. */
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:\\$|(\\w+)|\\{([\\w.]+)}|\\{([A-Za-z_]\\w*)[^{}]*})");

    private Tokens() {}

    /** What evaluates tokens. */
    interface Macros {

        /** Tells whether there are tokens of that name. */
        boolean know(String name);

        /**
         * Returns the value of a token.
         *
         * @throws PlanException if it cannot be evaluated
         */
        String evaluate(String token);
    }

    /** Knows no tokens. */
    static final class None implements Macros {

        @Override
        public boolean know(String name) {
            return false;
        }

        @Override
        public String evaluate(String token) {
            return token;
        }
    }

    /** Returns what replaces variables and tokens of a build. */
    public static UnaryOperator<String> of(AbstractBuild<?, ?> build, EnvVars environment, TaskListener listener) {
        Macros macros = Jenkins.get().getPlugin(PLUGIN) == null ? new None() : new Installed(build, listener);
        return text -> replace(text, environment::get, macros);
    }

    /**
     * Replaces variables and tokens, and leaves all else as it is, for the shell on the host or a regular expression. The text is
     * read once: a value may come from anybody who may start a build, or be a secret, and is not looked at again.
     *
     * @param variables returns the value of a variable, or null if there is none of that name
     */
    static String replace(String text, UnaryOperator<String> variables, Macros macros) {
        return DOLLAR.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(replacement(found, variables, macros)));
    }

    private static String replacement(MatchResult found, UnaryOperator<String> variables, Macros macros) {
        String whole = found.group();
        if (whole.equals("$$")) {
            return "$";
        }
        String variable = found.group(1) == null ? found.group(2) : found.group(1);
        String value = variable == null ? null : variables.apply(variable);
        if (value != null) {
            return value;
        }
        return macros.know(variable == null ? found.group(3) : variable) ? macros.evaluate(whole) : whole;
    }

    /** What needs the plugin's classes, in a class of its own, which is not loaded without them. */
    private record Installed(AbstractBuild<?, ?> build, TaskListener listener) implements Macros {

        @Override
        public boolean know(String name) {
            return TokenMacro.all().stream().anyMatch(macro -> macro.acceptsMacroName(name));
        }

        @Override
        public String evaluate(String token) {
            try {
                return TokenMacro.expand(build, build.getWorkspace(), listener, token, true, null);
            } catch (MacroEvaluationException | IOException e) {
                Throwable why = e.getCause() == null ? e : e.getCause();
                throw new PlanException("The token '" + token + "' cannot be evaluated: " + why.getMessage()
                        + "; write $$ where no token is meant.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlanException("The build was aborted while the token '" + token + "' was evaluated.");
            }
        }
    }
}
