package io.jenkins.plugins.bluegreen.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Records;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentCollectorTest {

    @TempDir
    Path home;

    private final DeploymentMetrics metrics = new DeploymentMetrics();
    private boolean read;

    /** As the prometheus plugin does. */
    private List<String> scraped() {
        RecordStore store = new RecordStore(home, () -> 200);
        CollectorRegistry registry = new CollectorRegistry(true);
        registry.register(new DeploymentCollector(() -> metrics, () -> {
            read = true;
            return store;
        }));
        assertThat(read).as("nothing is read at the start").isFalse();
        return Collections.list(registry.metricFamilySamples()).stream()
                .flatMap(family -> family.samples.stream())
                .map(sample -> sample.name + sample.labelValues + " " + sample.value)
                .toList();
    }

    @Test
    void showsNothingBeforeAnythingWasDeployed() {
        assertThat(scraped()).isEmpty();
    }

    @Test
    void showsWhatWasDeployed() throws IOException {
        DeploymentRecord full = Records.full("backend", "x");
        Origin of = full.origin();
        metrics.deployed(full);
        metrics.deployed(full);
        metrics.failed(Records.at("backend", "y", 1, State.UNDONE));
        metrics.failed(Records.at("shop", "z", 1, State.STUCK));
        metrics.rolledBack(new DeploymentRecord(
                "r",
                full.subject(),
                new Origin(Origin.Kind.ROLLBACK, of.user(), of.job(), of.build(), of.url(), List.of(), ""),
                full.ending(),
                List.of(),
                full.availability()));
        SlotChange same = new SlotChange(Slot.GREEN, 8081, Slot.GREEN, 8081);
        metrics.rolledBack(new DeploymentRecord(
                "needless",
                new Subject("backend", "r42", "", List.of(), null, same),
                new Origin(Origin.Kind.ROLLBACK, of.user(), of.job(), of.build(), of.url(), List.of(), ""),
                full.ending(),
                List.of(),
                Availability.UNKNOWN));
        RecordStore store = new RecordStore(home, () -> 200);
        store.write(Records.at("backend", "x", 1, State.DEPLOYED));
        store.write(Records.at("backend", "y", 2, State.UNDONE));
        store.write(Records.at("never", "z", 1, State.UNDONE));
        store.write("backend@web9", Records.at("backend", "w", 1, State.DEPLOYED));

        assertThat(scraped())
                .contains(
                        "bluegreen_deployments_total[backend, deployed] 2.0",
                        "bluegreen_deployments_total[backend, undone] 1.0",
                        "bluegreen_deployments_total[backend, rolled_back] 1.0",
                        "bluegreen_deployments_total[shop, stuck] 1.0",
                        "bluegreen_deployment_duration_seconds_count[backend, deployed] 2.0",
                        "bluegreen_deployment_duration_seconds_sum[backend, deployed] 24.69",
                        "bluegreen_deployment_downtime_seconds_sum[backend] 0.56",
                        "bluegreen_requests_total[backend] 2452.0",
                        "bluegreen_failed_requests_total[backend] 4.0",
                        "bluegreen_live_release_info[backend, backend, r42, green] 1.0",
                        "bluegreen_live_release_info[backend, backend@web9, r42, green] 1.0")
                .noneMatch(line -> line.contains("live_release_info[never"));
    }

    @Test
    void tellsNoReleaseWhereItIsNotKnownWhichServes() throws IOException {
        RecordStore store = new RecordStore(home, () -> 200);
        store.write(Records.at("backend", "x", 1, State.DEPLOYED));
        assertThat(live(store)).hasSize(1);
        for (State state : List.of(State.STUCK, State.CUT_OFF)) {
            store.write(Records.at("backend", "y", 2, state));
            assertThat(live(store)).isEmpty();
            store.write(Records.at("backend", "y", 2, State.SETTLED));
            assertThat(live(store)).hasSize(1);
        }
    }

    private List<MetricFamilySamples.Sample> live(RecordStore store) {
        return new DeploymentCollector(() -> metrics, () -> store)
                .collect().stream()
                        .filter(family -> family.name.equals("bluegreen_live_release_info"))
                        .flatMap(family -> family.samples.stream())
                        .toList();
    }

    @Test
    void noTimeIsTooLongToBeShown() {
        DeploymentRecord full = Records.full("backend", "x");
        Availability noticed =
                new Availability(1, 1, 0, Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE), null, Map.of());
        metrics.deployed(
                new DeploymentRecord("x", full.subject(), full.origin(), full.ending(), full.steps(), noticed));
        assertThat(scraped())
                .anyMatch(line -> line.startsWith("bluegreen_deployment_downtime_seconds_sum[backend] 9.22"));
    }

    @Test
    void describesEachFamilyThatItCollects() throws IOException {
        new RecordStore(home, () -> 200).write(Records.full("backend", "x"));
        metrics.deployed(Records.full("backend", "x"));
        DeploymentCollector collector = new DeploymentCollector(() -> metrics, () -> new RecordStore(home, () -> 200));
        assertThat(names(collector.describe())).isEqualTo(names(collector.collect()));
    }

    private static List<String> names(List<MetricFamilySamples> families) {
        return families.stream().map(family -> family.name).toList();
    }
}
