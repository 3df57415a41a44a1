package io.jenkins.plugins.bluegreen.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import org.junit.jupiter.api.Test;

/** What a build has held, by the places where it has. */
class HeldByBuildTest {

    private static DeployPlan plan(String id, String application, String hosts) {
        DeploySettings fields = new DeploySettings();
        fields.setApplication(application);
        fields.setHosts(hosts);
        fields.setBluePort(8080);
        fields.setGreenPort(8081);
        fields.setDeployDirectory("/srv/backend");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile("/etc/nginx/flag");
        fields.setRouter(nginx);
        return new PlanFactory(fields, HostCatalog.EMPTY).plan(id, new Owner("", "shop #2", ""), "r2", "app.jar");
    }

    /** One build deploys to several groups of hosts, and promotes each of them, or one host of it. */
    @Test
    void eachGroupOfHostsHasItsOwn() {
        HeldByBuild held = HeldByBuild.none()
                .with(plan("shop-2-aaaaaa", "backend", "web1 web2"))
                .with(plan("shop-2-bbbbbb", "backend", "deploy@web3"));

        assertThat(held.on(plan("any", "backend", "web1 web2"))).containsExactly("shop-2-aaaaaa");
        assertThat(held.on(plan("any", "backend", "web2"))).containsExactly("shop-2-aaaaaa");
        assertThat(held.on(plan("any", "backend", "web3"))).containsExactly("shop-2-bbbbbb");
        assertThat(held.on(plan("any", "backend", "web4"))).isEmpty();
        assertThat(held.on(plan("any", "frontend", "web1 web2"))).isEmpty();
    }

    /** By another agent, or through another jump host, the same address is another host. */
    @Test
    void noneIsForgottenForAnotherOneAtItsAddress() {
        DeployPlan again = plan("shop-2-cccccc", "backend", "web1 web2");

        HeldByBuild held = HeldByBuild.none()
                .with(plan("shop-2-aaaaaa", "backend", "web1 web2"))
                .with(again);

        assertThat(held.on(again)).containsExactly("shop-2-aaaaaa", "shop-2-cccccc");
        assertThat(held.with(again).on(again)).containsExactly("shop-2-aaaaaa", "shop-2-cccccc");
    }
}
