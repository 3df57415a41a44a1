package io.jenkins.plugins.bluegreen.deploy.judge;

/** Tells whether routers note their answers elsewhere than where that is read: nothing was ever noted, while our own questions are answered. */
public final class Silence {

    /** One or two may have been noted just before it was read, and told of after. */
    private static final long MANY = 5;

    private final long first;
    private long before;
    private long unheard;
    private boolean noted;

    /** @param answered how many questions of our own have been answered until now */
    public Silence(long answered) {
        first = answered;
        before = answered;
    }

    /**
     * Takes in what was found at a look.
     *
     * @param nothing whether nothing was noted since the look before
     * @param answered as above, told after that look
     */
    public void look(boolean nothing, long answered) {
        noted |= !nothing;
        // What was answered since the look before may be noted a moment later.
        unheard = noted ? 0 : before - first;
        before = answered;
    }

    /** Returns how many questions were answered that surely would have been noted, where that is beyond doubt; 0 where not. */
    public long unheard() {
        return unheard < MANY ? 0 : unheard;
    }
}
