package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copied entry of which not all ports were changed. */
class PortsOfOthersTest {

    private final DeploySettings shop = application("shop", "deploy@app1.example.com app2.example.com", 8080, 8081);

    private static DeploySettings application(String name, String hosts, Integer blue, Integer green) {
        DeploySettings application = new DeploySettings();
        application.setApplication(name);
        application.setHosts(hosts);
        application.setBluePort(blue);
        application.setGreenPort(green);
        application.setDeployDirectory("/srv/" + name);
        return application;
    }

    private static HostSettings host(String name, String address, String jumpHosts) {
        HostSettings host = new HostSettings();
        host.setName(name);
        host.setAddress(address);
        host.setJumpHosts(jumpHosts);
        return host;
    }

    private static DeploySettings healthAt(DeploySettings application, String port) {
        HealthCheckSettings health = new HealthCheckSettings();
        health.setPort(port);
        application.setHealthCheck(health);
        return application;
    }

    private void refuses(HostCatalog book, DeploySettings application, String sentence) {
        assertThatThrownBy(() -> new PortsOfOthers(book, List.of(shop, application)).check(application))
                .isInstanceOf(PlanException.class)
                .hasMessage(sentence);
    }

    private void takes(HostCatalog book, DeploySettings application) {
        assertThatCode(() -> new PortsOfOthers(book, List.of(shop, application)).check(application))
                .doesNotThrowAnyException();
    }

    private void advises(HostCatalog book, DeploySettings application, String... sentences) {
        assertThat(new PortsOfOthers(book, List.of(shop, application)).advise(application))
                .containsExactly(sentences);
    }

    @Test
    void thePortOfAnIdleSlotIsAnotherApplicationsAsWell() {
        refuses(
                HostCatalog.EMPTY,
                application("cart", "app9.example.com, APP1.example.com", 8081, 8082),
                "bluePort is 8081, which on APP1.example.com is a port of the application 'shop' as well, so that users of"
                        + " the one would come to the other one where a slot is idle; give each application ports of its"
                        + " own on a host.");
    }

    /** Each is given its own by a job, as far as anybody knows. */
    @Test
    void entriesWithoutADirectoryAreNotTheSameOne() {
        DeploySettings cart = application("cart", "app1.example.com", 8081, 8082);
        shop.setDeployDirectory(null);
        cart.setDeployDirectory(null);
        assertThatThrownBy(() -> new PortsOfOthers(HostCatalog.EMPTY, List.of(shop, cart)).check(cart))
                .hasMessageContaining(
                        "bluePort is 8081, which on app1.example.com is a port of the application 'shop'");
    }

    @Test
    void soIsOneThatIsAskedForItsHealth() {
        healthAt(shop, "+1000");
        refuses(
                HostCatalog.EMPTY,
                healthAt(application("cart", "app2.example.com", 9180, 9181), "-100"),
                "healthCheck.port leads to 9080 for blue, which on app2.example.com is a port of the application 'shop' as"
                        + " well, so that users of the one would come to the other one where a slot is idle; give each"
                        + " application ports of its own on a host.");
    }

    @Test
    void aHostIsTheSameByEachOfItsNames() {
        HostCatalog book = new HostCatalog(
                List.of(host("one", "deploy@app1.example.com", null), host("two", "app2.example.com:2222", null)));
        refuses(
                book,
                application("cart", "two one", 8082, 8080),
                "greenPort is 8080, which on one is a port of the application 'shop' as well, so that users of the one"
                        + " would come to the other one where a slot is idle; give each application ports of its own on a"
                        + " host.");
        // Behind another port of the same address may be another host.
        takes(book, application("cart", "two", 8082, 8080));
    }

    @ParameterizedTest
    @CsvSource({
        "cart, app1.example.com, 8082, 8083",
        "cart, app3.example.com, 8080, 8081",
        "shop, app1.example.com, 8081, 8082",
        "cart, app1.example.com, ,",
        "cart, , 8080, 8081",
        "cart, a b@, 8080, 8081",
    })
    void whatIsNotTheSameIsTaken(String name, String hosts, Integer blue, Integer green) {
        takes(HostCatalog.EMPTY, application(name, hosts, blue, green));
    }

    /** Whose it is, its directory tells. */
    @Test
    void oneEntryByTwoNamesIsTaken() {
        DeploySettings same = application("shop-by-night", "app1.example.com", 8080, 8081);
        same.setDeployDirectory("/srv/shop");
        takes(HostCatalog.EMPTY, same);
    }

    @Test
    void theSameAddressBehindAnotherHostIsAnotherOne() {
        shop.setHosts("10.0.0.5");
        shop.setJumpHosts("east.example.com");
        DeploySettings cart = application("cart", "10.0.0.5", 8080, 8081);
        cart.setJumpHosts("west.example.com");
        takes(HostCatalog.EMPTY, cart);
        advises(HostCatalog.EMPTY, cart);

        cart.setJumpHosts("jump@east.example.com");
        refuses(
                HostCatalog.EMPTY,
                cart,
                "bluePort is 8080, which on 10.0.0.5 is a port of the application 'shop' as well, so that users of the one"
                        + " would come to the other one where a slot is idle; give each application ports of its own on a"
                        + " host.");
        // The host says itself how to come there.
        takes(new HostCatalog(List.of(host("inner", "10.0.0.5", "none"))), application("cart", "inner", 8080, 8081));
    }

    /** There, it is the one of the host that is gone over. */
    @Test
    void whatIsBehindAHostOfOneAddressIsOne() {
        shop.setHosts("localhost");
        shop.setJumpHosts("203.0.113.7");
        DeploySettings cart = application("cart", "localhost", 8080, 8081);
        cart.setJumpHosts("203.0.113.7");
        refuses(
                HostCatalog.EMPTY,
                cart,
                "bluePort is 8080, which on localhost is a port of the application 'shop' as well, so that users of the one"
                        + " would come to the other one where a slot is idle; give each application ports of its own on a"
                        + " host.");
        shop.setJumpHosts("bastion");
        cart.setJumpHosts("bastion");
        takes(HostCatalog.EMPTY, cart);
        assertThat(new PortsOfOthers(HostCatalog.EMPTY, List.of(shop, cart)).advise(cart))
                .hasSize(1);
        shop.setJumpHosts("localhost:2222");
        cart.setJumpHosts("localhost:2222");
        takes(HostCatalog.EMPTY, cart);
        advises(HostCatalog.EMPTY, cart);
    }

    /** A site has an agent of its own, and its hosts have the addresses that those of each site have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.168.1.10",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.1",
                "169.254.7.7",
                "100.64.0.9",
                "[fd12:3456::1]",
                "[fe80::1%eth0]",
                "till",
                "till.local",
                "TILL.fritz.box.lan",
                "ip-10-0-0-5.ec2.internal",
                "till.localdomain",
                "till.home.arpa"
            })
    void aHostOfWhichEachSiteMayHaveOneIsTold(String host) {
        shop.setHosts(host);
        DeploySettings cart = application("cart", host, 8079, 8080);
        takes(HostCatalog.EMPTY, cart);
        advises(
                HostCatalog.EMPTY,
                cart,
                "greenPort is 8080, which on " + Target.parse(host)
                        + " is a port of the application 'shop' as well; unless that is another machine for each of them, give"
                        + " each application ports of its own there, since users of the one would come to the other one where"
                        + " a slot is idle.");
    }

    @Test
    void manySitesAreToldInOneSentence() {
        shop.setHosts("192.168.1.10");
        DeploySettings berlin = application("till-berlin", "192.168.1.10", 8080, 8081);
        DeploySettings paris = application("till-paris", "192.168.1.10", 8080, 8081);
        assertThat(new PortsOfOthers(HostCatalog.EMPTY, List.of(shop, berlin, paris)).advise(berlin))
                .singleElement()
                .asString()
                .startsWith(
                        "bluePort is 8080, which on 192.168.1.10 is a port of the applications 'shop', 'till-paris' as"
                                + " well; unless");
    }

    /** What one address or one name leads to is one machine, wherever it is asked from. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "172.32.0.1",
                "100.128.0.1",
                "[2001:db8::1]",
                "app1.example.com",
                "10.example.com",
                "local.example.com",
                "localhost.example.com",
                "app1.example.com."
            })
    void aHostThatIsOneAloneIsRefused(String host) {
        shop.setHosts(host);
        DeploySettings cart = application("cart", host, 8080, 8081);
        assertThatThrownBy(() -> new PortsOfOthers(HostCatalog.EMPTY, List.of(shop, cart)).check(cart))
                .isInstanceOf(PlanException.class);
        advises(HostCatalog.EMPTY, cart);
    }

    /** Each agent has one of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost.localdomain",
                "localhost4",
                "ip6-localhost",
                "shop.localhost",
                "127.0.0.1",
                "127.0.1.1",
                "127.200.3.4",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "host.docker.internal",
                "host.containers.internal"
            })
    void theMachineThatDeploysMayBeAnyOne(String host) {
        shop.setHosts(host);
        DeploySettings cart = application("cart", host, 8080, 8081);
        takes(HostCatalog.EMPTY, cart);
        advises(HostCatalog.EMPTY, cart);
    }
}
