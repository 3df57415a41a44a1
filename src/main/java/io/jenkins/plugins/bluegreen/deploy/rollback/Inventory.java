package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found of releases on each host, to be seen as one.
 *
 * @param hosts what lies on each, by its name
 * @param deployed which deployments ended well, as any host tells
 * @param serving the release that serves on all hosts, if one does
 */
record Inventory(Map<String, List<StoredRelease>> hosts, List<History> deployed, Optional<String> serving) {

    List<StoredReleaseInfo> newestFirst() {
        Comparator<StoredReleaseInfo> byTime = Comparator.comparing(
                StoredReleaseInfo::deployedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));
        return hosts.values().stream()
                .flatMap(Collection::stream)
                .map(StoredRelease::id)
                .distinct()
                .map(this::info)
                .sorted(byTime.thenComparing(StoredReleaseInfo::release).reversed())
                .toList();
    }

    private StoredReleaseInfo info(String release) {
        Map<String, StoredRelease> on = new LinkedHashMap<>();
        hosts.forEach((host, all) -> all.stream()
                .filter(stored -> stored.id().equals(release))
                .findFirst()
                .ifPresent(stored -> on.put(host, stored)));
        Instant deployedAt = deployedAt(release);
        Owner owner = on.values().stream()
                .map(StoredRelease::owner)
                .filter(one -> !one.build().isEmpty())
                .findFirst()
                .orElse(new Owner("", "", ""));
        List<String> completeOn = on.keySet().stream()
                .filter(host -> on.get(host).fault().isEmpty())
                .toList();
        return new StoredReleaseInfo(
                release,
                on.values().iterator().next().fileName(),
                owner,
                deployedAt,
                serving.equals(Optional.of(release)),
                on.values().stream().anyMatch(StoredRelease::bad),
                completeOn,
                deployedAt == null ? "was never seen to serve" : fault(on));
    }

    /** A rollback does not make a release newer; where nothing else is known any more, it tells at least that it was deployed. */
    private Instant deployedAt(String release) {
        Stream<History> of =
                deployed.stream().filter(history -> history.release().equals(release));
        return of.max(Comparator.comparing((History history) -> !history.rollback())
                        .thenComparing(History::at))
                .map(History::at)
                .orElse(null);
    }

    private String fault(Map<String, StoredRelease> on) {
        OnHosts faults = new OnHosts(hosts.keySet());
        for (String host : hosts.keySet()) {
            StoredRelease stored = on.get(host);
            String where = hosts.size() == 1 ? "" : " (on " + host + ")";
            if (stored == null) {
                faults.add(host, "is missing on " + host);
            } else if (!stored.fault().isEmpty()) {
                faults.add(host, stored.fault() + where);
            }
        }
        boolean same =
                on.values().stream().map(StoredRelease::deployment).distinct().count() == 1;
        List<String> found = faults.texts();
        if (found.isEmpty() && !same) {
            return "was deployed with other settings on some of its hosts than on others";
        }
        return String.join(", and ", found);
    }
}
