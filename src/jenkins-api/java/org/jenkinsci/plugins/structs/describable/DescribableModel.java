package org.jenkinsci.plugins.structs.describable;

import java.io.Serializable;

@SuppressWarnings("serial")
public final class DescribableModel<T> implements Serializable {

    private DescribableModel() {}

    public Class<T> getType() {
        throw new UnsupportedOperationException();
    }
}
