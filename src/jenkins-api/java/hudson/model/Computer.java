package hudson.model;

import hudson.remoting.VirtualChannel;
import hudson.security.AccessControlled;
import java.util.concurrent.ExecutorService;

public abstract class Computer extends Actionable implements AccessControlled {

    private Computer() {}

    public static final ExecutorService threadPoolForRemoting = null;

    public String getName() {
        throw new UnsupportedOperationException();
    }

    public abstract VirtualChannel getChannel();

    public final boolean isOnline() {
        throw new UnsupportedOperationException();
    }
}
