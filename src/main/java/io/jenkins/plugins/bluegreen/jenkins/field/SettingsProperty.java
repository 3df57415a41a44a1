package io.jenkins.plugins.bluegreen.jenkins.field;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * One parameter, as a settings class has it: a field, and its data-bound setter. What is checked, merged and asked for by name
 * follows from these.
 *
 * @param field holds the value, or null where nothing is given
 * @param setter takes a value as it was typed
 */
public record SettingsProperty(Field field, Method setter) {

    /** What can be a parameter, and no field. */
    private static final Set<String> WORDS_OF_JAVA = Set.of("switch");

    /** Returns all of a class, by name. */
    public static List<SettingsProperty> of(Class<?> settings) {
        List<SettingsProperty> properties = new ArrayList<>();
        for (Method method : settings.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                properties.add(new SettingsProperty(field(method), method));
            }
        }
        properties.sort(Comparator.comparing(SettingsProperty::name));
        return properties;
    }

    private static String name(Method setter) {
        String name = setter.getName().substring("set".length());
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Returns what the field of a parameter is called. */
    static String fieldOf(String parameter) {
        return WORDS_OF_JAVA.contains(parameter) ? parameter + "Command" : parameter;
    }

    private static Field field(Method setter) {
        try {
            Field field = setter.getDeclaringClass().getDeclaredField(fieldOf(name(setter)));
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(setter + " has no field of its name.", e);
        }
    }

    /** Returns the parameter's name. */
    public String name() {
        return name(setter);
    }

    /** Returns the type of its value: a text, a whole number, whether something is so, or settings of their own. */
    public Class<?> type() {
        return field.getType();
    }

    /** Tells whether its value is a group of parameters. */
    boolean isPart() {
        return AbstractDescribableImpl.class.isAssignableFrom(type());
    }

    /** Returns a part in which nothing is given, or null where it is a choice among kinds. */
    Object blank() {
        return Modifier.isAbstract(type().getModifiers()) ? null : blank(type());
    }

    /** Returns an object of a settings class in which nothing is given. */
    static <T> T blank(Class<T> settings) {
        try {
            return settings.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells whether the variables of a build are replaced in its text, as a whole, when a job's settings are merged. */
    boolean replaced() {
        return type() == String.class && !setter.isAnnotationPresent(Literal.class);
    }

    /** Tells whether a {@code $NAME} in it may stand for any text, which a check does not know. */
    boolean mayHoldVariables() {
        return replaced()
                || setter.isAnnotationPresent(Literal.class)
                        && setter.getAnnotation(Literal.class).untilRead();
    }

    /** Returns the value, or null where nothing is given. */
    public Object get(Object settings) {
        try {
            return field.get(settings);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a value as it is, white space around it too, which a variable may have given. */
    void put(Object settings, Object value) {
        try {
            field.set(settings, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets a value of the parameter's type, as a form does. */
    public void set(Object settings, Object value) {
        try {
            setter.invoke(settings, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Sets what was typed.
     *
     * @param prefix what stands before the parameter's name in a message
     * @throws PlanException if it has to be a whole number, or true or false, and is not
     */
    void type(Object settings, String prefix, String text) {
        Object value = text;
        if (type() == Integer.class) {
            value = FormInput.number(prefix + name(), text);
        } else if (type() == Boolean.class) {
            value = FormInput.word(text) == null ? null : (Object) FormInput.truth(prefix + name(), text);
        }
        set(settings, value);
    }
}
