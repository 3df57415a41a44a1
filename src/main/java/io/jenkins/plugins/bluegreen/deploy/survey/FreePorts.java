package io.jenkins.plugins.bluegreen.deploy.survey;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;

/** Two neighbouring ports that nobody has. */
public final class FreePorts {

    private static final int FIRST = 8080;
    private static final int LAST = 9998;

    private FreePorts() {}

    /** Returns the first two, from 8080 on; nothing where all are taken. */
    public static Optional<SlotPair> beside(Collection<Integer> taken) {
        return IntStream.iterate(FIRST, port -> port <= LAST, port -> port + 2)
                .filter(port -> !taken.contains(port) && !taken.contains(port + 1))
                .mapToObj(port -> new SlotPair(port, port + 1))
                .findFirst();
    }
}
