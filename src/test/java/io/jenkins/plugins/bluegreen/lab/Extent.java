package io.jenkins.plugins.bluegreen.lab;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Locale;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * How much of what could be tried is tried: a part by {@code mvn verify}, all of it by {@code mvn verify -Pfaults}, and what the one leaves
 * out of the other by {@code mvn verify -Pfaults -Dextent=rest}.
 */
public enum Extent {
    PART,
    REST,
    WHOLE;

    /** What the part tries in full, so that nothing is left to try of it. */
    @DisabledIfSystemProperty(named = "extent", matches = "rest", disabledReason = "mvn verify tries it")
    @Retention(RetentionPolicy.RUNTIME)
    public @interface InPart {}

    private static final Extent GIVEN =
            valueOf(System.getProperty("extent", "part").toUpperCase(Locale.ROOT));

    /**
     * Tells whether something is tried.
     *
     * @param inPart whether it belongs to the part
     */
    public static boolean tries(boolean inPart) {
        return GIVEN == WHOLE || inPart == (GIVEN == PART);
    }

    /** Returns the number of rounds. */
    public static int of(int part, int whole) {
        return switch (GIVEN) {
            case PART -> part;
            case REST -> whole - part;
            case WHOLE -> whole;
        };
    }
}
