package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.util.EditDistance;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What a Pipeline gives as parameters, held to the fields that there are. Jenkins itself would only warn of a name that is none,
 * deploy without that value, and tell a wrong type by the names of classes.
 */
final class Arguments {

    /** What {@code [$class: '...']} adds to a nested part. */
    private static final String CLASS = "$class";

    private final Map<String, Class<?>> known = new TreeMap<>();
    private final String prefix;

    private Arguments(Class<?> fields, String prefix) {
        this.prefix = prefix;
        for (Method method : fields.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                known.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), method.getParameterTypes()[0]);
            }
        }
    }

    /**
     * Returns the arguments with numbers and texts as the fields want them: {@code interval: 2} means {@code '2'}, and
     * {@code bluePort: '8080'} means {@code 8080}, as a parameter of a build gives it.
     *
     * @param fields the class whose data-bound setters are the fields
     * @throws PlanException for an argument that is no field, also in a nested part, or of a type that it cannot have
     */
    static Map<String, Object> checked(Class<?> fields, Map<String, Object> arguments) {
        return new Arguments(fields, "").checked(arguments);
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
        if (type == Integer.class) {
            if (value instanceof Number || value instanceof CharSequence) {
                return FormInput.number(full, value.toString());
            }
            throw wrong(full, value, "a whole number");
        }
        if (type == String.class) {
            if (value instanceof Number || value instanceof CharSequence) {
                return value.toString();
            }
            throw wrong(full, value, "text in quotes");
        }
        if (value instanceof Map<?, ?> part) {
            new Arguments(type, full + ".").checked(part);
        } else if (value instanceof UninstantiatedDescribable part) {
            new Arguments(type, full + ".").checked(part.getArguments());
        } else if (!type.isInstance(value)) {
            throw wrong(full, value, "a group of parameters, such as " + full + ": [" + example(type) + "]");
        }
        return value;
    }

    private PlanException unknown(String name) {
        if (name.equals(UninstantiatedDescribable.ANONYMOUS_KEY)) {
            return new PlanException("Each parameter of blueGreenDeploy has a name, such as application: 'backend'.");
        }
        Set<String> names = known.keySet();
        return new PlanException("blueGreenDeploy has no parameter '" + prefix + name + "'; did you mean '" + prefix
                + EditDistance.findNearest(name, names) + "'? Known there are " + String.join(", ", names) + ".");
    }

    /** Does not show the value, which may hold a secret. */
    private static PlanException wrong(String name, Object value, String right) {
        return new PlanException(
                name + " is of the type " + value.getClass().getSimpleName() + "; it is " + right + ".");
    }

    private static String example(Class<?> type) {
        return type == NginxSettings.class ? "flagFile: '/etc/nginx/bluegreen/backend/green'" : "path: '/health'";
    }
}
