package io.jenkins.plugins.bluegreen.jenkins.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The looks of the last while, by what they are asked by. They are kept in memory alone, and the oldest are forgotten. */
public final class Runs {

    private static final int KEPT = 100;

    private final Map<String, Running> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Running> eldest) {
            return size() > KEPT;
        }
    };

    /** Remembers one, and returns it. */
    public synchronized Running add(Running running) {
        known.put(running.getId(), running);
        return running;
    }

    /** Returns the one of that id, where it is remembered. */
    public synchronized Optional<Running> get(String id) {
        return Optional.ofNullable(known.get(id));
    }
}
