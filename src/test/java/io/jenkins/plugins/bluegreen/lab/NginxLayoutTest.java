package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NginxLayoutTest {

    /** The traffic of the demo speaks no TLS, to which these two servers redirect it. */
    private static final String NOT_IN_THE_DEMO = "two-servers";

    @Test
    void readmeNamesThoseThatTheDemoCanBeTold() throws IOException {
        Matcher sentence = Pattern.compile("-Ddemo\\.layout=\\w+`.*?\\)", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(sentence.find()).isTrue();
        List<String> named = Pattern.compile("[=`]([a-z-]+)`")
                .matcher(sentence.group())
                .results()
                .map(found -> found.group(1))
                .toList();
        try (Stream<Path> all = Files.list(NginxLayout.of("url").folder().getParent())) {
            assertThat(all.filter(Files::isDirectory)
                            .map(path -> path.getFileName().toString()))
                    .contains(NOT_IN_THE_DEMO)
                    .filteredOn(name -> !name.equals(NOT_IN_THE_DEMO))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }
}
