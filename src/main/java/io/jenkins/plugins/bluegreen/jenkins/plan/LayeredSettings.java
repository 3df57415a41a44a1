package io.jenkins.plugins.bluegreen.jenkins.plan;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a job says, over what the global configuration says: each single value by itself.
 *
 * @param own what the job says
 * @param fallback what the global configuration says
 * @param expand replaces variables in the job's texts
 */
record LayeredSettings<F>(F own, F fallback, UnaryOperator<String> expand) {

    /** Returns a text, or null where neither says one. */
    String text(Function<F, String> field) {
        String said = field.apply(own);
        return said == null ? field.apply(fallback) : expand.apply(said);
    }

    /** Returns a text, or the default where neither says one. */
    String text(Function<F, String> field, String unsaid) {
        String text = text(field);
        return text == null ? unsaid : text;
    }

    /** Returns a value, or null where neither says one. */
    <T> T value(Function<F, T> field) {
        T said = field.apply(own);
        return said == null ? field.apply(fallback) : said;
    }

    /** Returns a number, or the default where neither says one. */
    int number(Function<F, Integer> field, String unsaid) {
        Integer number = value(field);
        return number == null ? Integer.parseInt(unsaid) : number;
    }

    /** Returns the same of a nested part. */
    <G> LayeredSettings<G> part(Function<F, G> part, G nothing) {
        G ofOwn = part.apply(own);
        G ofFallback = part.apply(fallback);
        return new LayeredSettings<>(
                ofOwn == null ? nothing : ofOwn, ofFallback == null ? nothing : ofFallback, expand);
    }
}
