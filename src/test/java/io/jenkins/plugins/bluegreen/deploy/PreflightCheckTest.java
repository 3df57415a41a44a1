package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hangs is a finding, and not a wait. */
@Timeout(60)
class PreflightCheckTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** A login waits for 30 s for a host that is silent; a busy machine takes its time as well. */
    private static final Duration NOT_WAITED_FOR = LIMIT.plusSeconds(20);

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    private final List<ServerSocket> silent = new ArrayList<>();
    private final DeploySettings fields = new DeploySettings();

    @AfterEach
    void close() throws IOException {
        for (ServerSocket each : silent) {
            each.close();
        }
    }

    /** The kernel takes its connections; nobody ever says anything. */
    private int silence() throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        silent.add(socket);
        return socket.getLocalPort();
    }

    private List<Finding> test(String hosts) throws InterruptedException {
        fields.setApplication("backend");
        fields.setHosts(hosts);
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        fields.setRouter(nginx);
        DeployPlan plan = new PlanFactory(fields, HostCatalog.EMPTY)
                .plan("shop-7-0a1b2c", new Owner("", "shop #7", ""), "r7", "app.jar");
        SshLogin login = new SshLogin("ann", new SshLogin.Password("open"), "[127.0.0.1]:1 " + KEY + "\n");
        return PreflightCheck.inspect(plan, new HostConnector(plan, login), LIMIT);
    }

    @Test
    void silentHostsAreToldAtOnceAndWhatElseThereIsToo() throws Exception {
        String first = "127.0.0.1:" + silence();
        String second = "127.0.0.1:" + silence();

        long begun = System.nanoTime();
        List<Finding> found = test(first + " " + second + " nowhere.invalid");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(NOT_WAITED_FOR);
        assertThat(found)
                .allMatch(finding ->
                        finding.mark() == Mark.WRONG && finding.field().equals("hosts"));
        assertThat(found)
                .extracting(Finding::text)
                .containsExactly(
                        first + " did not answer within 1.0 s.",
                        second + " did not answer within 1.0 s.",
                        "The host name nowhere.invalid is not known here.");
        assertThat(found).extracting(Finding::todo).doesNotContain("").last().isEqualTo("Check hosts and the DNS.");
    }

    @Test
    void aSilentFrontDoorIsToldBesideThem() throws Exception {
        fields.setFrontDoor("http://127.0.0.1:" + silence() + "/");
        String host = "127.0.0.1:" + silence();

        long begun = System.nanoTime();
        List<Finding> found = test(host);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(NOT_WAITED_FOR);
        assertThat(found).extracting(Finding::field).containsExactly("hosts", "frontDoor");
        assertThat(found.get(1).text()).isEqualTo(fields.getFrontDoor() + " did not answer within 1.0 s.");
    }

    /** What it answered is known, whatever else took all of the time. */
    @Test
    void aFrontDoorThatAnswersIsToldThoughAHostHangs() throws Exception {
        List<Finding> found = behindADoor(200, "");

        assertThat(found).extracting(Finding::mark).containsExactly(Mark.WRONG, Mark.GOOD);
        assertThat(found.get(1)).isEqualTo(Finding.good("", "frontDoor", fields.getFrontDoor() + " answers 200"));
    }

    /** A router answers so with nothing behind it. */
    @Test
    void aFrontDoorThatOnlyRedirectsIsNoneOfTheApplication() throws Exception {
        List<Finding> found = behindADoor(302, "https://login.example.com/?to=shop");

        assertThat(found).extracting(Finding::mark).containsExactly(Mark.WRONG, Mark.ADVICE);
        assertThat(found.get(1).field()).isEqualTo("frontDoor");
        assertThat(found.get(1).whole())
                .isEqualTo(fields.getFrontDoor() + " answers 302 to https://login.example.com, which may be answered by"
                        + " nginx alone, so that nothing of the application is seen or measured there; give a URL that the"
                        + " application answers itself, such as its health page.");

        assertThat(behindADoor(301, "https://127.0.0.1:8443/").get(1).whole())
                .isEqualTo(fields.getFrontDoor() + " answers 301 to https://127.0.0.1:8443, which may be answered by"
                        + " nginx alone, so that nothing of the application is seen or measured there; give the URL that this"
                        + " leads to.");
    }

    private List<Finding> behindADoor(int status, String location) throws Exception {
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        door.createContext("/", exchange -> {
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        door.start();
        try {
            fields.setFrontDoor("http://127.0.0.1:" + door.getAddress().getPort() + "/");
            return test("127.0.0.1:" + silence());
        } finally {
            door.stop(0);
        }
    }

    @Test
    void aFrontDoorThatNobodyKnowsIsWrong() throws Exception {
        fields.setFrontDoor("http://nowhere.invalid/");

        List<Finding> found = test("nowhere.invalid");

        assertThat(found).extracting(Finding::field).containsExactly("hosts", "frontDoor");
        assertThat(found.get(1).mark()).isEqualTo(Mark.WRONG);
        assertThat(found.get(1).text()).startsWith("http://nowhere.invalid/ does not answer: ");
    }

    @Test
    void twentySecondsAreTheLimit() {
        assertThat(PreflightCheck.LIMIT).isEqualTo(Duration.ofSeconds(20));
    }
}
