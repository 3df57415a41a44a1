package org.jenkinsci.plugins.tokenmacro;

@SuppressWarnings("serial")
public class MacroEvaluationException extends Exception {

    public MacroEvaluationException(String message) {
        throw new UnsupportedOperationException();
    }
}
