package io.jenkins.plugins.bluegreen.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that deploys is killed while a share of the clients is led to the new release, also between two shares. The share stays until the
 * next deployment leads all back; the journal tells of it.
 */
class CanaryKilledIT extends FaultMatrix {

    CanaryKilledIT() {
        super(0, Fault.ENGINE_KILLED, FarHost::canary);
    }

    /** All else is as in any deployment. */
    @Override
    boolean has(String step) {
        return step.startsWith("lead ") || step.startsWith("judge ");
    }

    @Override
    boolean inPart(int cell, String point) {
        return point.startsWith("within judge ") && point.contains(" by 5 %");
    }

    @Override
    String wrongWith(FarHost host, String point) throws Exception {
        Path file = host.directory().resolve("journal");
        List<String> journal = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<String> shares = host.shares();
        // What was killed may have gone on for a moment, but not for as long as a share is judged.
        boolean early = point.contains(" by 5 %") || point.startsWith("after lead 5 %");
        if (early && (shares.isEmpty() || journal.stream().noneMatch(line -> line.startsWith("share=")))) {
            return "the shares " + shares + " and a journal that says " + journal;
        }
        return journal.contains("phase=switch") ? "" : "a journal that says " + journal;
    }
}
