package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.PreviewRouter;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that lies beside the flag while testers are led to a slot, without nginx. */
class PreviewFilesIT {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);

    @TempDir
    Path folder;

    private LocalHost host = new LocalHost();

    private PreviewRouter router(Path flag) {
        return (PreviewRouter)
                new NginxRouterConfig(new NginxConfig.Flag(List.of(), flag.toString(), true)).on(host, SLOTS);
    }

    private static List<String> beside(Path flag) throws Exception {
        try (Stream<Path> all = Files.list(flag.getParent())) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void thereIsOneForTheNewestTokenAlone(String shell) throws Exception {
        host = LocalHost.in(shell, Files.createDirectory(folder.resolve("bin")));
        Path flag = Files.createDirectory(folder.resolve("it's *")).resolve("$g green");
        PreviewRouter router = router(flag);
        assertThat(router.read().preview()).isFalse();
        PreviewToken first = PreviewToken.random();
        router.preview(Slot.GREEN, first);
        assertThat(beside(flag)).containsExactly("$g green.preview-8081-" + first.value());
        RouterState state = router.read();
        assertThat(state.preview()).isTrue();
        assertThat(state.live()).contains(Slot.BLUE);
        assertThat(state.mayLeadTo(Slot.GREEN)).as("users are not").isFalse();
        assertThat(state.toString()).doesNotContain(first.value());

        PreviewToken second = PreviewToken.random();
        router.preview(Slot.GREEN, second);
        assertThat(beside(flag)).containsExactly("$g green.preview-8081-" + second.value());
        router.endPreview();
        assertThat(beside(flag)).isEmpty();
        router.endPreview();

        // What would lead back to the slot that is left is none of ours any more.
        router.preview(Slot.GREEN, first);
        Files.createFile(Path.of(flag + ".preview-8080-" + second.value()));
        router.switchTo(Slot.GREEN);
        assertThat(beside(flag)).containsExactly("$g green");
        router.preview(Slot.BLUE, first);
        router.restore(state);
        assertThat(beside(flag)).isEmpty();

        router.preview(Slot.GREEN, first);
        Programs.run("sh", "-c", router.endPreviewByHand());
        assertThat(beside(flag)).isEmpty();
    }

    @Test
    void saysWhatStandsInTheWayWithoutTheToken() throws Exception {
        PreviewToken token = PreviewToken.random();
        assertThatThrownBy(() -> router(folder.resolve("none/green")).preview(Slot.GREEN, token))
                .isInstanceOf(HostException.class)
                .hasMessage(
                        "The files " + folder + "/none/green.preview-* on local, which lead testers to the slot that is"
                                + " not live, could not be changed; their directory must belong to the login user.")
                .satisfies(why -> assertThat(((HostException) why).evidence())
                        .contains("green.preview-8081-...")
                        .doesNotContain(token.value()));
        Path flag = Files.createFile(folder.resolve("green"));
        assertThatThrownBy(() -> router(flag).preview(Slot.GREEN, token))
                .isInstanceOf(HostException.class)
                .hasMessage("What leads testers to green on local was changed by somebody else meanwhile (" + flag
                        + " is there); look who else writes there.");
    }
}
