package hudson.model;

import java.io.File;

public abstract class AbstractItem extends Actionable implements Item {

    AbstractItem() {}

    public File getRootDir() {
        throw new UnsupportedOperationException();
    }

    public final String getFullName() {
        throw new UnsupportedOperationException();
    }
}
