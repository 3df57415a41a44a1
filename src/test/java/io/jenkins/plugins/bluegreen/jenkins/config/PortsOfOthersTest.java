package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void thePortOfAnIdleSlotIsAnotherApplicationsAsWell() {
        refuses(
                HostCatalog.EMPTY,
                application("cart", "app9.example.com, APP1.example.com", 8081, 8082),
                "bluePort is 8081, which on APP1.example.com is a port of the application 'shop' as well, so that users of"
                        + " the one would come to the other one where a slot is idle; give each application ports of its"
                        + " own on a host.");
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
        shop.setJumpHosts("bastion-east");
        DeploySettings cart = application("cart", "10.0.0.5", 8080, 8081);
        cart.setJumpHosts("bastion-west");
        takes(HostCatalog.EMPTY, cart);

        cart.setJumpHosts("jump@bastion-east");
        refuses(
                HostCatalog.EMPTY,
                cart,
                "bluePort is 8080, which on 10.0.0.5 is a port of the application 'shop' as well, so that users of the one"
                        + " would come to the other one where a slot is idle; give each application ports of its own on a"
                        + " host.");
        // The host says itself how to come there.
        takes(new HostCatalog(List.of(host("inner", "10.0.0.5", "none"))), application("cart", "inner", 8080, 8081));
    }

    /** Each agent has one of its own. */
    @ParameterizedTest
    @CsvSource({"localhost", "127.0.0.1", "[::1]"})
    void theMachineThatDeploysMayBeAnyOne(String host) {
        shop.setHosts(host);
        takes(HostCatalog.EMPTY, application("cart", host, 8080, 8081));
    }
}
