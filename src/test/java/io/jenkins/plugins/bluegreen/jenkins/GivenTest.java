package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.plan.PlanException;
import org.junit.jupiter.api.Test;

class GivenTest {

    @Test
    void anEmptyTextIsNothing() {
        assertThat(Given.word(" \n")).isNull();
        assertThat(Given.text("")).isNull();
        assertThat(Given.number("bluePort", " ")).isNull();
    }

    @Test
    void keepsWhiteSpaceOnlyWhereItMatters() {
        assertThat(Given.word(" app1 ")).isEqualTo("app1");
        assertThat(Given.text("A=1 ")).isEqualTo("A=1 ");
    }

    @Test
    void namesTheFieldThatIsNoNumber() {
        assertThatThrownBy(() -> Given.number("bluePort", "eighty"))
                .isInstanceOf(PlanException.class)
                .hasMessage("bluePort is 'eighty'; it is a whole number.");
    }
}
