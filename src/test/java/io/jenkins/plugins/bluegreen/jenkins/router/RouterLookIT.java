package io.jenkins.plugins.bluegreen.jenkins.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real routers, each with the block that its settings print, of which nothing but the name of the application is known. */
@Timeout(60)
class RouterLookIT {

    private static final Cleanup CLEANUP = new Cleanup();
    private static final Map<String, Map<String, String>> EXPECTED = new HashMap<>();
    private static PrivateCaddy caddy;

    @TempDir
    static Path flags;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        SlotPair slots = FreePorts.slots();
        Path flag = flag("caddy");
        caddy = CLEANUP.add(PrivateCaddy.at(flag, slots));
        expect(CaddySettings.class, slots, Map.of("flagFile", flag.toString()));
        slots = FreePorts.slots();
        flag = flag("httpd");
        CLEANUP.add(PrivateHttpd.keeping(flag, slots));
        expect(HttpdSettings.class, slots, Map.of("flagFile", flag.toString()));
        slots = FreePorts.slots();
        PrivateHaproxy haproxy = CLEANUP.add(PrivateHaproxy.of("shop", slots));
        EXPECTED.put(HaproxySettings.class.getName(), haproxy(haproxy, slots));
    }

    private static Map<String, String> haproxy(PrivateHaproxy haproxy, SlotPair slots) {
        return values(
                HaproxySettings.class,
                slots,
                Map.of(
                        "mapFile", haproxy.mapFile().toString(),
                        "socket", haproxy.socket().toString(),
                        "key", "shop"));
    }

    private static Path flag(String router) throws IOException {
        return Files.createDirectories(flags.resolve(router).resolve("shop")).resolve("green");
    }

    private static void expect(Class<?> router, SlotPair slots, Map<String, String> more) {
        EXPECTED.put(router.getName(), values(router, slots, more));
    }

    private static Map<String, String> values(Class<?> router, SlotPair slots, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("router", router.getName());
        values.put("bluePort", Integer.toString(slots.blue()));
        values.put("greenPort", Integer.toString(slots.green()));
        return values;
    }

    @AfterAll
    static void stop() throws Exception {
        CLEANUP.close();
    }

    private List<Proposal> look(String application, LocalHost host) throws Exception {
        return RouterLook.of(application, Set.of(), null).at(host, "web1", "deploy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void eachIsFoundWithItsPortsByTheScriptsThatTestReadsItWith(String shell) throws Exception {
        LocalHost host = LocalHost.in(shell, Files.createDirectory(folder.resolve("shell")));

        assertThat(look("shop", host))
                .allMatch(Proposal::sure)
                .extracting(Proposal::values)
                .containsExactlyInAnyOrderElementsOf(EXPECTED.values());
    }

    /** They are those that people paste whose strategy is a canary. */
    @Test
    void theBlocksForACanaryAreFoundAsTheShorterOnesAre() throws Exception {
        List<Map<String, String>> all = new ArrayList<>(EXPECTED.values());
        try (Cleanup more = new Cleanup()) {
            SlotPair slots = FreePorts.slots();
            Path flag = flag("nginx-canary");
            more.add(PrivateNginx.withCanary(flag, slots));
            all.add(values(NginxSettings.class, slots, Map.of("flagFile", flag.toString())));
            slots = FreePorts.slots();
            flag = flag("caddy-canary");
            more.add(PrivateCaddy.withCanary(flag, slots));
            all.add(values(CaddySettings.class, slots, Map.of("flagFile", flag.toString())));
            slots = FreePorts.slots();
            flag = flag("httpd-canary");
            more.add(PrivateHttpd.withCanary(flag, slots));
            all.add(values(HttpdSettings.class, slots, Map.of("flagFile", flag.toString())));
            slots = FreePorts.slots();
            all.add(haproxy(more.add(PrivateHaproxy.withCanary("shop", slots)), slots));

            assertThat(look("shop", new LocalHost()))
                    .allMatch(Proposal::sure)
                    .extracting(Proposal::values)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void anNginxWhoseFilesMayNotBeReadIsToldAsWhatItIs(String shell) throws Exception {
        assumeThat(Programs.asRoot()).as("only root can be somebody else").isTrue();
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        words.addAll(List.of(shell.split(" ")));
        LocalHost nobody = new LocalHost("nobody's", words, System.getenv("PATH"));
        try (PrivateNginx nginx = PrivateNginx.withFlag(FreePorts.slots())) {
            String file = nginx.configuration().toString();
            assertThat(nginx(nobody))
                    .containsExactly("nginx runs, and its configuration could not be read (" + file
                            + " may not be read by nobody).");
            String main = Files.readString(nginx.configuration());
            Files.writeString(nginx.configuration(), "include /nowhere/gone.conf;\n" + main);
            LocalHost root = new LocalHost("root's", List.of(shell.split(" ")), System.getenv("PATH"));
            assertThat(nginx(root))
                    .containsExactly("nginx runs, and its configuration could not be read (what it includes as"
                            + " /nowhere/gone.conf is not there, or may not be read by root).");
            Files.writeString(nginx.configuration(), main);
            nginx.restartApart();
            assertThat(nginx(new LocalHost()))
                    .containsExactly("nginx runs, and its configuration could not be read (it runs in a container).");
        }
    }

    private static List<String> nginx(LocalHost host) throws Exception {
        RouterLook look = RouterLook.of("shop", Set.of(), null);
        return new RouterLook("shop", Set.of(), look.kinds().subList(0, 1))
                .at(host, "web1", "deploy").stream()
                        .map(proposal -> proposal.finding().text())
                        .toList();
    }

    @Test
    void whatMayBeAnothersIsLeftToAPerson() throws Exception {
        List<Proposal> found = look("blog", new LocalHost());

        assertThat(found).noneMatch(Proposal::sure).extracting(Proposal::values).containsAll(EXPECTED.values());
        assertThat(found)
                .extracting(proposal -> proposal.finding().text())
                .contains(
                        "Caddy runs; nothing of it was found that chooses between two ports for blog and no others.",
                        "Apache httpd runs; nothing of it was found that chooses between two ports for blog and no others.",
                        "HAProxy runs; nothing of it was found that chooses between two ports for blog and no others.");
    }

    /** What has a third port in it, such as an API of its own, is not surely that choice. */
    @Test
    void nothingIsProposedOfWhatIsNotSure() throws Exception {
        String before = Files.readString(caddy.configuration());
        try {
            caddy.edit(
                    text -> text.replaceFirst("handle \\{", "handle /api/* {\nreverse_proxy 127.0.0.1:9\n}\nhandle {"));
            assertThat(look("shop", new LocalHost()))
                    .extracting(proposal -> proposal.values().get("router"))
                    .containsExactly(HttpdSettings.class.getName(), HaproxySettings.class.getName());
        } finally {
            caddy.edit(text -> before);
        }
    }
}
