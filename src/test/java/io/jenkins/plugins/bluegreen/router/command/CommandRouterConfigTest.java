package io.jenkins.plugins.bluegreen.router.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRouterConfigTest {

    private static final RouterState BLUE = new RouterState(Optional.of(Slot.BLUE), "", "blue", false, false);

    @Test
    void bothCommandsAreWanted() {
        assertThatThrownBy(() -> CommandRouterConfig.of(List.of(), null, "show", null))
                .isInstanceOf(NotGivenException.class)
                .hasMessageContaining("command.switch is not set");
        assertThatThrownBy(() -> CommandRouterConfig.of(List.of(), "switch", null, null))
                .isInstanceOf(NotGivenException.class)
                .hasMessageContaining("command.show is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "6m"})
    void aLimitOfNoUseIsRefused(String timeout) {
        assertThatThrownBy(() -> CommandRouterConfig.of(List.of(), "a", "b", timeout))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("; it is 1 second to 5 minutes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -H 'Authorization: Bearer abc123' http://lb/$SLOT",
                "curl -u ann:abc123 http://lb/$SLOT",
                "curl http://ann:abc123@lb/$SLOT",
                "mysql -uann -pabc123 -e \"call live('$SLOT')\"",
                "lb-ctl abc123 $SLOT"
            })
    void noCommandIsPrintedSinceAnyMayHoldASecret(String command) {
        assertThat(byHand(command))
                .isEqualTo(
                        "# with APPLICATION=shop SLOT=blue PORT=8080 in its environment, run the router's switch command");
        assertThat(CommandRouterConfig.of(List.of(), command, command, null).toString())
                .doesNotContain("abc123");
    }

    private static String byHand(String command) {
        return CommandRouterConfig.of(List.of(), command, "show", null)
                .of(new ApplicationName("shop"))
                .on(new LocalHost(), new SlotPair(8080, 8081))
                .restoreByHand(BLUE);
    }
}
