package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through nginx; and what is the same with each router. */
class PreviewIT extends PreviewCases {

    @Override
    OwnRouter start(boolean shares) {
        bench.nginx = shares
                ? PrivateNginx.withCanaryAndPreview(bench.flag(), bench.slots)
                : PrivateNginx.withPreview(bench.flag(), bench.slots);
        return bench.nginx;
    }

    @Override
    Set<Long> processes() {
        return bench.nginx.master().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Override
    String checked() {
        return "-$other_port-$preview";
    }

    @Override
    String unchecked() {
        return "$http_x_preview";
    }

    @Test
    void endsWithAPromotionThatFailsBeforeItsSwitch() throws Exception {
        endsWhereItFails(Hook.BEFORE_SWITCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< lead testers to green", "> hold green"})
    void oneThatIsKilledIsSettled(String line) throws Exception {
        bench.dieHoldingAt(line, new Hold(LONG, Hold.Ends.DISCARD).seenBy(token));
        assertThat(files()).hasSize(1);
        deployed(Map.of());
        assertThat(files()).isEmpty();
        assertThat(by(token)).isEqualTo("r3");
        assertSaid("nginx on local leads no testers to it any more");
    }

    /** As where nginx is on another host than what was held, whose time was over. */
    @Test
    void aTokenThatWasLeftShowsNothingOfTheNextRelease() throws Exception {
        Files.createFile(Path.of(bench.flag() + ".preview-" + bench.slots.green() + "-" + token.value()));
        List<String> seen = new ArrayList<>();
        bench.when("> switch nginx", () -> seen.add(by(token)));
        deployed(Map.of());
        assertThat(seen).containsExactly("r1");
        assertSaid("removed what had led testers to a release that was held");
        assertThat(files()).isEmpty();
    }
}
