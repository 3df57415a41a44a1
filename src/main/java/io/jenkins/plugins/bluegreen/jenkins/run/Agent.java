package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.remoting.VirtualChannel;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The machine that a build deploys from. Its connection may break, and another one come in its stead. */
final class Agent {

    // Null where Jenkins does not know it any more.
    private final String name;
    private volatile FilePath workspace;

    private Agent(String name, FilePath workspace) {
        this.name = name;
        this.workspace = workspace;
    }

    /** Returns the one that has this workspace. */
    static Agent of(FilePath workspace) {
        Computer computer = workspace.toComputer();
        return new Agent(computer == null ? null : computer.getName(), workspace);
    }

    /** Returns the build's workspace on it, over the connection that it had last. */
    FilePath workspace() {
        return workspace;
    }

    /** Returns the name of its node; an empty text for the controller, or where Jenkins does not know it any more. */
    String node() {
        return name == null ? "" : name;
    }

    /** Returns what it is called in a sentence. */
    String shown() {
        return name == null || name.isEmpty() ? "the machine that deploys" : "the agent '" + name + "'";
    }

    /** Tells whether it can come back. */
    boolean known() {
        // What Jenkins has of its machine outlives the agent while a build holds an executor there.
        return name != null && Jenkins.get().getNode(name) != null;
    }

    /** Tells whether the connection that it had last is there still. */
    boolean connected() {
        Computer computer = name == null ? null : Jenkins.get().getComputer(name);
        return computer != null && computer.getChannel() == workspace.getChannel();
    }

    /** Takes the connection that it has now, and tells whether that is another one. */
    boolean reconnected() {
        Computer computer = name == null ? null : Jenkins.get().getComputer(name);
        VirtualChannel now = computer == null ? null : computer.getChannel();
        if (now == null || now == workspace.getChannel()) {
            return false;
        }
        workspace = new FilePath(now, workspace.getRemote());
        return true;
    }

    /** Tells whether a failure is that of the connection, and not of what was done over it. */
    static boolean lost(Throwable failure) {
        return Stream.iterate(failure, why -> why != null, Throwable::getCause)
                .limit(20)
                .map(why -> why.getClass().getName())
                .anyMatch(type -> type.startsWith("hudson.remoting.")
                        || type.startsWith("org.jenkinsci.remoting.")
                        || type.equals("java.nio.channels.ClosedChannelException"));
    }
}
