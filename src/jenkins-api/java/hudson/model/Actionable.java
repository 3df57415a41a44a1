package hudson.model;

import java.util.List;

public abstract class Actionable extends AbstractModelObject {

    public <T extends Action> List<T> getActions(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    public void addAction(Action a) {
        throw new UnsupportedOperationException();
    }
}
