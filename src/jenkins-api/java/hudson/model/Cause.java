package hudson.model;

public abstract class Cause {

    public static class UserIdCause extends Cause {

        public String getUserName() {
            throw new UnsupportedOperationException();
        }
    }
}
