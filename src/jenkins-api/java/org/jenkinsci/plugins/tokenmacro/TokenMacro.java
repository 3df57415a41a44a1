package org.jenkinsci.plugins.tokenmacro;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.List;

public abstract class TokenMacro implements ExtensionPoint {

    public abstract boolean acceptsMacroName(String macroName);

    public static ExtensionList<TokenMacro> all() {
        throw new UnsupportedOperationException();
    }

    public static String expand(
            Run<?, ?> run,
            FilePath workspace,
            TaskListener listener,
            String stringWithMacro,
            boolean throwException,
            List<TokenMacro> privateTokens)
            throws MacroEvaluationException, IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
