package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Why a build failed, as its later steps read it. */
class FailureActionTest {

    private static final List<String> WEB = List.of("web1", "web2");

    private final FailureAction none = FailureAction.none();

    @Test
    void aLaterDeploymentOfTheSameApplicationTakesItsPlace() {
        FailureAction failed = none.with("backend", WEB, "green is not healthy.");

        assertThat(failed.text()).isEqualTo("green is not healthy.");
        assertThat(failed.with("backend", WEB, "The lock is held.").text()).isEqualTo("The lock is held.");
        assertThat(failed.with("backend", WEB, "").text()).isEmpty();
    }

    /** Otherwise the failure of one would be lost where two are deployed at once. */
    @Test
    void thatOfAnotherApplicationStays() {
        FailureAction failed =
                none.with("backend", WEB, "green is not healthy.").with("shop", WEB, "");

        assertThat(failed.text()).isEqualTo("green is not healthy.");
        assertThat(failed.with("shop", WEB, "The lock is held.").text())
                .isEqualTo("backend: green is not healthy.\nshop: The lock is held.");
    }

    /** Groups of hosts, of which one fails and another is rolled back, as docs/SCALE.md has it. */
    @Test
    void thatOnOtherHostsStays() {
        FailureAction failed = none.with("backend", List.of("us1", "us2"), "green is not healthy.")
                .with("backend", List.of("eu1"), "");

        assertThat(failed.text()).isEqualTo("green is not healthy.");
        assertThat(failed.with("backend", List.of("us1"), "").text())
                .as("us2 may be as it was")
                .isEqualTo("green is not healthy.");
        assertThat(failed.with("backend", List.of("eu1"), "The lock is held.").text())
                .isEqualTo("backend on us1 us2: green is not healthy.\nbackend on eu1: The lock is held.");
        assertThat(failed.with("backend", List.of("US2", "us3", "us1"), "").text())
                .isEmpty();
    }

    @Test
    void ofManyHostsTheFirstOnesTellWhichGroupItIs() {
        List<String> eu = IntStream.rangeClosed(1, 100).mapToObj(i -> "eu" + i).toList();
        FailureAction failed =
                none.with("backend", eu, "green is not healthy.").with("backend", List.of("us1"), "The lock is held.");

        assertThat(failed.text())
                .isEqualTo(
                        "backend on 100 hosts (eu1, eu2, eu3, eu4, eu5, eu6, eu7, eu8, eu9, eu10 and 90 more): green is"
                                + " not healthy.\nbackend on us1: The lock is held.");
        assertThat(failed.with("backend", eu, "").text()).isEqualTo("The lock is held.");
    }

    /** A build of an earlier version has left no hosts. */
    @Test
    void whatFailedOnHostsThatAreNotKnownIsForgottenWithTheNextSuccess() {
        FailureAction failed = none.with("backend", List.of(), "hosts is not set.");

        assertThat(failed.with("shop", WEB, "").text()).isEqualTo("hosts is not set.");
        assertThat(failed.with("backend", WEB, "").text()).isEmpty();
    }

    @Test
    void whatFailedWithoutAnApplicationIsForgottenWithTheNextSuccess() {
        FailureAction failed = none.with("", List.of(), "application is not set.");

        assertThat(failed.with("backend", WEB, "late").text()).isEqualTo("application is not set.\nbackend: late");
        assertThat(failed.with("backend", WEB, "").text()).isEmpty();
    }

    /** A NUL in a variable keeps any process from being started, and other control characters a build from being loaded. */
    @Test
    void isOneLineThatAFileAndAProcessCanHold() {
        assertThat(none.with("backend", WEB, "  first\r\n\tsecond\u0000\u001b[31m\u0085\ud800\uffff 한글 \ud83d\ude00\n")
                        .text())
                .isEqualTo("first second??[31m??? 한글 \ud83d\ude00");
        assertThat(none.with("backend", WEB, "x".repeat(200_000)).text()).hasSizeLessThan(4100);
    }

    /** A host may say $TOKEN, which Jenkins would replace. */
    @Test
    void isNotReadForVariables() {
        FailureAction failed = none.with("backend", WEB, "goes by $port, ${HOME} or $$X; 5 $ and $.");

        assertThat(failed.text()).isEqualTo("goes by $port, ${HOME} or $$X; 5 $ and $.");
        assertThat(failed.escaped(1)).isEqualTo("goes by $$port, $${HOME} or $$$$X; 5 $ and $.");
        assertThat(failed.escaped(2)).isEqualTo("goes by $$$$port, $$$${HOME} or $$$$$$$$X; 5 $ and $.");
    }
}
