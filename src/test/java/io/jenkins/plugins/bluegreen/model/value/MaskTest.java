package io.jenkins.plugins.bluegreen.model.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    private static String masked(String value, String text) {
        return Mask.of(List.of(value)).in(text);
    }

    @Test
    void hidesAValueWhereverItStands() {
        assertThat(masked("hunter2", "a=hunter2, xhunter2x\nhunter2")).isEqualTo("a=****, x****x\n****");
        assertThat(Mask.of(List.of("abc", "abcdef")).in("abcdef abc")).isEqualTo("**** ****");
        assertThat(masked("a.c", "abc a.c")).isEqualTo("abc ****");
    }

    @Test
    void hidesAShortValueWhereItStandsByItself() {
        assertThat(masked("7", "PIN=7, port 17 7;")).isEqualTo("PIN=****, port 17 ****;");
        assertThat(masked("$x", "a$x=$x")).isEqualTo("a$x=****");
        assertThat(masked("pin", "spinning")).isEqualTo("s****ning");
    }

    @Test
    void hidesAValueOfSeveralLinesAndEachOfThem() {
        String key = "-----BEGIN-----\nMIIE\n}\nabcd efgh\n-----END-----\n";

        assertThat(masked(key, "key: " + key + "!")).isEqualTo("key: ****!");
        assertThat(masked(key, "key: " + key.strip() + "!")).isEqualTo("key: ****!");
        assertThat(masked(key, "cut off:\nabcd efgh\n-----END-----\n}")).isEqualTo("cut off:\n****\n****\n}");
        assertThat(masked("ab\nde", "ab\r\nde ab\nde")).isEqualTo("**** ****");
    }

    @Test
    void hidesAValueThatWasBrokenIntoLines() {
        assertThat(masked("abcdefghijkl", "x abcd\nefghijkl abcdefghijk\r\nl")).isEqualTo("x **** ****");
    }

    @ParameterizedTest
    @ValueSource(ints = {3_800, 7_900, 100_000})
    void hidesALongValue(int length) {
        String value = "secret-".repeat(length / 7);

        assertThat(masked(value, "a=" + value + "!")).isEqualTo("a=****!");
        assertThat(masked(value, "a=" + value.replaceAll("(.{76})", "$1\r\n") + "!"))
                .isEqualTo("a=****!");
        assertThat(masked(value, "my " + "secret-".repeat(9) + "!")).isEqualTo("my " + "secret-".repeat(9) + "!");
    }

    @Test
    void hidesWhatIsLeftOfALongValueWhereTheTextWasCutOff() {
        assertThat(masked("abcdefghijkl", "efghijkl! abcdefgh")).isEqualTo("****! ****");
        assertThat(masked("abcdefghijkl", "ef\nghijkl")).isEqualTo("****");
        assertThat(masked("abcdefghijkl", "ijkl abcd")).isEqualTo("ijkl abcd");
    }

    @Test
    void hidesTheSameOnAnAgent() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new ObjectOutputStream(sent).writeObject(Mask.of(List.of("hunter2")));
        Mask received = (Mask) new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray())).readObject();

        assertThat(received.in("a=hunter2")).isEqualTo("a=****");
    }

    @Test
    void hidesAValueAsOthersWriteIt() {
        assertThat(masked("it's", "+ p='it'\\''s'")).isEqualTo("+ p='****'");
        assertThat(masked("a\"b\\c", "{\"p\":\"a\\\"b\\\\c\"}")).isEqualTo("{\"p\":\"****\"}");
        assertThat(masked("a b&c", "GET /?p=a+b%26c /?q=a%20b%26c")).isEqualTo("GET /?p=**** /?q=****");
    }

    @Test
    void passesOverWhatIsEmpty() {
        assertThat(masked("", "text")).isEqualTo("text");
        assertThat(masked(" \n", "a b\nc")).isEqualTo("a b\nc");
        assertThat(Mask.NONE.in(null)).isNull();
    }
}
