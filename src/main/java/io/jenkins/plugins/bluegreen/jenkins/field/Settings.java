package io.jenkins.plugins.bluegreen.jenkins.field;

import hudson.model.AbstractDescribableImpl;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A group of parameters, each of which may be unset ({@code null}). A parameter is a field and its {@link SettingsProperty setter};
 * no other code lists them.
 *
 * @param <S> what takes the place of these: the class itself, or the one that its kinds have in common
 */
public abstract class Settings<S extends Settings<S>> extends AbstractDescribableImpl<S> {

    /** Returns what stands before the name of a parameter in a message, such as {@code healthCheck.}; mostly an empty text. */
    protected String prefix() {
        return "";
    }

    /** Returns the defaults by name, as one would write them there; some depend on what is given. */
    protected Map<String, String> defaults() {
        return Map.of();
    }

    /** Tells whether nothing is given. */
    public boolean nothingGiven() {
        return !properties().isEmpty() && properties().stream().allMatch(property -> property.get(this) == null);
    }

    /**
     * Returns these settings over others, each single value by itself.
     *
     * @param fallback what holds for a value that is not given here; of another kind, or null, it has none
     * @param expand replaces variables in the texts that are given here, and in no others; one of which nothing is left then counts as
     *     not given, like an empty field of a form
     */
    public S over(S fallback, UnaryOperator<String> expand) {
        S merged = blank();
        for (SettingsProperty property : properties()) {
            Object own = property.get(this);
            Object other = sameKind(fallback) ? property.get(fallback) : null;
            property.put(merged, merged(property, own, other, expand));
        }
        return merged;
    }

    private static Object merged(SettingsProperty property, Object own, Object other, UnaryOperator<String> expand) {
        if (own instanceof Settings<?> part) {
            return part.overPart(other, expand);
        }
        if (own == null) {
            // A copy: what is saved must not be changed through what is merged.
            return other instanceof Settings<?> part ? part.overPart(null, UnaryOperator.identity()) : other;
        }
        if (!property.replaced()) {
            return own;
        }
        String text = expanded((String) own, expand);
        return text == null ? other : text;
    }

    /** Returns what becomes of a text, or null where it is not given, or nothing is left of it. */
    protected static String expanded(String text, UnaryOperator<String> expand) {
        String expanded = text == null ? null : expand.apply(text);
        return expanded == null || expanded.isBlank() ? null : expanded;
    }

    @SuppressWarnings("unchecked") // only what has the same class is taken
    private S overPart(Object fallback, UnaryOperator<String> expand) {
        return over(sameKind(fallback) ? (S) fallback : null, expand);
    }

    private boolean sameKind(Object other) {
        return other != null && other.getClass() == getClass();
    }

    /** Returns other settings in which that is given which is given here by the same name. */
    public <T extends Settings<T>> T as(Class<T> other) {
        T result = SettingsProperty.blank(other);
        for (SettingsProperty property : SettingsProperty.of(other)) {
            properties().stream()
                    .filter(own -> own.name().equals(property.name()) && own.type() == property.type())
                    .forEach(own -> property.put(result, own.get(this)));
        }
        return result;
    }

    /** Returns these settings over their defaults, and each part over its own. */
    public S withDefaults() {
        S behind = blank();
        Map<String, String> defaults = defaults();
        for (SettingsProperty property : properties()) {
            if (defaults.containsKey(property.name())) {
                property.type(behind, prefix(), defaults.get(property.name()));
            }
        }
        S whole = over(behind, UnaryOperator.identity());
        for (SettingsProperty property : properties()) {
            if (property.isPart()) {
                Object given = property.get(whole);
                Object part = given == null ? property.blank() : given;
                property.put(whole, part instanceof Settings<?> settings ? settings.withDefaults() : null);
            }
        }
        return whole;
    }

    /** Returns settings of the same kind in which nothing is given. */
    @SuppressWarnings("unchecked") // S is this class, or a class above it
    private S blank() {
        return (S) SettingsProperty.blank(getClass());
    }

    private List<SettingsProperty> properties() {
        return SettingsProperty.of(getClass());
    }
}
