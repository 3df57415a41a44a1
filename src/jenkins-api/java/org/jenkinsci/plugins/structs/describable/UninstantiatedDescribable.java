package org.jenkinsci.plugins.structs.describable;

import java.io.Serializable;
import java.util.Map;

@SuppressWarnings("serial")
public class UninstantiatedDescribable implements Serializable {

    private UninstantiatedDescribable() {}

    public static final String ANONYMOUS_KEY = "<anonymous>";

    public UninstantiatedDescribable withArguments(Map<String, ?> arguments) {
        throw new UnsupportedOperationException();
    }

    @SuppressWarnings("rawtypes")
    public DescribableModel getModel() {
        throw new UnsupportedOperationException();
    }

    public Map<String, ?> getArguments() {
        throw new UnsupportedOperationException();
    }
}
