package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagRouterCases;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpdIT extends FlagRouterCases {

    @Override
    protected PrivateRouter start(Path flag, SlotPair slots) {
        return PrivateHttpd.at(flag, slots);
    }

    @Override
    protected String named() {
        return "/green -f";
    }

    @Override
    protected void runAsNobody() {
        // Its workers are nobody's anyway.
    }

    /** They stay until the application ends them, which this one never does. */
    @Test
    void idleConnectionsThatItKeepsCostNoRequest() throws Exception {
        router.close();
        router = PrivateHttpd.keeping(bench.flag(), bench.slots);
        bench.otherRouter = router;
        deployed(Map.of());
        try (Traffic traffic = Traffic.to(router.url(), 100)) {
            deployed(Map.of());
            deployed(Map.of());
            assertThat(traffic.stop().failures()).isEmpty();
        }
    }

    @Test
    void whatItMayNotBeAskedIsReadAsText() throws Exception {
        assertThat(on(without("apache2")).inspect().doors())
                .isEqualTo(on(new LocalHost()).inspect().doors())
                .isNotEmpty();
    }
}
