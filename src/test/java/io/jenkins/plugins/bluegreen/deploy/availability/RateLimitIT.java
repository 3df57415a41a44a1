package io.jenkins.plugins.bluegreen.deploy.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our own questions to a front door whose nginx answers each client only so often. */
class RateLimitIT extends DeployedOnce {

    @BeforeEach
    void askTheFrontDoor() {
        bench.frontDoorUrl = bench.nginx.url();
        bench.measureEvery = TimeSpan.parse(
                "measureEvery", new DeploySettings().withDefaults().getMeasureEvery());
        bench.observe = Duration.ofSeconds(4);
        bench.maxFailedRequests = 0;
    }

    /** As many have it: five requests a second, and five more at once. */
    @Test
    void ourQuestionsMeetNoUsualLimit() throws Exception {
        limit("rate=5r/s", "burst=5 nodelay");
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.availability().asked()).isGreaterThan(5);
        assertThat(outcome.availability().failed()).isZero();
        assertThat(outcome.availability().limited()).isZero();
        // Nor was one of the proof, whose answers are not counted there.
        assertThat(bench.console).noneMatch(line -> line.contains("turned a question away"));
        assertThat(bench.nginx.errors()).doesNotContain("limiting requests");
    }

    /** Which no pace of ours could meet that is worth anything. */
    @Test
    void asksLessOftenWhereALimitIsLower() throws Exception {
        limit("rate=1r/s", "burst=1 nodelay");
        bench.frontDoorTimeout = Duration.ofSeconds(30);
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.availability().failed()).isZero();
        assertThat(outcome.availability().limited()).isPositive();
        assertThat(bench.console)
                .anyMatch(line -> line.contains("the front door turned a question away since it is asked too often (")
                        && line.contains("; it is asked every 800 ms from now on"));
    }

    private void limit(String rate, String how) {
        bench.nginx.edit(
                text -> text.replace("http {", "http { limit_req_zone $binary_remote_addr zone=each:1m " + rate + ";")
                        .replace("location / {", "location / { limit_req zone=each " + how + ";"));
    }
}
