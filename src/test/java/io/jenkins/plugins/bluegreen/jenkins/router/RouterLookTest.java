package io.jenkins.plugins.bluegreen.jenkins.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.ServerBlock;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterLookTest {

    private static final String NGINX = NginxSettings.class.getName();
    private static final String CADDY = CaddySettings.class.getName();
    private static final String FLAG = "/etc/nginx/bluegreen/shop/green";
    private static final String SHOP = ServerBlock.of(
            new ApplicationName("shop"), new SlotPair(8080, 8081), new NginxConfig.Flag(List.of(), FLAG), List.of());

    /** A host on which every script prints the same. */
    private static RemoteHost printing(String text) {
        return new UnableHost() {
            @Override
            public CommandResult run(Command command, Duration limit) {
                return new CommandResult(0, text, "");
            }
        };
    }

    /** A host on which the scripts that look for such processes print this, and others nothing. */
    private static RemoteHost running(Map<String, String> printed) {
        return new UnableHost() {
            @Override
            public CommandResult run(Command command, Duration limit) {
                return new CommandResult(
                        0,
                        printed.entrySet().stream()
                                .filter(each -> command.script().contains(each.getKey()))
                                .map(Map.Entry::getValue)
                                .findFirst()
                                .orElse(""),
                        "");
            }
        };
    }

    private static List<Proposal> look(String application, Set<String> others, String site) throws Exception {
        String dump = site.isEmpty() ? "" : "# nginx 1.22.1\n# configuration file /etc/nginx/nginx.conf:\n" + site;
        return RouterLook.of(application, others, null).at(printing(dump), "web1", "deploy");
    }

    @Test
    void proposesTheFileOfTheApplicationItself() throws Exception {
        assertThat(look("shop", Set.of(), "http {" + SHOP + "}"))
                .singleElement()
                .satisfies(proposal -> {
                    assertThat(proposal.values())
                            .isEqualTo(
                                    Map.of("router", NGINX, "flagFile", FLAG, "bluePort", "8080", "greenPort", "8081"));
                    assertThat(proposal.sure()).isTrue();
                    assertThat(proposal.finding().mark()).isEqualTo(Mark.GOOD);
                });
    }

    @Test
    void doesNotTakeWhatMayBeAnothersWithoutAsking() throws Exception {
        List<Proposal> found = look("blog", Set.of(), "http {" + SHOP + "}");

        assertThat(found).extracting(Proposal::sure).containsExactly(true, false);
        assertThat(found.get(0).values())
                .isEqualTo(Map.of("router", NGINX, "flagFile", "/etc/nginx/bluegreen/blog/green"));
        assertThat(found.get(0).finding().mark()).isEqualTo(Mark.ADVICE);
        assertThat(found.get(0).finding().todo()).contains("'install -d -o deploy -m 755 /etc/nginx/bluegreen/blog'");
        assertThat(found.get(1).values()).containsEntry("flagFile", FLAG);
        assertThat(look("blog", Set.of(FLAG), "http {" + SHOP + "}")).hasSize(1);
    }

    @Test
    void anotherNameThatBeginsLikeItIsAnother() throws Exception {
        assertThat(look("sho", Set.of(), "http {" + SHOP + "}"))
                .extracting(Proposal::sure)
                .containsExactly(true, false);
        assertThat(look("shop", Set.of(), "http {" + SHOP.replace("shop", "shop-gateway") + "}"))
                .extracting(Proposal::sure)
                .containsExactly(true, false);
    }

    @Test
    void fillsInNoFileThatAnotherGoesBy() throws Exception {
        assertThat(look("shop", Set.of(FLAG), "")).extracting(Proposal::sure).containsExactly(false);
    }

    @Test
    void saysThatNoneWasSeen() throws Exception {
        assertThat(look("blog", Set.of(), "")).singleElement().satisfies(proposal -> {
            assertThat(proposal.finding().text())
                    .isEqualTo("No nginx, Caddy, Apache httpd or HAProxy was seen whose configuration the login user"
                            + " may read.");
            assertThat(proposal.values().get("router")).isEqualTo(NGINX);
            assertThat(proposal.sure()).isTrue();
        });
    }

    @Test
    void proposesTheRouterThatRuns() throws Exception {
        RemoteHost host = running(Map.of("-lx caddy", "router=7\nuser=998\nadapted={}\n"));
        assertThat(RouterLook.of("blog", Set.of(), null).at(host, "web1", "deploy"))
                .singleElement()
                .satisfies(proposal -> {
                    assertThat(proposal.finding().text())
                            .isEqualTo(
                                    "Caddy runs; nothing of it was found that chooses between two ports for blog and no others.");
                    assertThat(proposal.values())
                            .isEqualTo(Map.of("router", CADDY, "flagFile", "/etc/caddy/bluegreen/blog/green"));
                    assertThat(proposal.sure()).isTrue();
                });
    }

    /** Which of two serves an application nobody can know. */
    @Test
    void leavesTheChoiceOfSeveralToAPerson() throws Exception {
        RemoteHost both = running(Map.of(
                "-lxE 'apache2",
                "router=7\nline=Listen 80\n",
                "-lx caddy",
                "router=8\nadapted={}\nuntold=it takes something from its environment\n"));
        assertThat(RouterLook.of("blog", Set.of(), null).at(both, "web1", "deploy"))
                .hasSize(2)
                .noneMatch(Proposal::sure)
                .extracting(proposal -> proposal.finding().text())
                .containsExactly(
                        "Caddy runs, and its configuration could not be read (it takes something from its environment).",
                        "Apache httpd runs; nothing of it was found that chooses between two ports for blog and no others.");
    }

    private static Set<String> places(RouterSettings router) {
        return router.places("shop");
    }

    /** Of a map several applications have a line each. */
    @Test
    void twoApplicationsMayShareAMapButNoFile() throws Exception {
        String map = "/etc/haproxy/bluegreen.map";
        String haproxy = ("""
                global
                  stats socket /run/haproxy/x.sock mode 660 level admin
                  stats socket /run/haproxy/y.sock
                frontend all
                  use_backend blog_%[str(blog),map(MAP,blue)] if { hdr(host) -i blog }
                  use_backend shop_%[str(shop),map(MAP)] if { hdr(host) -i shop }
                  use_backend old_%[str(old),map(MAP)] if { hdr(host) -i old }
                backend blog_blue
                  server one 127.0.0.1:8080
                backend blog_green
                  server one 127.0.0.1:8081
                backend shop_blue
                  server one 127.0.0.1:8090
                  server two 10.0.0.1:8090
                backend shop_green
                  server one 127.0.0.1:8091
                backend old_blue
                  server one 127.0.0.1:9000
                backend old_green
                  server one 127.0.0.1:9000
                # the end""").replace("MAP", map).indent(0).replaceAll("(?m)^", "configuration=");
        HaproxySettings other = new HaproxySettings();
        other.setMapFile(map);
        assertThat(places(other)).containsExactly(map + " shop");
        other.setKey("old");
        assertThat(places(other)).containsExactly(map + " old");
        NginxSettings nginx = new NginxSettings();
        nginx.setFlagFile(FLAG);
        assertThat(places(nginx)).containsExactly(FLAG);

        List<Proposal> found = RouterLook.of("blog", Set.of(map + " shop"), null)
                .at(running(Map.of("-lx haproxy", "router=7\n" + haproxy)), "web1", "deploy");

        assertThat(found).singleElement().satisfies(proposal -> {
            assertThat(proposal.values())
                    .isEqualTo(Map.of(
                            "router",
                            HaproxySettings.class.getName(),
                            "mapFile",
                            map,
                            "key",
                            "blog",
                            "socket",
                            "/run/haproxy/x.sock",
                            "bluePort",
                            "8080",
                            "greenPort",
                            "8081"));
            assertThat(proposal.finding().text())
                    .isEqualTo("HAProxy chooses the port of 'frontend all' by the line of blog in " + map
                            + ": 8080 or 8081");
        });
        // The one that leads to one port twice is none.
        assertThat(RouterLook.of("x", Set.of(), new HaproxySettings())
                        .at(printing("router=7\n" + haproxy), "web1", "deploy"))
                .extracting(proposal -> proposal.values().getOrDefault("key", ""))
                .containsExactly("", "blog", "shop");
    }

    /** Once something is said of a router, it is that one. */
    @Test
    void looksForTheKindAloneThatWasChosen() throws Exception {
        NginxSettings nginx = new NginxSettings();
        assertThat(kinds(nginx)).hasSize(4);
        nginx.setFlagFile(FLAG);
        assertThat(kinds(nginx)).containsExactly(NGINX);
        assertThat(kinds(new CaddySettings())).containsExactly(CADDY);
        assertThat(RouterLook.of("shop", Set.of(), new CommandRouterSettings()).at(printing(""), "web1", "deploy"))
                .isEmpty();
    }

    private static List<String> kinds(RouterSettings chosen) {
        return RouterLook.of("shop", Set.of(), chosen).kinds().stream()
                .map(RouterLook.Kind::settings)
                .toList();
    }
}
