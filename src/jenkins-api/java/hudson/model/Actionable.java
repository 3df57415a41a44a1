package hudson.model;

public abstract class Actionable extends AbstractModelObject {

    public void addAction(Action a) {
        throw new UnsupportedOperationException();
    }
}
