package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what {@code releases.sh} prints: the lines of one release after the other, each beginning with its id. */
final class KeptReleases {

    private static final String BEGIN = "release=";

    private KeptReleases() {}

    static List<StoredRelease> read(String text) {
        List<Map<String, String>> blocks = new ArrayList<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            if (line.startsWith(BEGIN)) {
                blocks.add(new TreeMap<>());
            }
            if (!blocks.isEmpty()) {
                int equals = line.indexOf('=');
                blocks.get(blocks.size() - 1).putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return blocks.stream()
                .filter(KeptReleases::ours)
                .map(KeptReleases::read)
                .toList();
    }

    /** Whatever else somebody put there is no release. */
    private static boolean ours(Map<String, String> block) {
        try {
            new Release(block.get("release"), block.getOrDefault("file", "file"));
            return true;
        } catch (PlanException e) {
            return false;
        }
    }

    private static StoredRelease read(Map<String, String> block) {
        return new StoredRelease(
                block.get("release"),
                block.getOrDefault("file", ""),
                block.getOrDefault("deployment", ""),
                new Owner(text(block, "controller"), text(block, "build"), text(block, "user")),
                block.containsKey("bad"),
                fault(block));
    }

    private static String text(Map<String, String> block, String name) {
        return KeptLines.unescaped(block.getOrDefault(name, ""));
    }

    private static String fault(Map<String, String> block) {
        String format = block.get("format");
        if (format == null) {
            return "was deployed by a version that kept no settings";
        }
        if (!format.equals(KeptSettings.FORMAT)) {
            return "was deployed by a version that keeps settings in another form";
        }
        return block.containsKey("fault") ? "is incomplete: " + block.get("fault") : "";
    }
}
