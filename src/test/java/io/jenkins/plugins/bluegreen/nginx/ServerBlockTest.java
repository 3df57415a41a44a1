package io.jenkins.plugins.bluegreen.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.plan.AppName;
import io.jenkins.plugins.bluegreen.plan.ProxyConfig;
import io.jenkins.plugins.bluegreen.plan.SlotPair;
import io.jenkins.plugins.bluegreen.plan.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerBlockTest {

    private static final AppName APP = new AppName("backend");
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final ProxyConfig FLAG = new ProxyConfig.Flag(List.of(), "/etc/nginx/bluegreen/backend/green");
    private static final ProxyConfig INCLUDE =
            new ProxyConfig.Include(List.of(), "/etc/nginx/conf.d/service-port.inc", "service_port", "t", "r");

    @Test
    void readmeShowsWhatWePrint() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("```nginx\n" + ServerBlock.of(APP, SLOTS, FLAG, List.of()) + "```")
                .contains("```nginx\n" + ServerBlock.of(APP, SLOTS, INCLUDE, List.of()) + "```");
    }

    @Test
    void namesTheHostsOfTheApplicationWhereNginxRunsElsewhere() {
        assertThat(ServerBlock.of(APP, SLOTS, FLAG, Target.parseAll("deploy@app1:2222 [fd00::1]")))
                .contains(
                        "server app1:8080;",
                        "server app1:8081;",
                        "server [fd00::1]:8081;",
                        "server [fd00::1]:8081 backup;")
                .doesNotContain("127.0.0.1");
    }
}
