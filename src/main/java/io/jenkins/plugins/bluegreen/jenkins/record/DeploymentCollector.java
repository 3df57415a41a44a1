package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.SummaryMetricFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Shows deployments to the prometheus plugin, which registers each extension of this type. Without that plugin, this class is not
 * loaded. Nothing of the records is read when it is registered.
 */
@Extension(optional = true)
public final class DeploymentCollector extends Collector implements Collector.Describable {

    private static final List<String> BY_RESULT = List.of("application", "result");
    private static final List<String> BY_APPLICATION = List.of("application");

    private final Supplier<DeploymentMetrics> metrics;
    private final Supplier<RecordStore> store;

    /** Made by Jenkins, once. */
    public DeploymentCollector() {
        this(DeploymentMetrics::get, () -> Deployments.get().store());
    }

    DeploymentCollector(Supplier<DeploymentMetrics> metrics, Supplier<RecordStore> store) {
        this.metrics = metrics;
        this.store = store;
    }

    private record Families(
            CounterMetricFamily deployments,
            SummaryMetricFamily duration,
            SummaryMetricFamily downtime,
            CounterMetricFamily requests,
            CounterMetricFamily failed,
            GaugeMetricFamily live) {

        static Families empty() {
            return new Families(
                    new CounterMetricFamily(
                            "bluegreen_deployments_total",
                            "Deployments and rollbacks since Jenkins was started.",
                            BY_RESULT),
                    new SummaryMetricFamily(
                            "bluegreen_deployment_duration_seconds", "How long deployments took.", BY_RESULT),
                    new SummaryMetricFamily(
                            "bluegreen_deployment_downtime_seconds",
                            "The longest time of each deployment without a good answer of the front door.",
                            BY_APPLICATION),
                    new CounterMetricFamily(
                            "bluegreen_requests_total",
                            "Requests to the front door by which deployments were measured.",
                            BY_APPLICATION),
                    new CounterMetricFamily(
                            "bluegreen_failed_requests_total",
                            "Requests to the front door that failed during deployments.",
                            BY_APPLICATION),
                    new GaugeMetricFamily(
                            "bluegreen_live_release_info",
                            "The release that was deployed last, and the slot that it serves from; always 1. None where that is not known.",
                            List.of("application", "history", "release", "slot")));
        }

        List<MetricFamilySamples> all() {
            return List.of(deployments, duration, downtime, requests, failed, live);
        }
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return Families.empty().all();
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Families families = Families.empty();
        Map<String, DeploymentMetrics.Sum> applications = new TreeMap<>();
        metrics.get().sums().forEach((key, sum) -> {
            List<String> labels = List.of(key.application(), key.result());
            families.deployments().addMetric(labels, sum.count());
            families.duration().addMetric(labels, sum.count(), seconds(sum.took()));
            applications.merge(key.application(), sum, DeploymentMetrics.Sum::and);
        });
        applications.forEach((application, sum) -> {
            List<String> labels = List.of(application);
            families.downtime().addMetric(labels, sum.count(), seconds(sum.downtime()));
            families.requests().addMetric(labels, sum.asked());
            families.failed().addMetric(labels, sum.failed());
        });
        live(families.live());
        return families.all();
    }

    private void live(GaugeMetricFamily family) {
        RecordStore records = store.get();
        for (String history : records.histories()) {
            records.newest(history, DeploymentCollector::leavesAnother)
                    .filter(summary -> summary.ending().state() == Ending.State.DEPLOYED)
                    .ifPresent(summary -> family.addMetric(labels(history, summary.subject()), 1));
        }
    }

    /** What was settled left what the one tells that settled it. */
    private static boolean leavesAnother(Summary summary) {
        return switch (summary.ending().state()) {
            case DEPLOYED, STUCK, CUT_OFF -> true;
            case RUNNING, HELD, DISCARDED, UNDONE, ABORTED, SETTLED -> false;
        };
    }

    private static List<String> labels(String history, Subject subject) {
        return List.of(
                subject.application(),
                history,
                subject.release(),
                subject.slots().live() == null ? "" : subject.slots().live().label());
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}
