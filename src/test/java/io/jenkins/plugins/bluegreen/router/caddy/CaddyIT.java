package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.flag.FlagRouterCases;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    /** As caddy(1) takes them; where it cannot be told by which file it goes, none is. */
    @Test
    void isConfiguredByWhatItsArgumentsName() throws Exception {
        Map<String, String> files = Map.ofEntries(
                Map.entry("--config /c/x", "/c/x"),
                Map.entry("--config=/c/x --watch", "/c/x"),
                Map.entry("-c /c/x", "/c/x"),
                Map.entry("-c=/c/x -w", "/c/x"),
                Map.entry("-c/c/x -e", "/c/x"),
                Map.entry("-c /c/x -a json5", "/c/x json5"),
                Map.entry("-a=nginx -c /c/x", "/c/x nginx"),
                Map.entry("-ayaml -c /c/x", "/c/x yaml"),
                Map.entry("-r", ""),
                Map.entry("-wr -c /c/x", ""),
                Map.entry("-wc /c/x", ""));
        String script =
                Command.script(CaddyRouter.class, "follow").script() + "arguments \"$1\" && echo $main $adapter";
        Path process = Files.createDirectory(folder.resolve("process"));
        Files.createSymbolicLink(process.resolve("cwd"), Path.of("/"));
        for (Map.Entry<String, String> each : files.entrySet()) {
            String words = "caddy run " + each.getKey() + " ";
            Files.writeString(process.resolve("cmdline"), words.replace(' ', '\0'));
            assertThat(Programs.run("sh", "-c", script, "sh", process.toString()))
                    .as(each.getKey())
                    .isEqualToIgnoringNewLines(each.getValue());
        }
    }
}
