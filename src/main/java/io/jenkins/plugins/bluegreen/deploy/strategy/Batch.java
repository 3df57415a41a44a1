package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of several are taken at a time.
 *
 * @param number so many, at least 1
 * @param percent whether of a hundred, of which it is less then
 */
public record Batch(int number, boolean percent) implements Serializable {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\s*(%?)");
    private static final int ALL = 100;

    /** The largest share, in per cent. */
    static final int MOST = ALL - 1;

    /**
     * Reads what people write: {@code 2} or {@code 25%}.
     *
     * @param field the name of the parameter, for the message
     * @throws PlanException for any other text, for none at all, and for a share that is all
     */
    public static Batch parse(String field, String text) {
        Matcher form = FORM.matcher(text.strip());
        int number = form.matches() ? Integer.parseInt(form.group(1)) : 0;
        boolean percent = number > 0 && !form.group(2).isEmpty();
        if (number < 1 || percent && number > MOST) {
            throw new PlanException(
                    field + " is '" + text
                            + "'; it is how many are switched at a time: a number from 1 to 9999, or a share from '1%' to '99%'.");
        }
        return new Batch(number, percent);
    }

    /** Returns how many that are of so many; a part of one counts as one, but a share is never all of several. */
    int of(int all) {
        return percent ? Math.max(1, Math.min((all * number + ALL - 1) / ALL, all - 1)) : number;
    }

    /** Returns them in batches, in their order; the last one may be smaller. */
    <T> List<List<T>> split(List<T> all) {
        int size = of(all.size());
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(List.copyOf(all.subList(from, Math.min(from + size, all.size()))));
        }
        return batches;
    }
}
