package io.jenkins.plugins.bluegreen.jenkins.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/** The order in which the snippet generator writes parameters, as {@link InOrder} says it. Jenkins's own would be that of a hash table. */
public final class ParameterOrder {

    private final List<String> names;
    private final Class<?> settings;

    /** @param settings the class that has the parameters */
    public ParameterOrder(Class<?> settings) {
        Set<String> said = new LinkedHashSet<>();
        for (Class<?> type = settings; type != null; type = type.getSuperclass()) {
            InOrder order = type.getAnnotation(InOrder.class);
            said.addAll(order == null ? List.of() : List.of(order.value()));
        }
        this.names = new ArrayList<>(said);
        this.settings = settings;
    }

    /** Returns the same arguments in order, and so those of each part of them. */
    public UninstantiatedDescribable of(UninstantiatedDescribable given) {
        Map<String, Object> ordered = sorted(given.getArguments());
        ordered.replaceAll(this::inOrder);
        return given.withArguments(ordered);
    }

    private Object inOrder(String name, Object value) {
        if (!(value instanceof UninstantiatedDescribable part)) {
            return value;
        }
        Class<?> type = part.getModel() == null ? typeOf(name) : part.getModel().getType();
        return new ParameterOrder(type).of(part);
    }

    private Class<?> typeOf(String name) {
        return SettingsProperty.of(settings).stream()
                .filter(property -> property.name().equals(name))
                .<Class<?>>map(SettingsProperty::type)
                .findFirst()
                .orElse(Object.class);
    }

    /** Returns the same entries, those first that have a place. */
    Map<String, Object> sorted(Map<String, ?> given) {
        Map<String, Object> sorted = new LinkedHashMap<>();
        given.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, ?>>comparingInt(entry -> place(entry.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private int place(String name) {
        int at = names.indexOf(name);
        return at < 0 ? names.size() : at;
    }
}
