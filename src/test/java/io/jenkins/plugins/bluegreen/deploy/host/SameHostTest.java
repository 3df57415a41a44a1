package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two names of one host. */
class SameHostTest {

    private static final Target ONE = Target.parse("app1.example.com");
    private static final Target TWO = Target.parse("deploy@10.0.0.1");

    @Test
    void refusesOneHostByTwoNames() {
        assertThatThrownBy(() -> SameHost.refuse(List.of(ONE, TWO), Map.of(ONE, host("a"), TWO, host("a"))))
                .isInstanceOf(HostException.class)
                .hasMessage("hosts names one host twice: app1.example.com and 10.0.0.1 are the same; list it once.");
    }

    @Test
    void takesTwoHosts() {
        assertThatCode(() -> SameHost.refuse(List.of(ONE, TWO), Map.of(ONE, host("a"), TWO, host("b"))))
                .doesNotThrowAnyException();
        // The router's host may be the application's.
        assertThatCode(() -> SameHost.refuse(List.of(ONE), Map.of(ONE, host("a"), TWO, host("a"))))
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotGuessWhereItCannotBeKnown() {
        assertThatCode(() -> SameHost.refuse(List.of(ONE, TWO), Map.of(ONE, host(""), TWO, host(""))))
                .doesNotThrowAnyException();
    }

    private static RemoteHost host(String identity) {
        return new UnableHost() {

            @Override
            public String identity() {
                return identity;
            }
        };
    }
}
