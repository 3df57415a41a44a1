package io.jenkins.plugins.bluegreen.jenkins.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import org.junit.jupiter.api.Test;

class FormInputTest {

    @Test
    void anEmptyTextIsNothing() {
        assertThat(FormInput.word(" \n")).isNull();
        assertThat(FormInput.text("")).isNull();
        assertThat(FormInput.number("bluePort", " ")).isNull();
    }

    @Test
    void keepsWhiteSpaceOnlyWhereItMatters() {
        assertThat(FormInput.word(" app1 ")).isEqualTo("app1");
        assertThat(FormInput.text("A=1 ")).isEqualTo("A=1 ");
    }

    @Test
    void namesTheFieldThatIsNoNumber() {
        assertThatThrownBy(() -> FormInput.number("bluePort", "eighty"))
                .isInstanceOf(PlanException.class)
                .hasMessage("bluePort is 'eighty'; it is a whole number.");
    }
}
