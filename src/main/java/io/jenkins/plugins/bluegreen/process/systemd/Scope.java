package io.jenkins.plugins.bluegreen.process.systemd;

/** Whose manager of units it is. */
public enum Scope {
    /** That of the host; the login user has it do things by sudo. */
    SYSTEM,
    /** The login user's own. */
    USER;

    /** Returns it as a Pipeline names it. */
    public String label() {
        return this == SYSTEM ? "system" : "user";
    }
}
