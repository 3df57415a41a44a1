package io.jenkins.plugins.bluegreen.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Records;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoreTest {

    private static final String APP = "backend";

    @TempDir
    Path home;

    private Path directory;
    private RecordStore store;

    @BeforeEach
    void begin() {
        directory = home.resolve("blue-green");
        store = anew();
    }

    /** As it is found by the next process. */
    private RecordStore anew() {
        return new RecordStore(directory, () -> 200);
    }

    private void write(String id, int minute, State state) throws IOException {
        store.write(Records.at(APP, id, minute, state));
    }

    private static List<String> ids(List<Summary> summaries) {
        return summaries.stream().map(Summary::id).toList();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private Path index() throws IOException {
        return files("index").get(0);
    }

    @Test
    void knowsNothingWhereNothingWasWritten() {
        assertThat(store.histories()).isEmpty();
        assertThat(store.history(APP)).isEmpty();
        assertThat(store.read(APP, "x")).isEmpty();
        assertThat(store.newest(APP, any -> true)).isEmpty();
        assertThat(directory).doesNotExist();
    }

    @Test
    void keepsARecordForTheNextProcess() throws IOException {
        DeploymentRecord record = Records.full(APP, "shop-1-abcdef");
        store.write(record);
        for (RecordStore each : List.of(store, anew())) {
            assertThat(each.histories()).containsExactly(APP);
            assertThat(each.read(APP, record.id())).contains(record);
            assertThat(each.history(APP)).containsExactly(record.summary());
        }
        assertThat(store.read("other", record.id())).isEmpty();
    }

    @Test
    void listsTheNewestFirstInWhicheverOrderTheyEnd() throws IOException {
        write("b", 2, State.UNDONE);
        write("c", 3, State.RUNNING);
        write("a", 1, State.DEPLOYED);
        write("c", 3, State.DEPLOYED);
        assertThat(ids(store.history(APP))).containsExactly("c", "b", "a");
        assertThat(store.newest(APP, any -> true).orElseThrow().ending().state())
                .isEqualTo(State.DEPLOYED);
        assertThat(store.newest(APP, summary -> summary.ending().state() == State.UNDONE))
                .map(Summary::id)
                .contains("b");
    }

    private void deploy(int minute, String job, String hosts, String directory) throws IOException {
        store.write(Records.on(List.of(hosts.split(" ")), directory, job, minute));
    }

    /** Such as staging and production, from one controller. */
    @Test
    void anApplicationOnOtherHostsHasAHistoryOfItsOwn() throws IOException {
        deploy(1, "shop", "app1 app2", "/srv/backend");
        deploy(2, "shop", "stg1:2222", "/srv/backend");
        deploy(3, "shop", "app1 app2", "/srv/backend");
        deploy(4, "shop", "stg1:2222", "/srv/staging");
        for (RecordStore each : List.of(store, anew())) {
            assertThat(each.histories()).containsExactly(APP, APP + "@stg1-2222", APP + "@stg1-2222-2");
            assertThat(ids(each.history(APP))).containsExactly("shop-3", "shop-1");
            assertThat(ids(each.history(APP + "@stg1-2222"))).containsExactly("shop-2");
            assertThat(each.read(APP, "shop-2")).isEmpty();
            assertThat(each.read(APP + "@stg1-2222", "shop-2")).isPresent();
        }
        for (Path index : files("index")) {
            Files.delete(index);
        }
        assertThat(anew().histories()).containsExactly(APP, APP + "@stg1-2222", APP + "@stg1-2222-2");
    }

    @Test
    void hostsThatComeAndGoLeaveAHistoryWhole() throws IOException {
        deploy(1, "shop", "app1 app2", "/srv/backend");
        deploy(2, "shop", "APP2 app3", "/srv/backend");
        deploy(3, "shop", "app3", "/srv/backend");
        deploy(4, "shop", "app1", "/srv/backend");
        assertThat(store.histories()).containsExactly(APP);

        for (int i = 5; i < 30; i++) {
            deploy(i, "shop", "app3", "/srv/backend");
        }
        deploy(31, "shop", "app1", "/srv/backend");
        assertThat(store.histories())
                .as("it has not been among them for so long that it may be another one's now")
                .containsExactly(APP, APP + "@app1");
    }

    @Test
    void ofSeveralHistoriesThatHavingMostHostsInCommonIsContinued() throws IOException {
        deploy(1, "shop", "app1 app2", "/srv/backend");
        deploy(2, "shop", "app3 app4", "/srv/backend");
        deploy(3, "shop", "app2 app3 app4", "/srv/backend");
        deploy(4, "shop", "app1 app2", "/srv/backend");
        assertThat(ids(store.history(APP))).containsExactly("shop-4", "shop-1");
        assertThat(ids(store.history(APP + "@app3"))).containsExactly("shop-3", "shop-2");
    }

    /** It was refused before its hosts were known. */
    @Test
    void whatHasNoHostsIsWhereItsJobDeployedLast() throws IOException {
        store.write(Records.on(List.of(), "", "staging", 1));
        deploy(2, "production", "app1", "/srv/backend");
        deploy(3, "staging", "stg1", "/srv/backend");
        deploy(4, "production", "app1", "/srv/backend");
        store.write(Records.on(List.of(), "", "staging", 5));
        store.write(Records.on(List.of(), "", "production", 6));
        store.write(Records.on(List.of(), "", "other", 7));
        assertThat(ids(store.history(APP)))
                .containsExactly("other-7", "production-6", "production-4", "production-2", "staging-1");
        assertThat(ids(store.history(APP + "@stg1"))).containsExactly("staging-5", "staging-3");
    }

    @Test
    void twoThatBeginAtOnceDoNotShareAName() {
        Subject one = Records.on(List.of("app1"), "/srv/backend", "shop", 1).subject();
        Subject other = Records.on(List.of("stg1"), "/srv/backend", "shop", 1).subject();
        assertThat(store.historyOf(one, "shop")).isEqualTo(APP);
        assertThat(store.historyOf(other, "shop")).isEqualTo(APP + "@stg1");
        assertThat(store.historyOf(one, "shop")).isEqualTo(APP);
        assertThat(directory).doesNotExist();
    }

    @Test
    void keepsTheNewestOfEachApplicationAndWhatIsUnderWay() throws IOException {
        store = new RecordStore(directory, () -> 3);
        store.write(Records.at(APP, "running", 0, State.RUNNING));
        for (int i = 1; i <= 5; i++) {
            write("r" + i, i, State.DEPLOYED);
            store.write(Records.at("other", "o" + i, i, State.DEPLOYED));
        }
        assertThat(ids(store.history(APP))).containsExactly("r5", "r4", "r3", "running");
        assertThat(ids(store.history("other"))).containsExactly("o5", "o4", "o3");
        assertThat(store.read(APP, "r2")).isEmpty();
        assertThat(files(".json")).hasSize(7);
    }

    @Test
    void keepsWhatServesHoweverManyFailedSince() throws IOException {
        store = new RecordStore(directory, () -> 2);
        write("before", 1, State.DEPLOYED);
        write("serves", 2, State.DEPLOYED);
        store.write(knowsNothing("told", 3, new SlotChange(Slot.GREEN, 8081, null, 0)));
        for (int i = 4; i < 9; i++) {
            store.write(knowsNothing("f" + i, i, new SlotChange(null, 0, null, 0)));
        }
        assertThat(ids(store.history(APP))).containsExactly("f8", "f7", "told", "serves");
    }

    @Test
    void keepsWhatMadeItServeHoweverOftenThereWasNothingToDo() throws IOException {
        store = new RecordStore(directory, () -> 2);
        write("serves", 1, State.DEPLOYED);
        for (int i = 2; i < 6; i++) {
            DeploymentRecord like = Records.at(APP, "n" + i, i, State.DEPLOYED);
            SlotChange same = new SlotChange(Slot.GREEN, 8081, Slot.GREEN, 8081);
            Subject was = like.subject();
            store.write(new DeploymentRecord(
                    like.id(),
                    new Subject(APP, was.release(), "", was.hosts(), null, same),
                    like.origin(),
                    like.ending(),
                    like.steps(),
                    like.availability()));
        }
        assertThat(ids(store.history(APP))).containsExactly("n5", "n4", "serves");
    }

    private static DeploymentRecord deployed(String release, int minute) {
        DeploymentRecord like = Records.at(APP, release + "-" + minute, minute, State.DEPLOYED);
        Subject was = like.subject();
        return new DeploymentRecord(
                like.id(),
                new Subject(APP, release, "", was.hosts(), was.to(), was.slots()),
                like.origin(),
                like.ending(),
                like.steps(),
                like.availability());
    }

    /** Hosts may keep more releases than there are records. */
    @Test
    void keepsWhereARollbackWouldGoHoweverFewAreKept() throws IOException {
        store = new RecordStore(directory, () -> 1);
        store.write(deployed("r1", 1));
        store.write(deployed("r2", 2));
        store.write(deployed("r3", 3));
        store.write(deployed("r3", 4));
        assertThat(ids(store.history(APP))).containsExactly("r3-4", "r2-2");
        write("failed", 5, State.UNDONE);
        assertThat(ids(store.history(APP))).containsExactly("failed", "r3-4", "r2-2");
        store.write(deployed("r2", 6));
        assertThat(ids(store.history(APP))).containsExactly("r2-6", "r3-4");
    }

    private static DeploymentRecord knowsNothing(String id, int minute, SlotChange slots) {
        DeploymentRecord failed = Records.at(APP, id, minute, State.UNDONE);
        Subject was = failed.subject();
        return new DeploymentRecord(
                id,
                new Subject(APP, was.release(), was.previous(), was.hosts(), was.to(), slots),
                failed.origin(),
                failed.ending(),
                failed.steps(),
                failed.availability());
    }

    @Test
    void whatIsBesideARecordGoesWithIt() throws IOException {
        store = new RecordStore(directory, () -> 2);
        for (int i = 1; i <= 3; i++) {
            write("r" + i, i, State.DEPLOYED);
            for (DeploymentRecord.Beside what : DeploymentRecord.Beside.values()) {
                store.write(APP, "r" + i, what, what + " of " + i);
            }
        }
        store.saw(APP, "as it was");
        write("r4", 4, State.DEPLOYED);

        assertThat(store.beside(APP, "r2", DeploymentRecord.Beside.GIVEN)).doesNotExist();
        assertThat(store.beside(APP, "r2", DeploymentRecord.Beside.LOG)).doesNotExist();
        assertThat(store.beside(APP, "r3", DeploymentRecord.Beside.GIVEN)).hasContent("GIVEN of 3");
        assertThat(store.seen(APP)).contains("as it was");
        assertThat(store.seen("other")).isEmpty();
        assertThat(Files.getPosixFilePermissions(store.beside(APP, "r3", DeploymentRecord.Beside.GIVEN)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(anew().histories()).containsExactly(APP);
    }

    @Test
    void readsAsCutOffWhatTheLastProcessLeftUnderWay() throws IOException {
        DeploymentRecord running = Records.at(APP, "x", 1, State.RUNNING);
        StepReport step = running.steps().get(0).with(StepReport.Status.RUNNING);
        store.write(Records.with(running, List.of(step)));
        assertThat(store.read(APP, "x").orElseThrow().ending().state()).isEqualTo(State.RUNNING);
        assertThat(store.history(APP).get(0).ending().state()).isEqualTo(State.RUNNING);

        RecordStore next = anew();
        DeploymentRecord left = next.read(APP, "x").orElseThrow();
        assertThat(left.ending().state()).isEqualTo(State.CUT_OFF);
        assertThat(left.ending().sentence()).isEqualTo("It was cut off, and how it ended is not known here.");
        assertThat(left.steps().get(0).status()).isEqualTo(StepReport.Status.FAILED);
        assertThat(next.history(APP).get(0).ending().state()).isEqualTo(State.CUT_OFF);
        assertThat(next.newest(APP, summary -> summary.ending().state() == State.RUNNING))
                .isEmpty();

        store.leave(APP, "x");
        assertThat(store.history(APP).get(0).ending().state()).isEqualTo(State.CUT_OFF);
    }

    @Test
    void aTornRecordHidesNoOther() throws IOException {
        write("a", 1, State.DEPLOYED);
        write("b", 2, State.DEPLOYED);
        Path torn = files(".json").stream()
                .filter(file -> file.getFileName().toString().startsWith("a-"))
                .findFirst()
                .orElseThrow();
        Files.writeString(torn, Files.readString(torn).substring(0, 40));
        Files.delete(index());

        RecordStore next = anew();
        assertThat(next.histories()).containsExactly(APP);
        assertThat(ids(next.history(APP))).containsExactly("b");
        assertThat(next.read(APP, "a")).isEmpty();
        next.write(Records.at(APP, "c", 3, State.DEPLOYED));
        assertThat(ids(anew().history(APP))).containsExactly("c", "b");
    }

    /** Also in the middle of a process, such as by a restored backup. */
    @Test
    void makesATornIndexAnew() throws IOException {
        write("a", 1, State.DEPLOYED);
        write("b", 2, State.DEPLOYED);
        String whole = Files.readString(index());
        for (int length = 0; length < whole.length(); length += 97) {
            Files.writeString(index(), whole.substring(0, length));
            RecordStore next = anew();
            assertThat(next.histories()).containsExactly(APP);
            assertThat(ids(next.history(APP))).containsExactly("b", "a");
            assertThat(Files.readString(index())).isEqualTo(whole);
        }
        // What is left may also be whole lines.
        int header = whole.indexOf('\n') + 1;
        int first = whole.indexOf('\n', header) + 1;
        for (int end : List.of(whole.length() - 20, first, header)) {
            for (RecordStore each : List.of(store, anew())) {
                Files.writeString(index(), whole.substring(0, end));
                assertThat(ids(each.history(APP))).containsExactly("b", "a");
                assertThat(Files.readString(index())).isEqualTo(whole);
            }
        }
    }

    @Test
    void makesAMissingIndexAnew() throws IOException {
        write("a", 1, State.DEPLOYED);
        Files.delete(index());
        assertThat(ids(store.history(APP))).containsExactly("a");
        Files.delete(index());
        assertThat(anew().newest(APP, any -> true)).map(Summary::id).contains("a");
    }

    @Test
    void knowsTheNewestOneAlsoAfterItWasAskedForIt() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("r" + i, i, i % 10 == 0 ? State.UNDONE : State.DEPLOYED);
            for (RecordStore each : List.of(store, anew())) {
                assertThat(each.newest(APP, any -> true)).map(Summary::id).contains("r" + i);
                assertThat(each.newest(APP, any -> true)).map(Summary::id).contains("r" + i);
                assertThat(each.newest(APP, summary -> summary.ending().state() == State.UNDONE))
                        .map(Summary::id)
                        .contains("r" + i / 10 * 10);
            }
        }
    }

    /** The process was killed between the two. */
    @Test
    void findsTheRecordThatTheIndexDoesNotTellOfYet() throws IOException {
        write("a", 1, State.DEPLOYED);
        String before = Files.readString(index());
        write("b", 2, State.RUNNING);
        Files.writeString(index(), before);
        assertThat(ids(anew().history(APP))).containsExactly("b", "a");

        Files.writeString(index(), before);
        Files.createFile(index().resolveSibling("writing"));
        assertThat(anew().newest(APP, any -> true)).map(Summary::id).contains("b");
        assertThat(index().resolveSibling("writing")).doesNotExist();

        String running = Files.readString(index());
        write("b", 2, State.DEPLOYED);
        Files.writeString(index(), running);
        assertThat(anew().history(APP).get(0).ending().state()).isEqualTo(State.DEPLOYED);
    }

    /** As where the process was killed before it came to the index. */
    @Test
    void findsTheRecordWhoseIndexCouldNotBeWritten() throws IOException {
        write("a", 1, State.DEPLOYED);
        Path index = index();
        String before = Files.readString(index);
        Files.delete(index);
        Files.createDirectory(index);
        Path inTheWay = Files.createFile(index.resolve("x"));
        assertThatThrownBy(() -> write("b", 2, State.DEPLOYED)).isInstanceOf(IOException.class);
        Files.delete(inTheWay);
        Files.delete(index);
        Files.writeString(index, before);
        assertThat(anew().newest(APP, any -> true)).map(Summary::id).contains("b");
    }

    /** What was there is not written over: whoever reads it meanwhile has it as it was, and a power failure leaves the one or the other. */
    @Test
    void replacesWhatWasThereAsAWhole() throws IOException {
        write("a", 1, State.RUNNING);
        store.saw(APP, "as it was");
        List<Path> files = List.of(files(".json").get(0), index(), files("seen").get(0));
        List<String> before = new ArrayList<>();
        for (Path file : files) {
            before.add(Files.readString(file));
            Files.createLink(home.resolve(file.getFileName()), file);
        }
        write("a", 1, State.DEPLOYED);
        store.saw(APP, "as it is");
        for (int i = 0; i < files.size(); i++) {
            assertThat(home.resolve(files.get(i).getFileName())).content().isEqualTo(before.get(i));
            assertThat(files.get(i)).content().isNotEqualTo(before.get(i));
        }
    }

    @Test
    void removesWhatAKilledProcessWasWriting() throws IOException {
        write("a", 1, State.DEPLOYED);
        Path torn = Files.writeString(index().resolveSibling(".123.tmp"), "{\"id\":");
        Files.delete(index());
        assertThat(ids(anew().history(APP))).containsExactly("a");
        assertThat(torn).doesNotExist();
    }

    @Test
    void keepsWhatWasThereWhereItCannotWrite() throws IOException {
        write("a", 1, State.DEPLOYED);
        Path folder = index().getParent();
        Path record = files(".json").get(0);
        Files.delete(record);
        Files.createDirectory(record); // whoever is root may write into any folder
        Files.writeString(record.resolve("x"), "");
        assertThatThrownBy(() -> write("a", 1, State.UNDONE)).isInstanceOf(IOException.class);
        assertThat(ids(store.history(APP))).containsExactly("a");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    /** Whoever is root may write into any folder, but no file where a folder is that is not empty. */
    private Path hinder(String id) throws IOException {
        Path hindrance = index().resolveSibling(FileName.of(id) + ".json");
        Files.createDirectory(hindrance);
        return Files.writeString(hindrance.resolve("x"), "");
    }

    /** It is true nevertheless. */
    @Test
    void tellsHowOneEndedWhoseRecordCouldNeverBeWritten() throws IOException {
        write("a", 1, State.DEPLOYED);
        Path hindrance = hinder("b");
        assertThatThrownBy(() -> write("b", 2, State.RUNNING)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> write("b", 2, State.STUCK)).isInstanceOf(IOException.class);
        assertThat(ids(store.history(APP))).containsExactly("b", "a");
        assertThat(store.newest(APP, any -> true)).map(Summary::id).contains("b");
        assertThat(store.newest(APP, summary -> summary.ending().state() == State.DEPLOYED))
                .map(Summary::id)
                .contains("a");
        assertThat(store.read(APP, "b").orElseThrow().ending().state()).isEqualTo(State.STUCK);
        assertThat(store.histories()).containsExactly(APP);

        Files.delete(hindrance);
        Files.delete(hindrance.getParent());
        write("c", 3, State.DEPLOYED);
        for (RecordStore each : List.of(store, anew())) {
            assertThat(ids(each.history(APP))).as("written later").containsExactly("c", "b", "a");
        }
    }

    @Test
    void theFirstOfAHistoryMayBeTheOneThatCannotBeWritten() throws IOException {
        Files.writeString(directory, "a file");
        assertThatThrownBy(() -> write("a", 1, State.STUCK)).isInstanceOf(IOException.class);
        assertThat(store.histories()).containsExactly(APP);
        assertThat(ids(store.history(APP))).containsExactly("a");
        Files.delete(directory);
        write("b", 2, State.DEPLOYED);
        assertThat(ids(anew().history(APP))).containsExactly("b", "a");
    }

    /** As an empty file says it, which fits onto a disk that is full. */
    @Test
    void nobodyKnowsInTheNextProcessHowOneEndedThatCouldNotBeWritten() throws IOException {
        write("a", 1, State.DEPLOYED);
        Path trace = Files.createFile(index().resolveSibling(FileName.of("b") + ".json"));
        Files.setLastModifiedTime(trace, FileTime.from(Records.AT.plus(Duration.ofHours(2))));
        Files.createFile(index().resolveSibling("writing"));
        store = anew();
        Summary left = store.newest(APP, any -> true).orElseThrow();
        assertThat(left.ending().state()).isEqualTo(State.CUT_OFF);
        assertThat(left.ending().sentence()).startsWith("Its record could not be written");
        assertThat(left.ending().startedAt())
                .isEqualTo(Files.getLastModifiedTime(trace).toInstant());
        assertThat(left.origin().job()).as("whoever saw what served sees that").isEqualTo("shop/backend");
        assertThat(store.read(APP, left.id())).map(DeploymentRecord::summary).contains(left);
        assertThat(store.read(APP, "../" + left.id())).isEmpty();
        assertThat(ids(store.history(APP))).containsExactly(left.id(), "a");
        assertThat(ids(anew().history(APP))).containsExactly(left.id(), "a");

        store.write(Records.at(APP, "b", 2, State.UNDONE));
        assertThat(ids(store.history(APP))).as("it was taken up").containsExactly("b", "a");
        Files.delete(trace);
        Files.createFile(trace);
        Files.delete(index());
        store = new RecordStore(directory, () -> 1);
        store.write(Records.at(APP, "c", 30_000_000, State.DEPLOYED));
        assertThat(ids(store.history(APP))).containsExactly("c");
        assertThat(files(".json")).as("it goes as others do").hasSize(1);
    }

    @Test
    void namesFilesSafelyWhateverTheyAreOf() throws IOException {
        List<String> names = List.of(
                "backend",
                "Backend",
                "..",
                "../../etc/passwd",
                "a/b",
                "con",
                "nul.",
                "앱",
                "a b",
                "a-b",
                "%2e",
                "x".repeat(3_000),
                "");
        for (String name : names) {
            store.write(Records.full(name, name));
        }
        for (String name : names) {
            String kept = store.read(name, name).map(DeploymentRecord::id).orElse(null);
            assertThat(name.length() > 300 ? name : kept).isEqualTo(name);
        }
        assertThat(files(".json")).hasSize(names.size()).allSatisfy(file -> {
            String plain = file.getFileName().toString();
            assertThat(plain).matches("[a-z0-9_-]{1,90}\\.json").isEqualTo(plain.toLowerCase(Locale.ROOT));
            assertThat(file.getParent().getParent()).isEqualTo(directory);
        });
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all).containsExactly(directory);
        }
    }

    @Test
    void believesNobodyWithoutEnd() throws IOException {
        DeploymentRecord full = Records.full(APP, "x");
        String much = "b" + "x".repeat(1_000_000) + "e";
        StepReport step = new StepReport(much, much, Records.AT, Duration.ZERO, StepReport.Status.DONE, much);
        DeploymentRecord huge = new DeploymentRecord(
                "x",
                new Subject(APP, much, much, List.of(much), null, full.subject().slots()),
                new Origin(
                        Origin.Kind.DEPLOYMENT,
                        much,
                        "job",
                        1,
                        "url",
                        IntStream.range(0, 100)
                                .mapToObj(i -> new Origin.Commit(much, much, much))
                                .toList(),
                        ""),
                new Ending(State.STUCK, Records.AT, Duration.ZERO, much, much, much),
                IntStream.range(0, 5_000).mapToObj(i -> step).toList(),
                full.availability());
        store.write(Records.with(huge, List.of(step)));
        assertThat(Files.size(files(".json").get(0))).isLessThan(100_000);
        assertThat(store.read(APP, "x").orElseThrow().ending().evidence())
                .startsWith("bx")
                .endsWith("xe")
                .hasSizeLessThanOrEqualTo(64_000);
        store.write(Records.with(
                huge, huge.steps().stream().map(each -> full.steps().get(0)).toList()));
        assertThat(store.read(APP, "x").orElseThrow().steps()).hasSize(3_000);
        assertThat(store.read(APP, "x").orElseThrow().origin().commits()).hasSize(20);
        assertThat(store.history(APP).get(0).origin().commits()).hasSize(3);
    }

    @Test
    void remembersNobodyWhoIsOnlyAskedFor() {
        for (int i = 0; i < 100; i++) {
            store.history("no-" + i);
            store.read("no-" + i, "x");
        }
        assertThat(store)
                .extracting("histories.shelves")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .isEmpty();
    }

    @Test
    void isWrittenAndReadBySeveralAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> work = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        for (int i = 0; i < 10; i++) {
                            store.write(Records.at(APP, thread + "-" + i, thread * 10 + i, State.RUNNING));
                            store.history(APP);
                            store.write(Records.at(APP, thread + "-" + i, thread * 10 + i, State.DEPLOYED));
                            assertThat(store.read(APP, thread + "-" + i)).isPresent();
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> each : threads.invokeAll(work)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.history(APP))
                .hasSize(80)
                .allMatch(summary -> summary.ending().state() == State.DEPLOYED)
                .isEqualTo(anew().history(APP));
        assertThat(files(".tmp")).isEmpty();
    }

    /** Each page of Jenkins asks which jobs there are, also for who may see none of them. */
    @Test
    void tellsTheJobsByTheFirstLineOfTheIndex() throws IOException {
        write("a-1-0", 1, State.DEPLOYED);
        List<String> lines = Files.readAllLines(index());
        Files.write(index(), List.of(lines.get(0), "broken"));

        assertThat(anew().jobs(APP))
                .containsExactly(Records.full(APP, "x").origin().job());
        assertThat(Files.readAllLines(index())).as("is not read").endsWith("broken");

        Files.write(index(), List.of("broken"));
        assertThat(anew().jobs(APP))
                .containsExactly(Records.full(APP, "x").origin().job());
        assertThat(anew().jobs("nobody")).isEmpty();
    }

    /** Whoever sees a deployment in a list sees its application in the list of applications. */
    @Test
    void neverTellsOfADeploymentBeforeItsJob() throws Exception {
        RecordStore busy = new RecordStore(directory, () -> 1000);
        deploy(0, "job-0", "web1", "/srv/backend");
        assertThat(busy.jobs(APP)).containsExactly("job-0");
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<Void> writing = writer.submit(() -> {
                for (int i = 1; i <= 300; i++) {
                    busy.write(Records.on(List.of("web1"), "/srv/backend", "job-" + i, i));
                }
                return null;
            });
            while (!writing.isDone()) {
                String newest =
                        busy.newest(APP, any -> true).orElseThrow().origin().job();
                assertThat(busy.jobs(APP)).contains(newest);
            }
            writing.get();
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void whatALaterVersionWroteIsKept() throws IOException {
        write("a-1-0", 1, State.DEPLOYED);
        Path file = files(".json").get(0);
        JSONObject later =
                new JSONObject(Files.readString(file)).put("version", 2).put("more", "known later");
        Files.writeString(file, later.toString());

        write("a-1-0", 2, State.SETTLED);

        JSONObject both = new JSONObject(Files.readString(file));
        assertThat(both.getString("more")).isEqualTo("known later");
        assertThat(both.getJSONObject("ending").getString("state")).isEqualTo("SETTLED");
    }
}
