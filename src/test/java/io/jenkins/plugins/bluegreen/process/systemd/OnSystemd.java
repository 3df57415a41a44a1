package io.jenkins.plugins.bluegreen.process.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.SystemdHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of deployments onto a host that a systemd has booted, as a user who may have it do what README says, and no more. */
public abstract class OnSystemd extends OnBench {

    public static SystemdHost host;

    @BeforeAll
    public static void boot() {
        SystemdHost.assumePossible();
        host = new SystemdHost();
    }

    @AfterAll
    public static void powerOff() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    public void layOutForSystemd() throws Exception {
        layOut(Scope.SYSTEM);
    }

    @AfterEach
    public void leaveNoUnits() {
        host.asRoot(
                "systemctl stop 'shop@*'; systemctl disable shop@blue shop@green; rm -f /etc/systemd/system/shop@.service; systemctl daemon-reload");
    }

    void layOut(Scope scope) throws Exception {
        Files.createDirectories(bench.directory());
        bench.host = host.loginAsUser();
        bench.nginxHost = new LocalHost();
        bench.router = new NginxConfig.Flag(
                List.of(Target.parse(Bench.ROUTER)), bench.flag().toString());
        bench.process = new SystemdConfig("", scope);
        host.give(folder);
        if (scope == Scope.USER) {
            host.userUnit("shop@.service", file().template());
        } else {
            host.unit("shop@.service", file().template());
            host.allow(file().sudoers());
        }
    }

    UnitFile file() {
        return ((SystemdConfig) bench.process)
                .file(new ApplicationName("shop"), bench.directory().toString(), SystemdHost.USER, bench.stopTimeout);
    }

    /** Returns whether the two units run, and whether a reboot starts them. */
    public String units() {
        return host.asRoot(
                        "for each in blue green; do echo $(systemctl is-active shop@$each) $(systemctl is-enabled shop@$each); done")
                .strip()
                .replace("\n", ", ");
    }

    public void assertLive(Slot slot) {
        assertThat(units())
                .isEqualTo(
                        slot == Slot.BLUE ? "active enabled, inactive disabled" : "inactive disabled, active enabled");
    }

    Outcome undone(Map<String, String> environment) throws Exception {
        Outcome outcome = bench.deploy(environment);
        assertThat(outcome.result()).as(outcome.sentence() + outcome.evidence()).isEqualTo(Result.UNDONE);
        return outcome;
    }
}
