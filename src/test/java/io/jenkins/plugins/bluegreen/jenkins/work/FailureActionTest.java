package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Why a build failed, as its later steps read it. */
class FailureActionTest {

    private final FailureAction none = FailureAction.none();

    @Test
    void aLaterDeploymentOfTheSameApplicationTakesItsPlace() {
        FailureAction failed = none.with("backend", "green is not healthy.");

        assertThat(failed.text()).isEqualTo("green is not healthy.");
        assertThat(failed.with("backend", "The lock is held.").text()).isEqualTo("The lock is held.");
        assertThat(failed.with("backend", "").text()).isEmpty();
    }

    /** Otherwise the failure of one would be lost where two are deployed at once. */
    @Test
    void thatOfAnotherApplicationStays() {
        FailureAction failed = none.with("backend", "green is not healthy.").with("shop", "");

        assertThat(failed.text()).isEqualTo("green is not healthy.");
        assertThat(failed.with("shop", "The lock is held.").text())
                .isEqualTo("backend: green is not healthy.\nshop: The lock is held.");
    }

    @Test
    void whatFailedWithoutAnApplicationIsForgottenWithTheNextSuccess() {
        FailureAction failed = none.with("", "application is not set.");

        assertThat(failed.with("backend", "late").text()).isEqualTo("application is not set.\nbackend: late");
        assertThat(failed.with("backend", "").text()).isEmpty();
    }

    /** A NUL in a variable keeps any process from being started, and other control characters a build from being loaded. */
    @Test
    void isOneLineThatAFileAndAProcessCanHold() {
        assertThat(none.with("backend", "  first\r\n\tsecond\u0000\u001b[31m\u0085\ud800\uffff 한글 \ud83d\ude00\n")
                        .text())
                .isEqualTo("first second??[31m??? 한글 \ud83d\ude00");
        assertThat(none.with("backend", "x".repeat(200_000)).text()).hasSizeLessThan(4100);
    }

    /** A host may say $TOKEN, which Jenkins would replace. */
    @Test
    void isNotReadForVariables() {
        FailureAction failed = none.with("backend", "goes by $port, ${HOME} or $$X; 5 $ and $.");

        assertThat(failed.text()).isEqualTo("goes by $port, ${HOME} or $$X; 5 $ and $.");
        assertThat(failed.escaped(1)).isEqualTo("goes by $$port, $${HOME} or $$$$X; 5 $ and $.");
        assertThat(failed.escaped(2)).isEqualTo("goes by $$$$port, $$$${HOME} or $$$$$$$$X; 5 $ and $.");
    }
}
