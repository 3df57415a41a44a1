package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the configuration of the running nginx goes by the file that a deployment is to switch. */
class ConfigurationInUseIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SlotPair slots = FreePorts.slots();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include FILE;",
                "include 'FILE';",
                "  include\tFILE ; # set $service_port",
                "include conf.d/*.inc;",
                "include conf.d/service-port.inc; # not ../FILE",
                "include more.conf;"
            })
    void anIncludedFileIsFoundHoweverItIsNamed(String line) throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            Path folder = nginx.configuration().getParent();
            Files.writeString(folder.resolve("more.conf"), "# more\ninclude more/*;");
            Files.writeString(
                    Files.createDirectory(folder.resolve("more")).resolve("a b.conf"),
                    "include " + nginx.switchFile() + ";");
            replace(nginx, "include " + nginx.switchFile() + ";", line);
            TrafficRouter router = router(nginx.config());
            assertThat(router.inspect().live()).isEqualTo(router.read().live());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# include FILE;", "include more/*;", "if (-f FILE) { set $service_port 1; }"})
    void anIncludedFileThatNginxDoesNotIncludeIsTold(String line) throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            Files.createDirectory(nginx.configuration().resolveSibling("more"));
            replace(nginx, "include " + nginx.switchFile() + ";", line);
            HostException refusal = refusal(router(nginx.config()));
            assertThat(refusal).hasMessageContainingAll("does not name " + nginx.switchFile(), "include layout");
            assertThat(refusal.evidence()).contains(nginx.configuration().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (-f FILE) {",
                "if ( !-f \"FILE\" ) {",
                "if (-e FOLDER/../backend/green) {",
                // Nobody but nginx knows what these mean.
                "if (-f FOLDER/$http_host/green) {",
                "if (-f $where) {",
                "try_files /bluegreen/green @blue; if ($x) {",
                "js_set $service_port port; if ($x) {"
            })
    void aFlagFileIsFoundWhereverItMayBeTested(String line) throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            if (line.contains("!-f")) {
                exchangePorts(nginx);
            }
            replace(nginx, "if (-f " + nginx.switchFile() + ") {", line);
            TrafficRouter router = router(nginx.config());
            assertThat(router.inspect().live()).isEqualTo(router.read().live());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (-f FOLDER/other/green) {",
                "if (-f $document_root/maintenance.html) {",
                "try_files $uri /index.html; if (!-e $request_filename) {",
                "# if (-f FILE)\nif ($x) {"
            })
    void aFlagFileThatNginxDoesNotTestIsTold(String line) throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            replace(nginx, "if (-f " + nginx.switchFile() + ") {", line);
            assertThat(refusal(router(nginx.config())))
                    .hasMessageContainingAll("does not name " + nginx.switchFile(), "reload-free layout");
        }
    }

    @Test
    void aFlagFileWithAnOddNameIsNotDenied() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            String odd = nginx.switchFile().resolveSibling("gr;e}en").toString();
            replace(nginx, "if (-f " + nginx.switchFile() + ") {", "if (-f \"" + odd + "\") {");
            assertThat(router(new NginxConfig.Flag(List.of(), odd)).inspect().live())
                    .contains(Slot.BLUE);
        }
    }

    @Test
    void nothingIsSaidOfAConfigurationThatCannotBeReadWhole() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            replace(nginx, "include " + nginx.switchFile() + ";", "include /not/there.conf;");
            assertThat(router(nginx.config()).inspect().live()).isPresent();
        }
    }

    /** Other nginxes of this machine count as well, and one that is just ending cannot be followed. */
    private static HostException refusal(TrafficRouter router) {
        HostException[] refusal = new HostException[1];
        Until.so(
                LIMIT,
                () -> {
                    refusal[0] = catchThrowableOfType(HostException.class, router::inspect);
                    return refusal[0] != null;
                },
                () -> "not refused");
        return refusal[0];
    }

    private TrafficRouter router(NginxConfig config) {
        return new NginxRouterConfig(config).on(new LocalHost(), slots);
    }

    /** What was set where the file is, is set where it is not. */
    private void exchangePorts(PrivateNginx nginx) throws IOException {
        String set = "set $service_port ";
        replace(nginx, set + slots.blue(), set + "GREEN");
        replace(nginx, set + slots.green(), set + slots.blue());
        replace(nginx, set + "GREEN", set + slots.green());
    }

    private static void replace(PrivateNginx nginx, String line, String by) throws IOException {
        String text = Files.readString(nginx.configuration());
        assertThat(text).contains(line);
        String file = nginx.switchFile().toString();
        String folder = nginx.switchFile().getParent().toString();
        Files.writeString(
                nginx.configuration(),
                text.replace(line, by.replace("FILE", file).replace("FOLDER", folder)));
    }
}
