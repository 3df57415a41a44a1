package io.jenkins.plugins.bluegreen.jenkins.field;

import io.jenkins.plugins.bluegreen.model.value.PlanException;

/** What people type, made uniform: an empty field of a form is the same as a parameter that is left out. */
public final class FormInput {

    private FormInput() {}

    /** Returns the text without white space around it, or null where nothing is left. */
    public static String word(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Returns the text as it stands, since white space may matter in it, or null where there is nothing else. */
    public static String text(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /**
     * Returns whether it is so.
     *
     * @throws PlanException for what is neither {@code true} nor {@code false}
     */
    public static boolean truth(String field, String text) {
        String word = text.strip();
        if (!word.equals("true") && !word.equals("false")) {
            throw new PlanException(field + " is '" + word + "'; it is true or false.");
        }
        return word.equals("true");
    }

    /**
     * Returns the number, or null for an empty text.
     *
     * @throws PlanException for what is no whole number
     */
    public static Integer number(String field, String text) {
        String word = word(text);
        try {
            return word == null ? null : Integer.valueOf(word);
        } catch (NumberFormatException e) {
            throw new PlanException(field + " is '" + word + "'; it is a whole number.");
        }
    }
}
