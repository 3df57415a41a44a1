package io.jenkins.plugins.bluegreen.jenkins.field;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * What a Pipeline gives as parameters, held to the fields that there are. Jenkins itself would only warn of a name that is none,
 * deploy without that value, and tell a wrong type by the names of classes.
 */
public final class Arguments {

    /** What {@code [$class: '...']} adds to a nested part. */
    private static final String CLASS = "$class";

    private static final char NUL = '\0';

    private final Map<String, Class<?>> known = new TreeMap<>();
    private final String step;
    private final String prefix;

    private Arguments(String step, Class<?> fields, String prefix) {
        this.step = step;
        this.prefix = prefix;
        SettingsProperty.of(fields).forEach(property -> known.put(property.name(), property.type()));
    }

    /**
     * Returns the arguments with numbers and texts as the fields want them: {@code interval: 2} means {@code '2'}, and
     * {@code bluePort: '8080'} means {@code 8080}, as a parameter of a build gives it.
     *
     * @param step what has them, as the beginning of a sentence
     * @param fields settings with the fields that there are
     * @throws PlanException for an argument that is no field, also in a nested part, or of a type that it cannot have
     */
    public static Map<String, Object> checked(String step, Settings<?> fields, Map<String, Object> arguments) {
        return new Arguments(step, fields.getClass(), fields.prefix()).checked(arguments);
    }

    private Map<String, Object> checked(Map<?, ?> arguments) {
        Map<String, Object> result = new HashMap<>();
        arguments.forEach((key, value) -> {
            String name = String.valueOf(key);
            result.put(name, name.equals(CLASS) || value == null ? value : checked(name, value));
        });
        return result;
    }

    private Object checked(String name, Object value) {
        Class<?> type = known.get(name);
        if (type == null) {
            throw unknown(name);
        }
        String full = prefix + name;
        refuseNul(full, value);
        if (type == Integer.class) {
            if (value instanceof Number || value instanceof CharSequence) {
                return FormInput.number(full, value.toString());
            }
            throw wrong(full, value, "a whole number");
        }
        if (type == Boolean.class) {
            if (value instanceof Boolean || value instanceof CharSequence) {
                return FormInput.truth(full, value.toString());
            }
            throw wrong(full, value, "true or false");
        }
        if (type == String.class) {
            if (value instanceof Number || value instanceof CharSequence) {
                return value.toString();
            }
            throw wrong(full, value, "text in quotes");
        }
        if (value instanceof Map<?, ?> part) {
            if (Modifier.isAbstract(type.getModifiers()) && !part.containsKey(CLASS)) {
                throw new PlanException(full + " is a group of parameters without a kind; give one, such as " + full
                        + ": " + example(type) + ".");
            }
            checkPart(type, full, part);
        } else if (value instanceof UninstantiatedDescribable part) {
            checkPart(part.getModel() == null ? type : part.getModel().getType(), full, part.getArguments());
        } else if (!type.isInstance(value)) {
            throw wrong(full, value, "a group of parameters, such as " + full + ": " + example(type));
        }
        return value;
    }

    /** Jenkins saves the arguments of a step, and XML has no character for it. */
    private static void refuseNul(String full, Object value) {
        if (value instanceof CharSequence text && text.chars().anyMatch(c -> c == NUL)) {
            throw new PlanException(full + " holds a NUL character, which no host can be given; leave it out.");
        }
    }

    /** Looks into it already here, where its place is known; of one that names its kind by a class, its own description does. */
    private void checkPart(Class<?> type, String full, Map<?, ?> part) {
        if (!Modifier.isAbstract(type.getModifiers())) {
            new Arguments(step, type, prefix(type, full)).checked(part);
        }
    }

    /** One of several kinds is called by its own name: its parameters are not those of another kind. */
    private static String prefix(Class<?> type, String full) {
        return SettingsProperty.blank(type) instanceof Settings<?> settings
                        && !settings.prefix().isEmpty()
                ? settings.prefix()
                : full + ".";
    }

    private PlanException unknown(String name) {
        if (name.equals(UninstantiatedDescribable.ANONYMOUS_KEY)) {
            return new PlanException("Each parameter has a name, such as application: 'backend'.");
        }
        Set<String> names = known.keySet();
        String guess = Guess.among(names, name);
        return new PlanException(step + " has no parameter '" + prefix + name.replace(NUL, '?') + "'"
                + (guess.isEmpty() ? "." : guess.replaceFirst("'", "'" + prefix)) + " Known there are "
                + String.join(", ", names) + ".");
    }

    /** Does not show the value, which may hold a secret. */
    private static PlanException wrong(String name, Object value, String right) {
        return new PlanException(
                name + " is of the type " + value.getClass().getSimpleName() + "; it is " + right + ".");
    }

    private static String example(Class<?> type) {
        return type.getAnnotation(Example.class).value();
    }
}
