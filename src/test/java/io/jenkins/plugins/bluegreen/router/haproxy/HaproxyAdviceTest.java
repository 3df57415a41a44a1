package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HaproxyAdviceTest {

    @Test
    void isGivenWhereTheNextStartWouldFail() {
        assertThat(HaproxyAdvice.of("frontend fe\n http-request set-var(txn.w) str(x),map_str_int(/m,0)\n", "/m"))
                .singleElement()
                .asString()
                .contains("_int", "refuse its next start");
        assertThat(HaproxyAdvice.of("frontend fe\n http-request set-var(txn.w) str(x),map_str_int(/m2,0)\n", "/m"))
                .isEmpty();
    }

    @Test
    void isGivenWhereRequestsAreLost() {
        assertThat(HaproxyAdvice.of("defaults\n retries 0\n http-reuse always\n", "/m"))
                .hasSize(2)
                .anyMatch(advice -> advice.contains("retries 0"))
                .anyMatch(advice -> advice.contains("http-reuse always"));
        assertThat(HaproxyAdvice.of("defaults\n retries 3\n # http-reuse always\n", "/m"))
                .isEmpty();
    }
}
