package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerBlockTest {

    private static final ApplicationName APP = new ApplicationName("backend");
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final NginxConfig FLAG = new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/backend/green");
    private static final NginxConfig INCLUDE = new NginxConfig.Include(
            List.of(), "/etc/nginx/conf.d/service-port.inc", "service_port", "t", "r", Duration.ofMinutes(1));

    @Test
    void readmeShowsWhatWePrint() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("```nginx\n" + ServerBlock.of(APP, SLOTS, FLAG, List.of()) + "```")
                .contains("```nginx\n" + ServerBlock.of(APP, SLOTS, INCLUDE, List.of()) + "```");
    }

    private static String behind(String frontDoor) {
        return ServerBlock.of(APP, SLOTS, FLAG, List.of(), Optional.of(URI.create(frontDoor)));
    }

    @Test
    void saysWhatIsAGuess() {
        assertThat(ServerBlock.of(APP, SLOTS, FLAG, List.of()))
                .contains(
                        "    listen 80;  # a guess: the port that users come to\n",
                        "    server_name backend.example.com;  # a guess: the name that they call\n");
    }

    @Test
    void followsTheFrontDoor() {
        assertThat(behind("http://shop.example.org:8000/start"))
                .contains("    listen 8000;\n    server_name shop.example.org;\n")
                .doesNotContain("guess", "ssl");
        assertThat(behind("https://shop.example.org/"))
                .contains("    listen 443 ssl;\n    server_name shop.example.org;\n")
                .contains("    ssl_certificate /etc/ssl/shop.example.org.pem;  # a guess: its certificate\n")
                .contains("    ssl_certificate_key /etc/ssl/shop.example.org.key;  # a guess: its key\n");
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
