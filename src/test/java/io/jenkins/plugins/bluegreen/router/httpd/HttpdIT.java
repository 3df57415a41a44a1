package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagRouterCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        // Its workers are nobody's anyway, but for the moment after they were forked, in which it listens already.
        Until.so(
                Duration.ofSeconds(30),
                () -> {
                    List<ProcessHandle> workers = ProcessHandle.current()
                            .descendants()
                            .filter(each -> isHttpd(each)
                                    && each.parent().filter(HttpdIT::isHttpd).isPresent())
                            .toList();
                    return !workers.isEmpty() && workers.stream().allMatch(HttpdIT::isNobodys);
                },
                () -> "its workers stay root's");
    }

    private static boolean isHttpd(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("apache2")).isPresent();
    }

    private static boolean isNobodys(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                    .contains("\nUid:\t65534\t");
        } catch (IOException e) {
            return false;
        }
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
