package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.flag.FlagRouterCases;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CaddyIT extends FlagRouterCases {

    @Override
    protected PrivateRouter start(Path flag, SlotPair slots) {
        return PrivateCaddy.at(flag, slots);
    }

    @Override
    protected String named() {
        return "try_files green";
    }

    @Override
    protected void runAsNobody() {
        Programs.run("chmod", "-R", "a+rwX", router.configuration().getParent().toString());
        router.restart("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
    }

    @Test
    void whatItMayNotBeAskedIsReadAsText() throws Exception {
        RouterState state = on(without("caddy")).inspect();
        assertThat(state.unseen()).isFalse();
        assertThat(state.doors()).isEmpty();
    }
}
