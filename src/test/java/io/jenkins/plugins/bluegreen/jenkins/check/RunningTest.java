package io.jenkins.plugins.bluegreen.jenkins.check;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private Running ended(Callable<List<Proposal>> look, Duration limit) {
        Running running = Running.begin(look, threads, limit);
        Until.so(Duration.ofSeconds(20), running::isOver, () -> "it goes on");
        return running;
    }

    private static Proposal finding(Mark mark, String text) {
        return Proposal.of(new Finding(mark, "", "", text, "", ""));
    }

    private static List<String> texts(Running running) {
        return running.getFound().stream().map(each -> each.finding().whole()).toList();
    }

    @Test
    void goesOnInTheBackgroundAndTellsTheWorstFirst() {
        CountDownLatch go = new CountDownLatch(1);
        Running running = Running.begin(
                () -> {
                    go.await();
                    return List.of(
                            finding(Mark.GOOD, "a"),
                            finding(Mark.WRONG, "b"),
                            finding(Mark.ADVICE, "c"),
                            finding(Mark.GOOD, "d"));
                },
                threads,
                Duration.ofMinutes(1));

        assertThat(running.isOver()).isFalse();
        assertThat(running.getFound()).isEmpty();
        go.countDown();
        Until.so(Duration.ofSeconds(20), running::isOver, () -> "it goes on");
        assertThat(texts(running)).containsExactly("b", "c", "a", "d");
        assertThat(running.count("GOOD")).isEqualTo(2);
    }

    @Test
    void anAgentThatHangsIsToldAndNotWaitedFor() {
        Running running = ended(
                () -> {
                    new CountDownLatch(1).await();
                    return List.of();
                },
                Duration.ofMillis(50));

        assertThat(texts(running)).containsExactly("The agent did not answer within 25 s; look whether it is well.");
        assertThat(running.getFound().get(0).finding().field()).isEqualTo("testOn");
    }

    @Test
    void aFailureIsASentence() {
        Duration limit = Duration.ofMinutes(1);

        assertThat(texts(ended(
                        () -> {
                            throw new AbortException("No agent is there; have one connect.");
                        },
                        limit)))
                .containsExactly("No agent is there; have one connect.");
        assertThat(texts(ended(
                        () -> {
                            throw new IllegalStateException("odd");
                        },
                        limit)))
                .singleElement()
                .asString()
                .contains("odd", "the log of Jenkins");
    }

    @Test
    void onlyTheLatestAreRemembered() {
        Runs runs = new Runs();
        Running first = runs.add(Running.over(List.of()));
        assertThat(runs.get(first.getId())).contains(first);
        for (int i = 0; i < 100; i++) {
            runs.add(Running.over(List.of()));
        }
        assertThat(runs.get(first.getId())).isEmpty();
        assertThat(runs.get("")).isEmpty();
    }
}
