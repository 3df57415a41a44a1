package io.jenkins.plugins.bluegreen.simulation;

/** What can go wrong at a call to a host. */
enum Fault {
    /** The call fails, and has had no effect. */
    REFUSED(26),
    /** The connection breaks before the call has any effect, and with it falls the lock that is held over it. */
    LOST_BEFORE(13),
    /** It breaks afterwards, so that nobody hears of the effect. */
    LOST_AFTER(20),
    /** What runs in one of the slots dies, and is started again only if it is kept up. */
    DIES(13),
    /** What runs in one of the slots answers nothing but errors from now on. */
    ILL(7),
    /** The router says to have followed the next switch, or the next undo of one, and does not. */
    DEAF(6),
    /** The host is gone for good, with all that runs there. */
    GONE(3),
    /** The controller is killed before the call. */
    KILLED_BEFORE(4),
    /** The controller is killed when the call has had its effect. */
    KILLED_AFTER(4),
    /** Somebody aborts the build meanwhile. */
    ABORTED(4);

    /** So many of a hundred. */
    private final int share;

    Fault(int share) {
        this.share = share;
    }

    /** @param percent 0 to 99 */
    static Fault at(int percent) {
        int sum = 0;
        for (Fault fault : values()) {
            sum += fault.share;
            if (percent < sum) {
                return fault;
            }
        }
        throw new IllegalArgumentException("the shares are not a hundred");
    }

    boolean kills() {
        return this == KILLED_BEFORE || this == KILLED_AFTER;
    }
}
