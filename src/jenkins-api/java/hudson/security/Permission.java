package hudson.security;

public final class Permission {

    private Permission() {}

    /** Not in Jenkins: a value for constants, so that the compiler does not write it into the classes that use them. */
    public static Permission signature() {
        return null;
    }
}
