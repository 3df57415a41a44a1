package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void whatIsPutInStaysText() {
        assertThat(new Markup()
                        .add("text", "<b>\"'&\u0000\u001b[31m", "class", "a\"b>'<&")
                        .toString())
                .isEqualTo("<text class=\"a&quot;b&gt;&#39;&lt;&amp;\">&lt;b&gt;&quot;&#39;&amp;  [31m</text>");
    }

    @Test
    void whatIsLongIsCut() {
        assertThat(new Markup().add("text", "x".repeat(10_000)).toString())
                .isEqualTo("<text>" + "x".repeat(300) + "…</text>");
    }

    @Test
    void whatIsMissingIsEmpty() {
        assertThat(new Markup().add("text", null).toString()).isEqualTo("<text></text>");
    }

    @Test
    void everyNumberCanBeRead() {
        assertThat(Markup.number(0)).isEqualTo("0");
        assertThat(Markup.number(-0.001)).isEqualTo("0");
        assertThat(Markup.number(100)).isEqualTo("100");
        assertThat(Markup.number(12.5)).isEqualTo("12.5");
        assertThat(Markup.number(0.05)).isEqualTo("0.05");
        assertThat(Markup.number(-12.349)).isEqualTo("-12.35");
        assertThat(Markup.number(Double.NaN)).isEqualTo("0");
        assertThat(Markup.number(Double.POSITIVE_INFINITY)).isEqualTo("0");
        assertThat(Markup.percent(Double.NaN)).isEqualTo("0%");
        assertThat(Markup.percent(-1)).isEqualTo("0%");
        assertThat(Markup.percent(2)).isEqualTo("100%");
        assertThat(Markup.percent(1 / 3.0)).isEqualTo("33.33%");
    }

    @Test
    void nothingStaysOpen() {
        Markup open = new Markup().open("svg");

        assertThatThrownBy(open::toString).hasMessageContaining("svg");
    }
}
