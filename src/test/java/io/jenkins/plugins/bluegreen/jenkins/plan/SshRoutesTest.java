package io.jenkins.plugins.bluegreen.jenkins.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way and which login each host gets. */
class SshRoutesTest {

    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIFSU9RBCVwhrSKXRwBWLRhDbmUS4vgWYnYEFHNpOkPbD";
    private static final String OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    @TempDir
    private Path folder;

    private final DeploySettings fields = new DeploySettings();
    private final List<HostSettings> hosts = new ArrayList<>();

    @BeforeEach
    void configure() {
        fields.setApplication("backend");
        fields.setHosts("app1 app2.example.com:2222");
        fields.setCredentialsId("usual");
        fields.setHostKeys("app2.example.com ssh-ed25519 " + KEY);
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/green");
        fields.setRouter(nginx);
    }

    private HostSettings host(String name, String address, String credentialsId, String jumpHosts) {
        HostSettings host = named(name);
        host.setAddress(address);
        host.setCredentialsId(credentialsId);
        host.setJumpHosts(jumpHosts);
        hosts.add(host);
        return host;
    }

    private static HostSettings named(String name) {
        HostSettings host = new HostSettings();
        host.setName(name);
        return host;
    }

    private Map<Target, SshRoute> routes() throws Exception {
        HostCatalog book = new HostCatalog(hosts);
        PlanFactory factory = new PlanFactory(fields, book);
        assertThat(factory.plan("id", new Owner("", "job", ""), "r1", "app.jar").hosts())
                .isSubsetOf(new SshRoutes(factory, book, SshRoutesTest::login, TrustOnFirstUseStore.in(folder))
                        .find()
                        .keySet());
        return new SshRoutes(factory, book, SshRoutesTest::login, TrustOnFirstUseStore.in(folder)).find();
    }

    private static SshLogin login(String credentialsId, HostTrust trust) {
        return new SshLogin(credentialsId, new SshLogin.Agent("/agent"), trust);
    }

    /** Returns the ways as text, each from the host back to the first jump host. */
    private List<String> ways() throws Exception {
        return routes().values().stream()
                .map(route -> route.hops()
                        .map(hop -> (hop.target().user().isEmpty()
                                        ? ""
                                        : hop.target().user() + "@") + hop.target() + " by "
                                + hop.login().user())
                        .collect(Collectors.joining(" via ")))
                .toList();
    }

    @Test
    void aHostOfTheGlobalConfigurationBringsItsOwnAddressAndLogin() throws Exception {
        host("app1", "deploy@10.0.0.1:2200", "special", null).setHostKeys("[10.0.0.1]:2200 ssh-ed25519 " + OTHER);

        assertThat(ways()).containsExactly("deploy@10.0.0.1:2200 by special", "app2.example.com:2222 by usual");
        assertThat(routes().values())
                .extracting(route -> route.login().trust().lines())
                .containsExactly("[10.0.0.1]:2200 ssh-ed25519 " + OTHER, "app2.example.com ssh-ed25519 " + KEY);
    }

    @Test
    void whatIsWrittenWithTheNameGoesBeforeTheEntry() throws Exception {
        host("app1", "deploy@10.0.0.1:2200", null, null);
        fields.setHosts("admin@app1:22022");

        assertThat(ways()).containsExactly("admin@10.0.0.1:22022 by usual");
    }

    @Test
    void theHostsOfNginxMayBeNamedToo() throws Exception {
        host("lb", "10.0.0.9", "of-nginx", null);
        ((NginxSettings) fields.getRouter()).setHosts("lb");

        assertThat(ways()).containsExactly("app1 by usual", "app2.example.com:2222 by usual", "10.0.0.9 by of-nginx");
    }

    @Test
    void jumpHostsHoldForAllHostsButThoseThatHaveTheirOwn() throws Exception {
        host("app1", null, null, "none");
        host("bastion", "jump@bastion.example.com", "of-bastion", null);
        fields.setJumpHosts("bastion, inner");

        assertThat(ways())
                .containsExactly(
                        "app1 by usual",
                        "app2.example.com:2222 by usual via inner by usual via jump@bastion.example.com by of-bastion");
    }

    @Test
    void aJumpHostMayHaveJumpHosts() throws Exception {
        host("outer", null, null, null);
        host("inner", null, null, "outer");
        host("app1", null, null, "inner");
        fields.setHosts("app1");

        assertThat(ways()).containsExactly("app1 by usual via inner by usual via outer by usual");
        assertThat(routes().values()).extracting(SshRoute::first).containsExactly(Target.parse("outer"));
    }

    @Test
    void aHostThatIsTheJumpHostOfTheOthersIsConnectedToDirectly() throws Exception {
        fields.setHosts("app1");
        fields.setJumpHosts("lb");
        ((NginxSettings) fields.getRouter()).setHosts("lb");

        assertThat(ways()).containsExactly("app1 by usual via lb by usual", "lb by usual");
    }

    @Test
    void refusesACircle() {
        host("a", null, null, "b");
        host("b", null, null, "a");
        fields.setHosts("app1");
        fields.setJumpHosts("a");

        assertThatThrownBy(this::routes)
                .isInstanceOf(PlanException.class)
                .hasMessage("The jump hosts of 'app1' lead in a circle, over 'a'; correct jumpHosts in the global"
                        + " configuration.");
    }

    @Test
    void refusesTheSameHostByTwoNames() {
        host("app1", "app2.example.com:2222", null, null);

        assertThatThrownBy(this::routes)
                .isInstanceOf(PlanException.class)
                .hasMessage("hosts names 'app2.example.com:2222' twice, by different names; list each host once.");
    }

    @Test
    void refusesALineThatIsNoHostKey() {
        fields.setHostKeys("# ours\napp1 ssh-ed25519");
        assertThatThrownBy(this::routes).hasMessageStartingWith("Line 2 of hostKeys is 'app1 ssh-ed25519'");

        host("app1", null, null, null).setHostKeys("nonsense");
        assertThatThrownBy(() -> new HostCatalog(hosts))
                .hasMessageStartingWith("Line 1 of hostKeys of the host 'app1' is 'nonsense'");
    }

    @Test
    void refusesTwoHostsOfOneName() {
        host("app1", null, null, null);
        host("app1", "10.0.0.1", null, null);

        assertThatThrownBy(() -> new HostCatalog(hosts)).hasMessage("The host 'app1' is configured twice.");
        assertThatThrownBy(() -> new HostCatalog(List.of(named("a b"))))
                .hasMessageStartingWith("The host name 'a b' must be");
        assertThatThrownBy(() -> new HostCatalog(List.of(named(null))))
                .hasMessageStartingWith("The host name is missing; it must be");
    }

    @Test
    void trustsAtFirstUseOnlyWhereThatIsChosen() throws Exception {
        assertThat(routes().values()).noneMatch(route -> route.login().trust().acceptFirst());
        fields.setHostKeyVerification("strict");
        assertThat(routes().values()).noneMatch(route -> route.login().trust().acceptFirst());
        fields.setHostKeyVerification("acceptFirstConnection");
        assertThat(routes().values()).allMatch(route -> route.login().trust().acceptFirst());
    }

    @Test
    void knowsTheKeysThatWereTrustedAtFirstUseForTheirHostAlone() throws Exception {
        fields.setHostKeyVerification("acceptFirstConnection");
        fields.setHostKeys(null);
        TrustOnFirstUseStore.in(folder).add(List.of(new KnownHostsLine("app1", "ssh-ed25519", KEY)));

        assertThat(routes().values())
                .extracting(route -> route.login().trust().lines())
                .containsExactly("app1 ssh-ed25519 " + KEY, "");

        // Strict again: they do not count, since nobody has vouched for them.
        fields.setHostKeyVerification("strict");
        assertThat(routes().values())
                .extracting(route -> route.login().trust().lines())
                .containsOnly("");
    }
}
