package io.jenkins.plugins.bluegreen.deploy.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.port.host.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookOutputTest {

    private final List<String> told = new ArrayList<>();
    private final HookOutput output = new HookOutput(told::add);

    private record Written(Iterator<String> lines) implements Lease {

        @Override
        public String readLine() {
            return lines.hasNext() ? lines.next() : null;
        }

        @Override
        public boolean alive() {
            return lines.hasNext();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private String read(List<String> lines) throws Exception {
        return output.read(new Written(lines.iterator()), "the-mark");
    }

    @Test
    void tellsEachLineAndHowItEnded() throws Exception {
        assertThat(read(List.of("", "one", "", "two", "", "the-mark ended 3", "not this")))
                .isEqualTo("ended 3");
        assertThat(told).containsExactly("", "one", "", "two");
        assertThat(output.last()).isEqualTo("\none\n\ntwo");
    }

    @Test
    void tellsNoEndWhereItSaysNone() throws Exception {
        assertThat(read(List.of("one", "two"))).isEmpty();
        assertThat(told).containsExactly("one", "two");
    }

    @Test
    void tellsTheBeginningAndKeepsTheEndOfWhatIsLong() throws Exception {
        List<String> many = new ArrayList<>(Collections.nCopies(5_000, "line"));
        many.add("the last one");
        many.add("");
        many.add("the-mark ended 0");
        read(many);
        assertThat(told).hasSize(HookOutput.TOLD + 1);
        assertThat(told.get(HookOutput.TOLD)).contains("writes more than 1000 lines");
        assertThat(output.last()).hasLineCount(40).endsWith("line\nthe last one");
    }

    @Test
    void tellsOfALongLineItsBeginningAndOfABarOfProgressItsLastState() throws Exception {
        read(List.of("word ".repeat(2_000), " 1 %\r 2 %\r100 %\r", "the-mark ended 0"));
        assertThat(told).containsExactly("word ".repeat(400) + "...", "100 %");
    }

    /** Whoever hides it knows it as a whole alone. */
    @Test
    void tellsNoPartOfAWordThatMayBeASecret() throws Exception {
        String secret = "s3cr3t-t0ken";
        String first = "y ".repeat(995) + secret + " ";
        String line = first + "z".repeat(Lease.LONGEST_LINE - first.length() - 5) + secret.substring(0, 5);
        assertThat(read(List.of(line, secret.substring(5) + " more", "next", "the-mark ended 0")))
                .isEqualTo("ended 0");
        assertThat(told).containsExactly("y ".repeat(995) + "...", "next");
        assertThat(output.last()).doesNotContain("s3cr", "ken");
    }
}
