package io.jenkins.plugins.bluegreen.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.EventJson;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Records;
import io.jenkins.plugins.bluegreen.record.Summary;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept and shown of deployments, as they tell it, end, or are cut off. */
class RecordingTest {

    private static final DeployPlan PLAN = plan();
    private static final String APP = PLAN.app().value();
    private static final String ID = "shop-2-abcdef";

    @TempDir
    Path home;

    private final List<String> heard = new ArrayList<>();
    private DeploymentRecord told;
    private Predicate<Origin> may = any -> true;
    private Deployments deployments;
    private Recording recording;

    @BeforeEach
    void begin() {
        restart();
    }

    private void restart() {
        Listeners listeners = new Listeners(() -> List.of(new Listening()), Runnable::run);
        deployments =
                new Deployments(new RecordStore(home.resolve("records"), () -> 5), listeners, () -> may, Runnable::run);
        recording = recording(ID);
    }

    private static DeployPlan plan() {
        return plan("app1 app2:2222");
    }

    private static DeployPlan plan(String hosts) {
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setHosts(hosts);
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        fields.setRouter(nginx);
        return new PlanFactory(fields, HostCatalog.EMPTY).plan(ID, new Owner("", "shop #2", ""), "r2", "app.jar");
    }

    private Recording recording(String id) {
        return new Recording(deployments, id, () -> Records.full(APP, id).origin());
    }

    private final class Listening extends DeploymentListener {
        @Override
        public void started(DeploymentRecord record) {
            heard.add("started");
        }

        @Override
        public void switched(DeploymentRecord record) {
            heard.add("switched to " + record.subject().slots().live());
        }

        @Override
        public void deployed(DeploymentRecord record) {
            heard.add("deployed");
            told = record;
        }

        @Override
        public void rolledBack(DeploymentRecord record) {
            heard.add("rolledBack");
        }

        @Override
        public void failed(DeploymentRecord record) {
            heard.add("failed");
        }

        @Override
        public void undone(DeploymentRecord record) {
            heard.add("undone");
        }

        @Override
        public void stuck(DeploymentRecord record) {
            heard.add("stuck");
        }
    }

    private void tell(Event... events) {
        tell(recording, events);
    }

    private static void tell(Recording recording, Event... events) {
        try (OutputStream out = recording.events()) {
            for (Event event : events) {
                out.write((EventJson.line(event) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DeploymentRecord shown() {
        return deployments.visible(APP, ID).orElseThrow();
    }

    private static StepReport step(String name, Status status) {
        return new StepReport("app1", name, Records.AT, Duration.ofMillis(20), status, "");
    }

    private static Availability noticed(int from, int asked, Span... spans) {
        return new Availability(
                asked,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                null,
                Map.of(),
                new Traffic(Records.AT.plusSeconds(from), List.of(spans), List.of()));
    }

    private static Span span(int index) {
        return new Span(index, Map.of("", 1), 0, 0, Duration.ofMillis(1));
    }

    private static Outcome outcome(Outcome.Result result, Availability noticed) {
        boolean deployed = result == Outcome.Result.DEPLOYED;
        return new Outcome(
                result,
                ID,
                PLAN.release().id(),
                SlotChange.of(PLAN.slots(), deployed ? Slot.GREEN : Slot.BLUE, Slot.BLUE),
                new Outcome.Period(Records.AT, Duration.ofSeconds(9)),
                List.of(step("connect", Status.DONE), step("end", Status.DONE)),
                noticed,
                new Reason("It is said.", "seen"));
    }

    @Test
    void showsWhatIsUnderWayAndKeepsHowItEnds() {
        recording.of(APP);
        assertThat(deployments.visibleHistories()).isEmpty();
        assertThat(deployments.anyVisible()).isFalse();
        recording.begin(PLAN);
        assertThat(deployments.visibleHistories()).containsExactly(APP);
        assertThat(deployments.anyVisible()).isTrue();
        tell(
                new Event.Began(step("connect", Status.DONE)),
                new Event.Ended(step("connect", Status.DONE)),
                new Event.Decided(Slot.BLUE, "r1", Slot.GREEN),
                new Event.Began(step("ship", Status.RUNNING)),
                new Event.Noticed(noticed(0, 1, span(0))),
                new Event.Noticed(noticed(0, 3, span(0), span(2))));
        DeploymentRecord now = shown();
        assertThat(now.ending().state()).isEqualTo(State.RUNNING);
        assertThat(now.subject().previous()).isEqualTo("r1");
        assertThat(now.subject().to()).isEqualTo(Slot.GREEN);
        assertThat(now.subject().slots()).isEqualTo(SlotChange.of(PLAN.slots(), Slot.BLUE, null));
        assertThat(now.steps()).containsExactly(step("connect", Status.DONE), step("ship", Status.RUNNING));
        assertThat(now.availability()).isEqualTo(noticed(0, 3, span(0), span(2)));

        tell(new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)));
        assertThat(shown().subject().slots()).isEqualTo(SlotChange.of(PLAN.slots(), Slot.GREEN, Slot.BLUE));

        Availability end = noticed(0, 9, span(0), span(2), span(3));
        recording.ended(outcome(Outcome.Result.DEPLOYED, end));
        DeploymentRecord kept = shown();
        assertThat(kept.ending().state()).isEqualTo(State.DEPLOYED);
        assertThat(kept.ending().sentence()).isEqualTo("It is said.");
        assertThat(kept.ending().evidence()).isEqualTo("seen");
        assertThat(kept.subject().previous()).isEqualTo("r1");
        assertThat(kept.steps()).containsExactly(step("connect", Status.DONE), step("end", Status.DONE));
        assertThat(kept.availability()).isEqualTo(end);
        assertThat(deployments.visible(APP)).containsExactly(kept.summary());
        assertThat(heard).containsExactly("started", "switched to GREEN", "deployed");
    }

    @Test
    void keepsByWhatItWasSeen() {
        recording.begin(PLAN);
        Outcome of = outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN);
        StepReport proof = new StepReport(
                "",
                StepReport.PROOF + "green (8081)",
                Records.AT,
                Duration.ofMillis(90),
                Status.DONE,
                "asked at the front door");
        recording.ended(new Outcome(
                of.result(),
                ID,
                of.releaseId(),
                of.slots(),
                of.run(),
                List.of(proof),
                of.availability(),
                new Reason(of.sentence(), of.evidence())));
        assertThat(shown().ending().proof()).isEqualTo("asked at the front door");
    }

    @Test
    void whatIsToldLateChangesNothingAnyMore() {
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.UNDONE, Availability.UNKNOWN));
        DeploymentRecord kept = shown();
        tell(new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)), new Event.Began(step("x", Status.RUNNING)));
        recording.left();
        recording.ended(Outcome.Result.STUCK, "twice");
        assertThat(shown()).isEqualTo(kept);
        assertThat(heard).containsExactly("started", "failed", "undone");
    }

    @Test
    void aRefusalIsRecordedIfItsApplicationIsKnown() {
        recording.ended(Outcome.Result.UNDONE, "No application is named.");
        assertThat(deployments.store().histories()).isEmpty();

        recording.of(APP);
        recording.ended(Outcome.Result.UNDONE, "No file matches.");
        assertThat(shown().ending().state()).isEqualTo(State.UNDONE);
        assertThat(shown().ending().sentence()).isEqualTo("No file matches.");
        assertThat(heard).containsExactly("failed", "undone");
    }

    @Test
    void whatWasBegunWhenItFailedIsKept() {
        recording.begin(PLAN);
        tell(new Event.Began(step("ship", Status.RUNNING)));
        recording.ended(Outcome.Result.STUCK, "The agent went mad.");
        assertThat(shown().steps()).containsExactly(step("ship", Status.FAILED));
        assertThat(shown().ending().state()).isEqualTo(State.STUCK);
        assertThat(heard).containsExactly("started", "failed", "stuck");
    }

    /** Before it has told anything. */
    @Test
    void isKeptFromItsBeginningOn() {
        recording.begin(PLAN);
        restart();
        assertThat(shown().ending().state()).isEqualTo(State.CUT_OFF);
        assertThat(shown().subject().release()).isEqualTo("r2");
    }

    /** As after a restart of Jenkins. */
    @Test
    void oneThatIsTakenUpContinuesItsOwnRecord() {
        recording.begin(PLAN);
        tell(
                new Event.Decided(Slot.BLUE, "r1", Slot.GREEN),
                new Event.Ended(step("connect", Status.DONE)),
                new Event.Began(step("ship", Status.RUNNING)),
                new Event.Noticed(noticed(0, 3, span(0), span(1))),
                new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)));
        DeploymentRecord before = shown();

        restart();
        assertThat(shown().ending().state()).isEqualTo(State.CUT_OFF);
        recording.takeUp();
        assertThat(shown().ending().state()).isEqualTo(State.RUNNING);
        recording.begin(PLAN);
        tell(new Event.Noticed(noticed(60, 4, span(0))));
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));

        DeploymentRecord kept = shown();
        assertThat(kept.ending().startedAt()).isEqualTo(before.ending().startedAt());
        assertThat(kept.origin()).isEqualTo(before.origin());
        assertThat(kept.subject().previous()).isEqualTo("r1");
        assertThat(kept.steps())
                .containsExactly(
                        step("connect", Status.DONE),
                        step("ship", Status.FAILED),
                        step("connect", Status.DONE),
                        step("end", Status.DONE));
        assertThat(kept.availability().asked()).isEqualTo(7);
        assertThat(kept.availability().traffic().spans())
                .extracting(Span::index)
                .containsExactly(0, 1, 600);
        assertThat(kept.availability().traffic().marks()).hasSize(1);
        assertThat(heard).containsExactly("started", "switched to GREEN", "deployed");
        assertThat(deployments.visible(APP)).hasSize(1);
    }

    /** Until it has looked on the hosts, its plan names none. */
    @Test
    void aRollbackIsShownWithTheReleaseThatItChose() {
        recording.begin(PLAN);
        tell(new Event.Chosen("r1"), new Event.Decided(Slot.BLUE, "r3", Slot.GREEN));
        assertThat(shown().subject().release()).isEqualTo("r1");
        assertThat(shown().subject().previous()).isEqualTo("r3");
        restart();
        recording.takeUp();
        recording.begin(PLAN);
        assertThat(shown().subject().release()).isEqualTo("r1");
        Outcome of = outcome(Outcome.Result.STUCK, Availability.UNKNOWN);
        recording.ended(new Outcome(
                of.result(),
                of.deploymentId(),
                "",
                of.slots(),
                of.run(),
                of.steps(),
                of.availability(),
                new Reason("How it ended could not be found out.", "")));
        assertThat(shown().subject().release()).as("not known in the end").isEqualTo("r1");
    }

    @Test
    void aRollbackThatIsRefusedBeforeItChoseIsOfNoRelease() {
        recording.begin(PLAN, "");
        recording.takeUp();
        recording.begin(PLAN, "");
        assertThat(shown().subject().release()).isEmpty();
        recording.ended(Outcome.Result.UNDONE, "There is nothing to go back to.");
        assertThat(shown().subject().release()).isEmpty();
    }

    /** What it was given is known when it begins; whatever takes it up after a restart of Jenkins knows less. */
    @Test
    void whatWasGivenIsKeptOfTheLastOneThatServes() {
        recording.begin(PLAN);
        recording.keep("first");
        assertThat(deployments.given(APP, "shop/backend")).isEmpty();
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(given()).contains(ID);

        for (String id : List.of("shop-3-abcdef", "shop-4-abcdef")) {
            recording = recording(id);
            recording.begin(PLAN);
            recording.keep("given");
            restart();
            recording = recording(id);
            recording.takeUp();
            recording.begin(PLAN);
            boolean well = id.contains("4");
            Recording other = recording("shop-5-abcdef");
            other.begin(PLAN);
            other.keep("of one that waits");
            recording.ended(outcome(well ? Outcome.Result.DEPLOYED : Outcome.Result.UNDONE, Availability.UNKNOWN));
            assertThat(given()).contains(well ? id : ID);
            assertThat(deployments
                            .store()
                            .beside(APP, ID, Beside.GIVEN)
                            .toFile()
                            .exists())
                    .isEqualTo(!well);
            assertThat(deployments.store().beside(APP, "shop-3-abcdef", Beside.GIVEN))
                    .doesNotExist();
            assertThat(deployments.store().beside(APP, "shop-5-abcdef", Beside.GIVEN))
                    .exists();
            other.ended(outcome(Outcome.Result.UNDONE, Availability.UNKNOWN));
            assertThat(deployments.store().beside(APP, "shop-5-abcdef", Beside.GIVEN))
                    .doesNotExist();
        }
    }

    private Optional<String> given() {
        return deployments.given(APP, "shop/backend").map(Summary::id);
    }

    @Test
    void oneThatLeftNoRecordBeginsOne() {
        recording.takeUp();
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(shown().ending().state()).isEqualTo(State.DEPLOYED);
    }

    @Test
    void oneThatLostItsAgentContinuesItsOwnRecord() {
        recording.begin(PLAN);
        tell(new Event.Ended(step("connect", Status.DONE)), new Event.Began(step("ship", Status.RUNNING)));
        recording.takeUp();
        tell(new Event.Ended(step("lock", Status.DONE)));
        assertThat(shown().steps())
                .containsExactly(step("connect", Status.DONE), step("ship", Status.FAILED), step("lock", Status.DONE));
        recording.ended(outcome(Outcome.Result.UNDONE, Availability.UNKNOWN));
        assertThat(shown().steps()).hasSize(4);
    }

    @Test
    void whatIsLeftWhenJenkinsStopsIsCutOffUntilALaterOneSettlesIt() {
        recording.begin(PLAN);
        tell(new Event.Ended(step("connect", Status.DONE)));
        recording.left();
        assertThat(shown().ending().state()).isEqualTo(State.CUT_OFF);
        assertThat(shown().steps()).hasSize(1);

        recording = recording("shop-3-abcdef");
        recording.begin(PLAN);
        tell(
                new Event.Settled("shop-9-000000", "nobody knows that one"),
                new Event.Settled("shop-3-abcdef", "it is this one"),
                new Event.Settled(ID, "It is undone, since it was not healthy."));
        DeploymentRecord settled = shown();
        assertThat(settled.ending().state()).isEqualTo(State.SETTLED);
        assertThat(settled.ending().sentence())
                .isEqualTo("The deployment shop-3-abcdef settled it: It is undone, since it was not healthy."
                        + " Before that: It was cut off, and how it ended is not known here.");
        tell(new Event.Settled(ID, "again"));
        assertThat(shown()).isEqualTo(settled);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        recording = recording("shop-4-abcdef");
        recording.begin(PLAN);
        tell(new Event.Settled("shop-3-abcdef", "which had ended well"));
        assertThat(deployments
                        .visible(APP, "shop-3-abcdef")
                        .orElseThrow()
                        .ending()
                        .state())
                .isEqualTo(State.DEPLOYED);
    }

    /** Staging and production, of one name, by one job. */
    @Test
    void oneOnOtherHostsIsAnotherOnesHistory() {
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        recording = recording("shop-3-abcdef");
        recording.begin(plan("stg1"));
        assertThat(deployments.visibleHistories()).containsExactly(APP, APP + "@stg1");
        assertThat(deployments.historyOf(APP, "shop-3-abcdef")).contains(APP + "@stg1");
        tell(new Event.Decided(Slot.BLUE, "r1", Slot.GREEN));
        restart();
        recording = recording("shop-3-abcdef");
        recording.takeUp();
        recording.begin(plan("stg1"));
        recording.ended(Outcome.Result.STUCK, "It is half done.");
        recording = recording("shop-5-abcdef");
        recording.begin(plan("stg1"));
        recording.keep("given");
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(deployments.visible(APP)).extracting(Summary::id).containsExactly(ID);
        assertThat(deployments.visible(APP + "@stg1")).extracting(Summary::id).hasSize(2);
        assertThat(deployments.given(APP, "shop/backend")).isEmpty();
        assertThat(deployments.given(APP + "@stg1", "shop/backend")).isPresent();

        recording = recording("shop-4-abcdef");
        recording.begin(plan("app1"));
        tell(new Event.Settled("shop-3-abcdef", "It is undone."));
        assertThat(deployments
                        .visible(APP + "@stg1", "shop-3-abcdef")
                        .orElseThrow()
                        .ending()
                        .state())
                .isEqualTo(State.SETTLED);
        assertThat(deployments.historyOf(APP, "shop-4-abcdef")).contains(APP);
        assertThat(deployments.historyOf(APP, "none")).isEmpty();
    }

    @Test
    void aRollbackIsNoDeployment() {
        Origin of = Records.full(APP, ID).origin();
        recording = new Recording(
                deployments,
                ID,
                () -> new Origin(
                        Origin.Kind.ROLLBACK_BY_HAND, of.user(), of.job(), of.build(), of.url(), List.of(), ""));
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(heard).containsExactly("started", "rolledBack");
    }

    @Test
    void showsNobodyWhatHeMayNotSee() {
        recording.begin(PLAN);
        may = none -> false;
        assertThat(deployments.visibleHistories()).isEmpty();
        assertThat(deployments.anyVisible()).isFalse();
        assertThat(deployments.visible(APP)).isEmpty();
        assertThat(deployments.visible(APP, ID)).isEmpty();
        assertThat(deployments.newestVisible(APP, any -> true)).isEmpty();
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(deployments.visible(APP, ID)).isEmpty();
        may = any -> true;
        assertThat(deployments.newestVisible(APP, any -> true)).map(Summary::id).contains(ID);
        assertThat(deployments.visible("other", ID)).isEmpty();
    }

    /** Each page of Jenkins asks that. */
    @Test
    void whoMaySeeNothingIsToldSoWithoutReadingTheIndex() throws IOException {
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        Path index;
        try (Stream<Path> all = Files.walk(home)) {
            index = all.filter(path -> path.endsWith("index")).findFirst().orElseThrow();
        }
        Files.write(index, List.of(Files.readAllLines(index).get(0), "broken"));
        may = origin -> false;
        restart();

        assertThat(deployments.anyVisible()).isFalse();
        assertThat(Files.readAllLines(index)).endsWith("broken");
        may = origin -> true;
        assertThat(deployments.visibleHistories()).containsExactly(APP);
    }

    @Test
    void theRecordsOfAJobFollowIt() {
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        deployments.moved("other", "moved", "job/moved/");
        assertThat(shown().origin().job()).isEqualTo("shop/backend");
        deployments.moved("shop/backend", "sales/backend", "job/sales/job/backend/");
        assertThat(shown().origin().job()).isEqualTo("sales/backend");
        assertThat(shown().origin().url()).isEqualTo("job/sales/job/backend/42/");
        assertThat(deployments.visible(APP).get(0).origin().job()).isEqualTo("sales/backend");
    }

    @Test
    void listsWhatIsUnderWayFirst() {
        recording.begin(PLAN);
        Recording later = recording("shop-3-abcdef");
        later.begin(PLAN);
        later.ended(outcome(Outcome.Result.UNDONE, Availability.UNKNOWN));
        assertThat(deployments.visible(APP)).extracting(Summary::id).containsExactly(ID, "shop-3-abcdef");
    }

    /** Those who wait for the lock get it in no order. */
    @Test
    void whoHadHisTurnLastComesFirstThoughHeBeganBefore() {
        recording.begin(PLAN);
        Recording later = recording("shop-3-abcdef");
        later.begin(PLAN);
        tell(later, new Event.Decided(Slot.GREEN, "r1", Slot.BLUE));
        later.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        recording.left();
        restart();
        recording.takeUp();
        recording.begin(PLAN);
        tell(new Event.Decided(Slot.BLUE, "r3", Slot.GREEN));
        Instant turn = shown().ending().decidedAt();
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));

        assertThat(deployments.visible(APP)).extracting(Summary::id).containsExactly(ID, "shop-3-abcdef");
        assertThat(deployments.newestVisible(APP, any -> true)).map(Summary::id).contains(ID);
        assertThat(turn).isAfter(shown().ending().startedAt());
        assertThat(shown().ending().decidedAt()).isEqualTo(turn);
        restart();
        assertThat(shown().ending().decidedAt()).isEqualTo(turn);
    }

    @Test
    void isShownAlsoWhereNothingCanBeWritten() throws IOException {
        Files.writeString(home.resolve("records"), "a file");
        recording.begin(PLAN);
        assertThat(shown().ending().state()).isEqualTo(State.RUNNING);
        assertThat(deployments.visible(APP)).hasSize(1);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(heard).containsExactly("started", "deployed");
    }

    /** Whoever tells is the thread that serves all of an agent. */
    @Test
    void whoeverTellsWaitsNeitherForTheDiskNorForAnybody() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            RecordStore store = new RecordStore(home.resolve("records"), () -> {
                if (slow.get()) {
                    awaitUninterruptibly(disk);
                }
                return 5;
            });
            Listeners listeners = new Listeners(() -> List.of(new Listening()), Runnable::run);
            deployments = new Deployments(store, listeners, () -> may, threads);
            recording = recording(ID);
            recording.begin(PLAN);
            slow.set(true);
            Future<?> told = threads.submit(() -> tell(
                    new Event.Decided(Slot.BLUE, "r1", Slot.GREEN),
                    new Event.Marked(new Mark(Mark.Kind.SWITCH, Records.AT)),
                    new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)),
                    new Event.Ended(step("connect", Status.DONE))));
            told.get(30, TimeUnit.SECONDS);
            assertThat(shown().subject().slots().live()).isEqualTo(Slot.GREEN);
            Future<?> ended =
                    threads.submit(() -> recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN)));
            assertThat(heard).containsExactly("started");
            assertThat(shown().ending().state()).isEqualTo(State.RUNNING);
            disk.countDown();
            ended.get(30, TimeUnit.SECONDS);
            assertThat(heard).containsExactly("started", "switched to GREEN", "deployed");
            assertThat(shown().ending().state()).isEqualTo(State.DEPLOYED);
        } finally {
            disk.countDown();
            threads.shutdown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As where Jenkins stops. */
    @Test
    void whatNobodyCouldBeFoundForIsRecordedAtTheEnd() {
        deployments = new Deployments(
                deployments.store(), new Listeners(() -> List.of(new Listening()), Runnable::run), () -> may, work -> {
                    throw new RejectedExecutionException("stopped");
                });
        recording = recording(ID);
        recording.begin(PLAN);
        tell(
                new Event.Decided(Slot.BLUE, "r1", Slot.GREEN),
                new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)));
        assertThat(heard).containsExactly("started");
        recording.left();
        assertThat(heard).containsExactly("started", "switched to GREEN");
        assertThat(shown().subject().slots().live()).isEqualTo(Slot.GREEN);

        heard.clear();
        recording = recording("shop-3-abcdef");
        recording.begin(PLAN);
        tell(
                new Event.Decided(Slot.GREEN, "r2", Slot.BLUE),
                new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)));
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(heard).containsExactly("started", "switched to BLUE", "deployed");
    }

    @Test
    void believesNoAgentWithoutEnd() {
        recording.begin(PLAN);
        for (int i = 0; i < 7_000; i++) {
            tell(
                    new Event.Began(step("began " + i, Status.RUNNING)),
                    new Event.Ended(step("ended " + i, Status.DONE)),
                    new Event.Noticed(noticed(0, i, span(i))),
                    new Event.Decided(Slot.BLUE, "r" + i, Slot.GREEN),
                    new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)));
        }
        DeploymentRecord now = shown();
        assertThat(now.steps()).hasSizeLessThanOrEqualTo(3_500);
        assertThat(now.availability().traffic().spans()).hasSizeLessThanOrEqualTo(6_000);
        assertThat(now.availability().traffic().marks()).hasSizeLessThanOrEqualTo(50);
        assertThat(heard).hasSizeLessThanOrEqualTo(51);
    }

    @Test
    void noFailureToRecordFailsADeployment() {
        recording = new Recording(deployments, ID, () -> {
            throw new LinkageError("such as after an update of the plugin");
        });
        recording.of(APP);
        recording.begin(PLAN);
        recording.takeUp();
        recording.left();
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        recording.ended(Outcome.Result.UNDONE, "Refused.");
        assertThat(deployments.visible(APP)).isEmpty();
    }

    @Test
    void isUnderWayUntilItsEndIsKept() {
        List<State> seen = new ArrayList<>();
        RecordStore store = new RecordStore(home.resolve("records"), () -> {
            seen.add(shown().ending().state());
            deployments
                    .store()
                    .read(APP, ID)
                    .ifPresent(kept -> seen.add(kept.ending().state()));
            return 5;
        });
        deployments = new Deployments(store, new Listeners(List::of, Runnable::run), () -> may, Runnable::run);
        recording = recording(ID);
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(seen).hasSize(3).containsOnly(State.RUNNING);
        assertThat(shown().ending().state()).isEqualTo(State.DEPLOYED);
    }

    @Test
    void whatIsTakenBackLeadsUsersBack() {
        recording.begin(PLAN);
        tell(
                new Event.Decided(Slot.BLUE, "r1", Slot.GREEN),
                new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)),
                new Event.Ended(step("undo: switch nginx to green (8081)", Status.STUCK)));
        assertThat(shown().subject().slots().live()).isEqualTo(Slot.GREEN);
        tell(new Event.Ended(step("undo: switch nginx to green (8081)", Status.UNDONE)));
        assertThat(shown().subject().slots()).isEqualTo(SlotChange.of(PLAN.slots(), Slot.BLUE, null));
    }

    @Test
    void nobodyKnowsByWhatWasCutOffAndSettledWhatServes() {
        recording.begin(PLAN);
        tell(
                new Event.Decided(Slot.BLUE, "r1", Slot.GREEN),
                new Event.Marked(new Mark(Mark.Kind.SWITCHED, Records.AT)));
        recording.left();
        recording = recording("shop-3-abcdef");
        recording.begin(PLAN);
        tell(new Event.Settled(ID, "It is undone."));
        assertThat(shown().ending().state()).isEqualTo(State.SETTLED);
        assertThat(shown().subject().slots()).isEqualTo(new SlotChange(null, 0, null, 0));
    }

    @Test
    void noAgentSettlesWithoutEnd() {
        recording.begin(PLAN);
        recording.left();
        recording = recording("shop-3-abcdef");
        recording.begin(PLAN);
        for (int i = 0; i < 50; i++) {
            tell(new Event.Settled("shop-9-" + i, "made up"));
        }
        tell(new Event.Settled(ID, "too much"));
        assertThat(shown().ending().state()).isEqualTo(State.CUT_OFF);
    }

    @Test
    void believesNoAgentThatTimeHasNoEnd() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        StepReport step = new StepReport("app1", "x", Instant.MAX, endless, Status.DONE, "");
        Mark mark = new Mark(Mark.Kind.SWITCH, Instant.MAX);
        Availability noticed = new Availability(
                1, 1, 0, endless, endless, endless, Map.of(), new Traffic(Instant.MAX, List.of(), List.of(mark)));
        recording.begin(PLAN);
        tell(new Event.Marked(mark));
        assertThat(shown().availability().traffic().marks())
                .allSatisfy(each -> assertThat(each.at()).isBefore(Instant.MAX));
        Outcome end = outcome(Outcome.Result.DEPLOYED, noticed);
        recording.ended(new Outcome(
                end.result(),
                ID,
                end.releaseId(),
                end.slots(),
                end.run(),
                List.of(step),
                noticed,
                new Reason(end.sentence(), end.evidence())));
        DeploymentRecord kept = shown();
        assertThat(kept.ending().state()).isEqualTo(State.DEPLOYED);
        assertThat(kept.availability().downtime().multipliedBy(1_000_000)).isPositive();
        assertThat(kept.steps().get(0).startedAt().plus(Duration.ofDays(365))).isBefore(Instant.MAX);
        assertThat(heard).containsExactly("started", "deployed");
        assertThat(told.availability()).isEqualTo(kept.availability());
    }

    @Test
    void whoeverMakesAJobOfTheSameNameDoesNotInheritTheRecordsOfADeletedOne() {
        recording.begin(PLAN);
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        deployments.moved("shop/backend", "", "");
        assertThat(shown().origin().job()).isEmpty();
        assertThat(shown().origin().url()).isEmpty();
    }

    @Test
    void whatIsUnderWayFollowsItsJobToo() {
        recording.begin(PLAN);
        deployments.moved("shop/backend", "sales/backend", "job/sales/job/backend/");
        assertThat(shown().origin().job()).isEqualTo("sales/backend");
        recording.ended(outcome(Outcome.Result.DEPLOYED, Availability.UNKNOWN));
        assertThat(shown().origin().url()).isEqualTo("job/sales/job/backend/42/");
    }
}
