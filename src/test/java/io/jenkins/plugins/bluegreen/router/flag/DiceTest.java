package io.jenkins.plugins.bluegreen.router.flag;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.router.flag.Dice.Line;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiceTest {

    private static List<Line> table() {
        List<Line> lines = new ArrayList<>();
        FlagFile.SHARES.forEach(share -> lines.add(new Line(Dice.of(share), share)));
        return lines;
    }

    @Test
    void leadEachShareOfTheClients() {
        assertThat(Dice.wrong(table())).isEmpty();
    }

    @Test
    void leadOthersWhereALineWasChangedOrStandsElsewhere() {
        List<Line> table = table();
        table.set(0, new Line("^0", 1));
        assertThat(Dice.wrong(table)).contains("6.3 % of the clients for the share of 1 %");
        table = table();
        table.add(0, table.remove(4));
        assertThat(Dice.wrong(table)).contains("0.0 % of the clients for the share of 1 %");
    }

    /** One of 16, of 64 or of 256 is near enough to some of them. */
    @Test
    void mayBeAboutRight() {
        List<Line> table = table();
        table.set(0, new Line("^00", 1));
        table.set(1, new Line("^0", 5));
        table.set(2, new Line("^[01]", 10));
        assertThat(Dice.wrong(table)).isEmpty();
    }

    /** Other parts of what is drawn may do as well. */
    @Test
    void areNotJudgedWhereThatCannotBeTold() {
        List<Line> table = table();
        table.set(0, new Line("0[0-2]$", 1));
        assertThat(Dice.wrong(table)).isEmpty();
        table.set(0, new Line("^0[0-2", 1));
        assertThat(Dice.wrong(table)).isEmpty();
        table.set(0, new Line("^0[0-2]0", 1));
        assertThat(Dice.wrong(table)).contains("0.1 % of the clients for the share of 1 %");
    }

    /** Which is shorter than what the neighbours draw from. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^0[0-2][0-9a-f]{2}",
                "^0[0-2].{6}-",
                "^0[0-2][0-9a-f]{6}-[0-9a-f]{4}-",
                "^.{9}0[0-2]",
                "^.{3}[1-4]",
                "^x"
            })
    void mayBeMoreDigitsThanThree(String expression) {
        List<Line> table = table();
        table.set(0, new Line(expression, 1));
        assertThat(Dice.wrong(table)).isEmpty();
    }

    @Test
    void areJudgedByAllOfTheirDigits() {
        List<Line> table = table();
        table.set(0, new Line("^0[0-9a-f].{6}-", 1));
        assertThat(Dice.wrong(table)).contains("6.3 % of the clients for the share of 1 %");
    }

    @Test
    void areNoneWhereATableHasNoLines() {
        assertThat(Dice.wrong(List.of())).isEmpty();
    }
}
