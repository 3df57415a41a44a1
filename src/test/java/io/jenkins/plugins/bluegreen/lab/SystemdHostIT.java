package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The host of the tests of systemd is one. */
class SystemdHostIT {

    @Test
    void bootsAndBootsAgain() {
        SystemdHost.assumePossible();
        try (SystemdHost host = new SystemdHost()) {
            assertThat(host.asRoot("cat /proc/1/comm")).isEqualTo("systemd\n");
            assertThat(host.asRoot("systemctl is-system-running; systemctl --failed"))
                    .startsWith("running");
            host.unit(
                    "sleep@.service",
                    "[Service]\nUser=deploy\nExecStart=sleep 300\n[Install]\nWantedBy=multi-user.target\n");
            host.allow(List.of("deploy ALL=(root) NOPASSWD: /usr/bin/systemctl start sleep@blue.service"));
            assertThat(host.asUser("sudo -n systemctl start sleep@blue.service"))
                    .isEmpty();
            assertThat(host.asUser("systemctl is-active sleep@blue.service")).isEqualTo("active\n");
            assertThat(host.asUser("sudo -n systemctl stop sleep@blue.service")).contains("password is required");
            assertThat(host.asRoot("systemctl enable sleep@green.service")).contains("Created symlink");
            String boot = host.asUser("cat /proc/sys/kernel/random/boot_id");
            host.reboot();
            assertThat(host.asUser("cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(boot);
            assertThat(host.asUser("systemctl is-active sleep@blue.service sleep@green.service"))
                    .isEqualTo("inactive\nactive\n");
        }
    }
}
