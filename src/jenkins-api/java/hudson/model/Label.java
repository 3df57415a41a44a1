package hudson.model;

import java.util.Set;

public abstract class Label extends Actionable implements Comparable<Label> {

    Label() {}

    public Set<Node> getNodes() {
        throw new UnsupportedOperationException();
    }
}
