package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.Optional;

/**
 * What was found on one host before anything was changed.
 *
 * @param host the host's name
 * @param facts the output of {@code survey.sh}
 */
public record HostState(String host, CommandResult facts) {

    /** Tells whether a process that the plugin started runs in the slot. */
    public boolean running(Slot slot) {
        return fact(slot, "process").isPresent();
    }

    /** Tells whether the plugin ever started a release in the slot. */
    boolean known(Slot slot) {
        return fact(slot, "release").isPresent();
    }

    /** Returns the release that was last started in the slot. */
    Optional<String> release(Slot slot) {
        return fact(slot, "release");
    }

    /** Returns the deployment that last started something in the slot. */
    public Optional<String> deployment(Slot slot) {
        return fact(slot, "deployment");
    }

    /** Tells whether anybody listens on the slot's port. */
    public boolean listening(Slot slot) {
        return !listener(slot).equals("none");
    }

    /** Returns who listens on the slot's port, if it is not what the plugin started there. */
    public Optional<String> stranger(Slot slot) {
        String listener = listener(slot);
        return listener.startsWith("stranger ") ? Optional.of(listener.substring(9)) : Optional.empty();
    }

    /** Returns the journal of a deployment that did not come to its end. */
    public Optional<Journal> journal() {
        return Journal.read(facts.out()
                .lines()
                .filter(line -> line.startsWith("journal."))
                .map(line -> line.substring("journal.".length()))
                .toList());
    }

    /** Tells whether a deployment that has begun here is still what its journal said, so that nobody has settled it since. */
    boolean stillOf(Journal begun) {
        return journal()
                .map(now -> now.deployment().equals(begun.deployment()))
                .orElse(running(begun.slot()) && deployment(begun.slot()).equals(Optional.of(begun.deployment())));
    }

    /** Returns a slot's facts in a few words, for the table of a refusal. */
    public String describe(Slot slot) {
        String process = fact(slot, "process")
                .map(pid -> "release " + release(slot).orElse("?") + " runs as pid " + pid)
                .orElse(known(slot) ? "release " + release(slot).orElse("?") + " is gone" : "never used");
        String port =
                listening(slot) ? stranger(slot).map(s -> ", port held by " + s).orElse(", listens") : ", port free";
        return process + port;
    }

    private String listener(Slot slot) {
        return fact(slot, "listener").orElse("none");
    }

    private Optional<String> fact(Slot slot, String name) {
        return facts.value(slot.label() + "." + name);
    }
}
