package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import java.util.Optional;
import jenkins.model.Jenkins;

/** From where something is done that no build does: no executor is waited for, as it takes none. */
final class Place {

    private Place() {}

    /**
     * Returns a folder on a node, or on the controller where that node is away, and builds may run on the controller.
     *
     * @param node the name of the node, or an empty text for the controller
     * @throws Refused if neither will do
     */
    static FilePath of(String node) throws Refused {
        Optional<FilePath> there = online(node);
        if (there.isPresent()) {
            return there.get();
        }
        Jenkins jenkins = Jenkins.get();
        if (jenkins.getNumExecutors() > 0) {
            return jenkins.getRootPath();
        }
        throw new Refused(node.isEmpty() ? Messages.Place_NoExecutors() : Messages.Place_Away(node));
    }

    /** Returns a folder on a node, if that is connected. */
    static Optional<FilePath> online(String node) {
        Node known = known(node);
        Computer computer = known == null ? null : Jenkins.get().getComputer(node);
        return computer == null || !computer.isOnline() ? Optional.empty() : Optional.ofNullable(known.getRootPath());
    }

    /** Returns the name of the node that a folder is on; an empty text for the controller. */
    static String node(FilePath place) {
        Computer computer = place.toComputer();
        return computer == null ? "" : computer.getName();
    }

    /** Returns a node, or null where it is the controller, or none any more. */
    static Node known(String node) {
        return node.isEmpty() ? null : Jenkins.get().getNode(node);
    }
}
