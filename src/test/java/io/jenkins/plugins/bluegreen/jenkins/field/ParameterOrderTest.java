package io.jenkins.plugins.bluegreen.jenkins.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CaddySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HttpdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order a snippet writes parameters. */
class ParameterOrderTest {

    /** All parameters of a class, in the order of a snippet. */
    private static List<String> written(Class<?> settings) {
        Map<String, Object> all = new TreeMap<>();
        SettingsProperty.of(settings).forEach(property -> all.put(property.name(), property.name()));
        Map<String, Object> sorted = new ParameterOrder(settings).sorted(all);
        assertThat(sorted).isEqualTo(all);
        return List.copyOf(sorted.keySet());
    }

    /** The names in the first column of the table that follows a line. */
    private static List<String> table(String line) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Matcher table = Pattern.compile("(?m)^" + Pattern.quote(line) + ".*\\n(?:(?!\\|).*\\n)*((?:\\|.*\\n)+)")
                .matcher(readme);
        assertThat(table.find()).as(line).isTrue();
        return table.group(1)
                .lines()
                .skip(2)
                .map(row -> row.split("\\|")[1])
                .flatMap(cell -> Pattern.compile("\\w+").matcher(cell).results().map(found -> found.group()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings, ## Parameters",
        "io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings, `healthCheck: [...]`",
        "io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings, `router: nginx(...)`",
        "io.jenkins.plugins.bluegreen.jenkins.router.HaproxySettings, `router: haproxy(...)`",
        "io.jenkins.plugins.bluegreen.jenkins.router.CommandRouterSettings, `router: command(...)`",
        "io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings, `strategy: canary(...)`"
    })
    void isThatOfReadme(Class<?> settings, String heading) throws IOException {
        assertThat(written(settings)).isEqualTo(table(heading)).hasSizeGreaterThan(3);
    }

    @Test
    void isThatOfReadmeWhereThereAreFew() throws IOException {
        assertThat(written(CaddySettings.class))
                .isEqualTo(written(HttpdSettings.class))
                .isEqualTo(table("`router: caddy(...)`, `router: httpd(...)`"))
                .isNotEmpty();
        assertThat(written(RollingSettings.class))
                .isEqualTo(table("`strategy: rolling(...)`"))
                .isNotEmpty();
    }

    @Test
    void beginsWithTheApplicationAndWhatIsWantedOfIt() {
        assertThat(written(DeploySettings.class)).startsWith("application", "artifact");
        assertThat(written(RollbackSettings.class)).startsWith("application", "release", "markBad", "hosts");
        assertThat(written(StatusSettings.class)).startsWith("application", "expect", "hosts");
        assertThat(written(HealthCheckSettings.class)).startsWith("path");
        assertThat(written(NginxSettings.class)).startsWith("flagFile");
    }

    @Test
    void keepsWhatHasNoPlaceAtTheEnd() {
        Map<String, Object> given =
                new TreeMap<>(Map.of("zebra", 1, "antelope", 2, "artifact", "a", "application", "b"));

        assertThat(new ParameterOrder(DeploySettings.class).sorted(given).keySet())
                .containsExactly("application", "artifact", "antelope", "zebra");
    }
}
