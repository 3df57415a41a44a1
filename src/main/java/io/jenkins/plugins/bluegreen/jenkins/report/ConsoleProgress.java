package io.jenkins.plugins.bluegreen.jenkins.report;

import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Tells a deployment on a console: one whole line for each thing that happens, readable without colours. */
public final class ConsoleProgress implements Progress {

    private static final String PREFIX = "[blue-green] ";
    private static final Duration BETWEEN_UPLOAD_LINES = Duration.ofSeconds(2);

    private final PrintStream out;
    private final InstantSource clock;
    private final DeployPlan plan;
    private final Mask mask;
    private final BiConsumer<String, Slot> phases;
    private final Instant begun;
    private final int hostWidth;
    private final Map<String, Instant> lastUploadLine = new HashMap<>();

    /**
     * Prints nothing yet.
     *
     * @param out the console
     * @param plan what is deployed
     */
    public ConsoleProgress(PrintStream out, DeployPlan plan) {
        this(out, plan, Mask.NONE, (phase, idle) -> {});
    }

    /**
     * Prints nothing yet.
     *
     * @param out the console
     * @param plan what is deployed
     * @param mask hides what may not be shown
     * @param phases hears of each phase, and of the slot that is deployed to
     */
    public ConsoleProgress(PrintStream out, DeployPlan plan, Mask mask, BiConsumer<String, Slot> phases) {
        this(out, plan, mask, phases, Cancellation.steady());
    }

    ConsoleProgress(PrintStream out, DeployPlan plan, Mask mask, BiConsumer<String, Slot> phases, InstantSource clock) {
        this.out = out;
        this.plan = plan;
        this.mask = mask;
        this.phases = phases;
        this.clock = clock;
        this.begun = clock.instant();
        this.hostWidth = Stream.concat(plan.hosts().stream(), plan.routerHosts().stream())
                .mapToInt(host -> host.toString().length())
                .max()
                .orElse(0);
    }

    /** Says what is about to be deployed. */
    public synchronized void opening() {
        opening("Deploying " + plan.app() + ", release " + plan.release().id() + " ("
                + plan.release().fileName() + "), to " + names(plan.hosts()));
    }

    /** Says of what it is about to be found out. */
    public synchronized void openingDryRun() {
        opening("Dry run: what a deployment of " + plan.app() + ", release "
                + plan.release().id() + " ("
                + plan.release().fileName() + "), to " + names(plan.hosts()) + " would do. Nothing is changed");
    }

    /**
     * Says where is about to be gone back to.
     *
     * @param wanted a release, or an empty text for the newest good one before the live one
     */
    public synchronized void openingRollback(String wanted) {
        opening("Rolling back " + plan.app() + " on " + names(plan.hosts()) + " to "
                + (wanted.isEmpty() ? "the newest good release before the live one" : "release " + wanted));
    }

    /**
     * Says what is about to become of what is held.
     *
     * @param what in a word: {@code Promoting}
     */
    public synchronized void openingHeld(String what) {
        opening(what + " the release of " + plan.app() + " that is held on " + names(plan.hosts()));
    }

    /** Says that what a deployment left is settled. */
    public synchronized void openingSettled(String deployment) {
        opening("Settling what the deployment " + deployment + " of " + plan.app() + " left on " + names(plan.hosts()));
    }

    private void opening(String what) {
        line(what);
        line("blue is port " + plan.slots().blue() + ", green is port "
                + plan.slots().green() + "; deployment " + plan.deploymentId());
        deliver();
    }

    @Override
    public void begin(String host, String step) {
        event(host, "..", step);
    }

    @Override
    public void end(String host, String step, Duration took, String detail) {
        String more = detail == null || detail.isBlank() ? "" : ": " + detail;
        event(host, "ok", step + more + " (" + TimeSpan.show(took) + ")");
    }

    @Override
    public void failed(String host, String step, Duration took) {
        event(host, "!!", step + " FAILED (" + TimeSpan.show(took) + ")");
    }

    @Override
    public void note(String host, String text) {
        event(host, "--", text);
    }

    @Override
    public void reached(String phase, Slot idle) {
        phases.accept(phase, idle);
    }

    @Override
    public synchronized void sent(String host, long bytes, long total, Duration took) {
        Instant now = clock.instant();
        boolean complete = bytes >= total;
        Instant last = lastUploadLine.get(host);
        // An upload that is over before a line was due needs none: the end of the step follows at once.
        if (complete
                ? last == null
                : now.isBefore((last == null ? now.minus(took) : last).plus(BETWEEN_UPLOAD_LINES))) {
            return;
        }
        if (complete) {
            lastUploadLine.remove(host);
        } else {
            lastUploadLine.put(host, now);
        }
        double rate = bytes / Math.max(took.toNanos() / 1e9, 1e-3);
        event(
                host,
                "--",
                String.format(
                        Locale.ROOT,
                        "%3d %% of %s sent, %s/s",
                        total == 0 ? 100 : bytes * 100 / total,
                        size(total),
                        size(rate)));
    }

    /** Says how it ended, with the evidence for a failure. */
    public synchronized void summary(Outcome outcome) {
        line("");
        line(FailureMessage.mark(outcome.result()) + ": " + outcome.sentence());
        mask.in(outcome.evidence()).lines().forEach(evidence -> line("  | " + evidence));
        fact("application", plan.app() + " on " + names(plan.hosts()));
        if (!outcome.releaseId().isEmpty()) {
            fact("release", outcome.releaseId());
        }
        slot("live", outcome.live(), outcome.livePort());
        slot("before", outcome.previous(), outcome.previousPort());
        if (!outcome.proof().isEmpty()) {
            fact("proof", outcome.proof());
        }
        if (outcome.availability().asked() > 0) {
            fact("front door", outcome.availability().shown());
        }
        fact("deployment", outcome.deploymentId() + ", " + TimeSpan.show(outcome.took()));
        deliver();
    }

    private void fact(String name, String value) {
        line(String.format(Locale.ROOT, "  %-12s %s", name, value));
    }

    private synchronized void event(String host, String mark, String text) {
        Duration since = Duration.between(begun, clock.instant());
        String where = hostWidth == 0 ? host : String.format(Locale.ROOT, "%-" + hostWidth + "s", host);
        List<String> lines = mask.in(text).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            print(String.format(
                    Locale.ROOT,
                    "%7.1f s  %s  %s  %s",
                    since.toMillis() / 1e3,
                    where,
                    i == 0 ? mark : "  ",
                    lines.get(i)));
        }
        deliver();
    }

    private void line(String text) {
        print(mask.in(text));
    }

    private void print(String text) {
        out.println(shown(text));
    }

    /** Returns a line as it is printed: what others say is not read as control sequences, nor as annotations of the console. */
    public static String shown(String line) {
        return (PREFIX + line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?")).stripTrailing();
    }

    private void deliver() {
        // On an agent, a Pipeline's console holds back what is printed, and loses what it holds when the build ends.
        out.flush();
    }

    /** Says nothing where there is none, or where it is not known. */
    private void slot(String name, Slot slot, int port) {
        if (slot != null) {
            fact(name, slot.label() + ", port " + port);
        }
    }

    private static String names(List<Target> hosts) {
        return OnHosts.named(hosts.stream().map(Target::toString).toList());
    }

    private static String size(double bytes) {
        if (bytes < 1e3) {
            return String.format(Locale.ROOT, "%.0f B", bytes);
        }
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
