package io.jenkins.plugins.bluegreen.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "app1,'',app1,22,app1",
        "deploy@app1.example.com,deploy,app1.example.com,22,app1.example.com",
        "deploy@10.1.2.3:2222,deploy,10.1.2.3,2222,10.1.2.3:2222",
        "[fe80::1%eth0]:2222,'',fe80::1%eth0,2222,[fe80::1%eth0]:2222",
    })
    void readsUserHostAndPort(String text, String user, String host, int port, String shown) {
        Target target = Target.parse(text);
        assertThat(target).isEqualTo(new Target(user, host, port));
        assertThat(target).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-oProxyCommand=id", "a b", "host:", "host:0", "host:65536", "a@b@c", "host;id", "@host"})
    void refusesAnyOtherText(String text) {
        assertThatThrownBy(() -> Target.parse(text)).isInstanceOf(PlanException.class);
    }

    @Test
    void readsSeveralSeparatedByCommasOrWhiteSpace() {
        assertThat(Target.parseAll(" a, b:2222\nc ")).extracting(Target::host).containsExactly("a", "b", "c");
        assertThat(Target.parseAll("  ")).isEmpty();
        assertThat(Target.parseAll(null)).isEmpty();
    }

    @Test
    void refusesAHostThatIsListedTwice() {
        assertThatThrownBy(() -> Target.parseAll("a, b, a:22")).hasMessageContaining("hosts names 'a:22' twice");
    }

    @Test
    void namesTheField() {
        assertThatThrownBy(() -> Target.parseAll("jumpHosts", "app1 app2:"))
                .hasMessage("jumpHosts names 'app2:'; a host must read [user@]host[:port].");
        assertThatThrownBy(() -> Target.parseAll("nginx.hosts", "app1:99999"))
                .hasMessageStartingWith("The SSH port of app1 in nginx.hosts is 99999");
    }
}
