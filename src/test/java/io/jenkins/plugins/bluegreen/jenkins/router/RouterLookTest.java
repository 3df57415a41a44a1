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

    private static List<Proposal> look(String application, Set<String> others, String site) throws Exception {
        String dump = site.isEmpty() ? "" : "# nginx 1.22.1\n# configuration file /etc/nginx/nginx.conf:\n" + site;
        return RouterLook.of(application, others, null).at(printing(dump), "web1");
    }

    @Test
    void proposesTheFileOfTheApplicationItself() throws Exception {
        assertThat(look("shop", Set.of(), "http {" + SHOP + "}"))
                .singleElement()
                .satisfies(proposal -> {
                    assertThat(proposal.values())
                            .isEqualTo(Map.of("flagFile", FLAG, "bluePort", "8080", "greenPort", "8081"));
                    assertThat(proposal.sure()).isTrue();
                    assertThat(proposal.finding().mark()).isEqualTo(Mark.GOOD);
                });
    }

    @Test
    void doesNotTakeWhatMayBeAnothersWithoutAsking() throws Exception {
        List<Proposal> found = look("blog", Set.of(), "http {" + SHOP + "}");

        assertThat(found).extracting(Proposal::sure).containsExactly(true, false);
        assertThat(found.get(0).values()).isEqualTo(Map.of("flagFile", "/etc/nginx/bluegreen/blog/green"));
        assertThat(found.get(0).finding().mark()).isEqualTo(Mark.ADVICE);
        assertThat(found.get(0).finding().todo()).contains("/etc/nginx/bluegreen/blog for the login user");
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
        assertThat(look("blog", Set.of(), ""))
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.finding().text()).startsWith("No nginx was seen"));
    }

    @Test
    void looksForNoneWhereAnotherKindWasChosen() throws Exception {
        assertThat(RouterLook.of("shop", Set.of(), new NginxSettings()).at(printing(""), "web1"))
                .isNotEmpty();
        assertThat(RouterLook.of("shop", Set.of(), new CaddySettings()).at(printing(""), "web1"))
                .isEmpty();
    }
}
