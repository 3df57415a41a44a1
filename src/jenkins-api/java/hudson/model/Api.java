package hudson.model;

public class Api extends AbstractModelObject {

    public Api(Object bean) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }
}
