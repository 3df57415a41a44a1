package io.jenkins.plugins.bluegreen.jenkins.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.jenkins.config.PortsOfOthers;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private static List<Finding> found(Running running) {
        assertThat(running.isOver()).isTrue();
        return running.getFound().stream().map(each -> each.finding()).toList();
    }

    private static Checks checks(DeploySettings typed) {
        return new Checks(typed, HostCatalog.EMPTY, null);
    }

    @Test
    void anEmptyFormIsToldAllThatIsMissingAtOnceAndOfNoJob() {
        assertThat(found(checks(new DeploySettings()).test(List.of())))
                .allSatisfy(finding -> {
                    assertThat(finding.mark()).isEqualTo(Mark.WRONG);
                    assertThat(finding.whole()).isEqualTo("It is not given yet; fill it in.");
                })
                .extracting(Finding::field)
                .containsExactly(
                        "application", "bluePort", "credentialsId", "deployDirectory", "greenPort", "hosts", "router");
    }

    @Test
    void aLookNeedsNoMoreThanWhereAndWhoseLogin() {
        assertThat(found(checks(new DeploySettings()).look(List.of())))
                .extracting(Finding::field)
                .containsExactly("application", "credentialsId", "hosts");
    }

    /** A host would look for ever for what is above a directory that begins nowhere. */
    @Test
    void aLookGoesToNoHostWithWhatCannotBe() {
        DeploySettings typed = new DeploySettings();
        typed.setHosts("web1");
        typed.setCredentialsId("key");
        typed.setApplication("shop");
        typed.setDeployDirectory("srv/shop");
        assertThat(found(checks(typed).look(List.of())))
                .extracting(Finding::field)
                .containsExactly("deployDirectory");
        typed.setDeployDirectory("/srv/shop");
        typed.setApplication("../shop");
        assertThat(found(checks(typed).look(List.of()))).singleElement().satisfies(finding -> {
            assertThat(finding.mark()).isEqualTo(Mark.WRONG);
            assertThat(finding.whole()).contains("../shop");
        });
    }

    @Test
    void hostsThatHaveCredentialsOfTheirOwnNeedNoOthers() {
        HostSettings web = new HostSettings();
        web.setName("web1");
        web.setCredentialsId("key");
        HostSettings plain = new HostSettings();
        plain.setName("web2");
        HostCatalog catalog = new HostCatalog(List.of(web, plain));
        DeploySettings typed = new DeploySettings();

        typed.setHosts("web1");
        assertThat(new Checks(typed, catalog, null).missing(Checks.NEEDED))
                .contains("application")
                .doesNotContain("credentialsId", "hosts");
        for (String hosts : List.of("web1 web2", "web1 other.example.com", "a b@")) {
            typed.setHosts(hosts);
            assertThat(new Checks(typed, catalog, null).missing(Checks.NEEDED))
                    .as(hosts)
                    .contains("credentialsId");
        }
    }

    @Test
    void aValueThatCannotBeIsToldBesideItsField() {
        DeploySettings typed = new DeploySettings();
        typed.setApplication("shop");
        typed.setHosts("web1");
        typed.setCredentialsId("key");
        typed.setDeployDirectory("srv/shop");
        typed.setBluePort(8080);
        typed.setGreenPort(8081);
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        typed.setRouter(nginx);

        assertThat(found(checks(typed).test(List.of()))).singleElement().satisfies(finding -> {
            assertThat(finding.mark()).isEqualTo(Mark.WRONG);
            assertThat(finding.field()).isEqualTo("deployDirectory");
        });
    }

    @Test
    void aPortOfAnotherApplicationIsToldBesideItsField() {
        DeploySettings typed = new DeploySettings();
        typed.setApplication("cart");
        typed.setHosts("web1.example.com");
        typed.setCredentialsId("key");
        typed.setDeployDirectory("/srv/cart");
        typed.setBluePort(8082);
        typed.setGreenPort(8081);
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        typed.setRouter(nginx);
        DeploySettings shop = new DeploySettings();
        shop.setApplication("shop");
        shop.setHosts("web1.example.com");
        shop.setBluePort(8080);
        shop.setGreenPort(8081);

        assertThat(found(checks(typed).test(List.of(shop)))).singleElement().satisfies(finding -> {
            assertThat(finding.mark()).isEqualTo(Mark.WRONG);
            assertThat(finding.field()).isEqualTo("greenPort");
            assertThat(finding.text())
                    .startsWith("greenPort is 8081, which on web1.example.com is a port of the application 'shop'");
            assertThat(finding.todo()).isEqualTo("Give each application ports of its own on a host.");
        });
    }

    /** A deployment does with all of that, and could do better. */
    @Test
    void whatIsNotRefusedIsAdvised() {
        DeploySettings typed = new DeploySettings();
        typed.setApplication("till-paris");
        typed.setHosts("192.168.1.10");
        typed.setDeployDirectory("/srv/till-paris");
        typed.setBluePort(8080);
        typed.setMaxFailedRequests(0);
        DeploySettings other = new DeploySettings();
        other.setApplication("till-berlin");
        other.setHosts("192.168.1.10");
        other.setBluePort(8080);

        PortsOfOthers ports = new PortsOfOthers(HostCatalog.EMPTY, List.of(other));
        assertThat(checks(typed).advice(ports, new PlanFactory(typed, HostCatalog.EMPTY)))
                .allMatch(finding -> finding.mark() == Mark.ADVICE)
                .extracting(Finding::field, Finding::todo)
                .containsExactly(
                        tuple(
                                "bluePort",
                                "Unless that is another machine for each of them, give each application ports of its own"
                                        + " there, since users of the one would come to the other one where a slot is idle."),
                        tuple("maxFailedRequests", "Give frontDoor, or leave maxFailedRequests out."));
    }
}
