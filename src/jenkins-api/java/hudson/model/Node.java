package hudson.model;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;

public abstract class Node extends AbstractModelObject {

    Node() {}

    public abstract FilePath getRootPath();

    public final VirtualChannel getChannel() {
        throw new UnsupportedOperationException();
    }
}
