package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A switch of the include layout, and somebody else who is at the file as well, or takes its folder away. */
class SomebodyElseIT {

    private final SlotPair slots = FreePorts.slots();
    private final LocalHost host = new LocalHost();
    private PrivateNginx nginx;
    private Path file;

    @BeforeEach
    void startNginx() {
        nginx = PrivateNginx.withInclude(slots);
        file = nginx.switchFile();
    }

    @AfterEach
    void stopNginx() {
        nginx.close();
    }

    @Test
    void whatSomebodyElseWroteBeforeTheSwitchIsNotOverwritten() throws Exception {
        host.before("include", () -> Programs.run("sh", "-c", mischief()));
        assertSwitchFails(nginx.testCommand(), nginx.reloadCommand(), "was changed by somebody else during the switch");
        assertThat(file).hasContent("set $service_port " + slots.blue() + ";\n# mine\n");
    }

    /** What was read is what is brought back after a failure, and theirs would be lost. */
    @Test
    void whatSomebodyElseWroteSinceItWasReadIsNotOverwritten() throws Exception {
        TrafficRouter router = new NginxRouterConfig(nginx.config()).on(host, slots);
        router.read();
        Programs.run("sh", "-c", mischief());
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("was changed by somebody else");
        assertThat(file).hasContent("set $service_port " + slots.blue() + ";\n# mine\n");
        router.switchTo(Slot.GREEN);
        assertThat(file).hasContent("set $service_port " + slots.green() + ";\n# mine\n");
    }

    @Test
    void whatSomebodyElseWroteAfterTheSwitchIsTold() throws Exception {
        String reload = nginx.reloadCommand() + "; " + mischief();
        assertSwitchFails(nginx.testCommand(), reload, file + " on local does not hold what was written");
        assertThat(file).hasContent("set $service_port " + slots.green() + ";\n# mine\n");
    }

    @ParameterizedTest(name = "the folder goes during {0}")
    @ValueSource(strings = {"a test that fails", "a reload that fails", "a reload that nginx does not hear of"})
    void aFileThatCannotBePutBackIsTold(String when) throws Exception {
        Path gone = file.resolveSibling("../gone").normalize();
        String remove = "mv " + file.getParent() + " " + gone;
        // The same command tests the configuration as it stands as well, before anything is replaced.
        String once = "! grep -q " + slots.green() + " " + file + " || { " + remove + "; echo mischief >&2; false; }";
        switch (when) {
            case "a test that fails" -> assertStuck(once, nginx.reloadCommand(), "mischief");
            case "a reload that fails" -> assertStuck(nginx.testCommand(), remove + " && exit 3", "");
            default -> assertStuck(nginx.testCommand(), remove, "no new workers");
        }
        assertThat(gone.resolve(file.getFileName())).hasContent("set $service_port " + slots.green() + ";\n");
    }

    private void assertStuck(String test, String reload, String evidence) {
        assertThat(assertSwitchFails(
                        test,
                        reload,
                        "refused the switch, and " + file
                                + " could not be put back; write the live port there by hand and reload nginx"))
                .contains(evidence);
    }

    private String mischief() {
        return "echo '# mine' >>" + file;
    }

    /** Returns the evidence. */
    private String assertSwitchFails(String test, String reload, String sentence) {
        NginxConfig config = new NginxConfig.Include(
                List.of(), file.toString(), "service_port", test, reload, Duration.ofMinutes(1));
        HostException failure = catchThrowableOfType(
                HostException.class,
                () -> new NginxRouterConfig(config).on(host, slots).switchTo(Slot.GREEN));
        assertThat(failure).hasMessageContaining(sentence);
        return failure.evidence();
    }
}
