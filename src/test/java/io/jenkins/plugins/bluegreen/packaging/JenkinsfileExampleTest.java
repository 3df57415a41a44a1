package io.jenkins.plugins.bluegreen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The file that people copy. */
class JenkinsfileExampleTest {

    private static String example() throws IOException {
        return Files.readString(Path.of("Jenkinsfile.example"));
    }

    /** The names that a step is called with, in the lines that are no comments. */
    private static List<String> given(String step) throws IOException {
        String calls = Pattern.compile("(?m)^ *//.*$").matcher(example()).replaceAll("");
        return Pattern.compile(step + " (.*)")
                .matcher(calls)
                .results()
                .map(call -> call.group(1))
                .flatMap(arguments ->
                        Pattern.compile("(\\w+): ").matcher(arguments).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
    }

    @Test
    void callsTheStepAsTheFirstLinesOfReadmeDo() throws IOException {
        String call = "blueGreenDeploy application: 'backend', artifact: 'target/*.jar'\n";

        assertThat(example()).contains(call);
        assertThat(Files.readString(Path.of("README.md"))).contains("```groovy\n" + call + "```");
    }

    @Test
    void namesParametersThatThereAre() throws IOException {
        assertThat(given("blueGreenDeploy"))
                .isNotEmpty()
                .isSubsetOf(SettingsProperty.of(DeploySettings.class).stream()
                        .map(SettingsProperty::name)
                        .toList());
        assertThat(given("blueGreenStatus"))
                .isNotEmpty()
                .isSubsetOf(SettingsProperty.of(StatusSettings.class).stream()
                        .map(SettingsProperty::name)
                        .toList());
    }

    /** Asked every 20 seconds, what is up after two is deployed after twenty. */
    @Test
    void asksWithoutAFixedPause() throws IOException {
        assertThat(example()).doesNotContain("interval", "retries", "initialDelay");
    }
}
