package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Came;
import io.jenkins.plugins.bluegreen.deploy.proof.Arrivals.Look;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as a connection that a router, whose workers are user 33, makes to blue, port 8080. */
class ArrivalsTest {

    private static final String MAPPED = "0000000000000000FFFF00000100007F";
    private static final Came NOTHING = new Came(0, 0);
    private static final Came ONE = new Came(1, 1);
    private static final Came ONE_OF_SOMEBODY = new Came(1, 0);

    private final Host app = new Host("own 10.0.0.7\n");
    private final Host front = new Host("own 10.0.0.2\n");

    private static final class Host extends UnableHost {

        private final String addresses;
        private String connections = "";
        private String identity = "";

        Host(String addresses) {
            this.addresses = addresses;
        }

        @Override
        public String identity() {
            return identity;
        }

        @Override
        public CommandResult run(Command command, Duration limit) {
            return new CommandResult(0, connections + addresses, "");
        }
    }

    @Test
    void oneOfItsUserIsTheRouters() throws Exception {
        assertThat(onOneHost("in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n"))
                .isEqualTo(ONE);
    }

    @Test
    void itIsTheSameWhereTheApplicationListensOnIpv6() throws Exception {
        assertThat(onOneHost(
                        "in 8080 C3A4 01 " + MAPPED + " " + MAPPED + "\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n"))
                .isEqualTo(ONE);
    }

    @Test
    void oneOfAnotherUserIsNot() throws Exception {
        assertThat(onOneHost("in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 1000 4711 0100007F\n"))
                .isEqualTo(NOTHING);
    }

    @Test
    void ofOneThatIsOverNobodyKnows() throws Exception {
        assertThat(onOneHost("in 8080 C3A4 06 0100007F 0100007F\n")).isEqualTo(ONE_OF_SOMEBODY);
        assertThat(onOneHost("out 8080 C3A4 06 0100007F 0 0 0100007F\n")).isEqualTo(ONE_OF_SOMEBODY);
    }

    /** Such as one whose client is an nginx in a container that has the host's network. */
    @Test
    void oneThatIsOverIsSeenOnTheSideThatClosedItFirst() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.empty(), Set.of(), new SlotPair(8080, 8081));
        Look before = arrivals.look(new Cancellation());
        app.connections = "out 8080 C3A4 06 0100007F 0 0 0100007F\n";
        assertThat(arrivals.look(new Cancellation()).since(before, Slot.BLUE)).isEqualTo(ONE_OF_SOMEBODY);
        app.connections = "in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        assertThat(arrivals.look(new Cancellation()).since(before, Slot.BLUE)).isEqualTo(ONE_OF_SOMEBODY);
        app.connections = "out 8080 C3A4 06 0900000A 0 0 0700000A\n";
        assertThat(arrivals.look(new Cancellation()).since(before, Slot.BLUE))
                .as("it leads to another host")
                .isEqualTo(NOTHING);
    }

    @Test
    void oneThatNobodyHasTakenIsNone() throws Exception {
        assertThat(onOneHost("out 8080 C3A4 02 0100007F 33 4711 0100007F\n")).isEqualTo(NOTHING);
    }

    @Test
    void theClientsPortMayBeThatOfOneThatIsOver() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(app), Set.of(33), new SlotPair(8080, 8081));
        app.connections = "in 8080 C3A4 06 0100007F 0100007F\n";
        Look before = arrivals.look(new Cancellation());
        assertThat(arrivals.look(new Cancellation()).since(before, Slot.BLUE)).isEqualTo(NOTHING);
        app.connections = "in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        Look now = arrivals.look(new Cancellation());
        assertThat(now.since(before, Slot.BLUE)).isEqualTo(ONE);
        assertThat(arrivals.kept(now, before, Slot.BLUE)).isEqualTo(1);
        assertThat(arrivals.kept(now, now, Slot.BLUE)).isZero();
    }

    @Test
    void oneOfItsOwnThatIsKeptIsUsedWhenSomethingComesOverIt() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(app), Set.of(33), new SlotPair(8080, 8081));
        String kept = "in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        app.connections = kept + "got 8080 50084 0 127.0.0.1\n";
        Look before = arrivals.look(new Cancellation());
        assertThat(arrivals.look(new Cancellation()).used(before, Slot.BLUE)).isFalse();
        app.connections = kept + "got 8080 50084 120 127.0.0.1\n";
        Look used = arrivals.look(new Cancellation());
        assertThat(used.used(before, Slot.BLUE)).isTrue();
        assertThat(used.since(before, Slot.BLUE)).isEqualTo(NOTHING);
        app.connections = kept;
        Look untold = arrivals.look(new Cancellation());
        assertThat(untold.used(before, Slot.BLUE)).isFalse();
        app.connections = kept + "got 8080 50084 500 127.0.0.1\n";
        assertThat(arrivals.look(new Cancellation()).used(untold, Slot.BLUE)).isFalse();
    }

    @Test
    void clientsWithPortsOfTheSameNumberAreNotTheSame() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(app), Set.of(33), new SlotPair(8080, 8081));
        String kept = "in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        String other = "in 8080 C3A4 01 0700000A 0900000A\nin 8080 C3A4 01 0700000A 00000000000000000000000001000000\n";
        app.connections = kept + "got 8080 50084 0 127.0.0.1\n";
        Look alone = arrivals.look(new Cancellation());
        app.connections =
                kept + other + "got 8080 50084 0 127.0.0.1\ngot 8080 50084 0 10.0.0.9\ngot 8080 50084 0 [::1]\n";
        Look before = arrivals.look(new Cancellation());
        assertThat(before.since(alone, Slot.BLUE)).isEqualTo(new Came(2, 0));
        app.connections = app.connections.replace("0 10.0.0.9", "120 10.0.0.9").replace("0 [::1]", "120 [::1]");
        assertThat(arrivals.look(new Cancellation()).used(before, Slot.BLUE)).isFalse();
        app.connections = app.connections.replace("0 127.0.0.1", "120 [::ffff:127.0.0.1]");
        assertThat(arrivals.look(new Cancellation()).used(before, Slot.BLUE)).isTrue();
    }

    @Test
    void namesTheHostsThatForgetWhatIsOver() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(front), Set.of(33), new SlotPair(8080, 8081));
        app.connections = "over 20 40000\n";
        assertThat(arrivals.forgetful(new Cancellation())).isEmpty();
        app.connections = "over 39999 40000\n";
        assertThat(arrivals.forgetful(new Cancellation()))
                .singleElement()
                .asString()
                .endsWith(" (39999 of 40000)");
    }

    @Test
    void whatComesOverSomebodyElsesSaysNothing() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(app), Set.of(33), new SlotPair(8080, 8081));
        for (String other : List.of("", "out 8080 C3A4 01 0100007F 1000 4711 0100007F\n")) {
            app.connections = "in 8080 C3A4 01 0100007F 0100007F\n" + other + "got 8080 50084 0 127.0.0.1\n";
            Look before = arrivals.look(new Cancellation());
            app.connections = app.connections.replace("50084 0", "50084 120");
            assertThat(arrivals.look(new Cancellation()).used(before, Slot.BLUE))
                    .isFalse();
        }
    }

    @Test
    void fromAnotherHostItIsKnownByTheRoutersEnd() throws Exception {
        app.connections = "in 8080 C3A4 01 0700000A 0200000A\n";
        front.connections = "out 8080 C3A4 01 0700000A 33 4711 0200000A\n";
        assertThat(came(front)).isEqualTo(ONE);
    }

    @Test
    void oneToThePortOfTheSameNumberElsewhereIsNone() throws Exception {
        front.connections = "out 8080 C3A4 01 0900000A 33 4711 0200000A\nout 8080 C3A5 01 0100007F 33 4712 0100007F\n";
        assertThat(came(front)).isEqualTo(NOTHING);
    }

    @Test
    void oneFromElsewhereIsNotOfTheRoutersHost() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(front), Set.of(33), new SlotPair(8080, 8081));
        app.connections = "in 8080 C3A4 01 0700000A 0200000A\nin 8080 C3A5 01 0700000A 0300000A\n";
        assertThat(arrivals.look(new Cancellation()).fromItsHost(Look.NONE, Slot.BLUE))
                .isEqualTo(1);
    }

    /** The application's user and the router's are not the same. */
    @Test
    void oneHostByTwoLoginsIsOne() throws Exception {
        Host www = new Host("own 10.0.0.7\n");
        app.identity = "boot net";
        www.identity = "boot net";
        app.connections = "in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        www.connections = app.connections;
        assertThat(came(www)).isEqualTo(ONE);
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(www), Set.of(33), new SlotPair(8080, 8081));
        assertThat(arrivals.look(new Cancellation()).fromItsHost(Look.NONE, Slot.BLUE))
                .isEqualTo(1);
        www.identity = "boot another net";
        www.connections = app.connections.replace("4711", "4712");
        assertThat(came(www)).isEqualTo(ONE_OF_SOMEBODY);
    }

    /** As a container that has its host's network, and an sshd of its own. */
    @Test
    void twoHostsMayHaveOneNetwork() throws Exception {
        String out = "out 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        app.connections = "in 8080 C3A4 01 0100007F 0100007F\n" + out;
        front.connections = app.connections;
        assertThat(came(front)).isEqualTo(ONE);

        front.connections = out.replace("4711", "4712");
        assertThat(came(front)).as("both have such a connection").isEqualTo(ONE_OF_SOMEBODY);
    }

    @Test
    void oneThatIsTakenAtLastIsNew() throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(app), Set.of(33), new SlotPair(8080, 8081));
        app.connections = "out 8080 C3A4 02 0100007F 33 4711 0100007F\n";
        Look before = arrivals.look(new Cancellation());
        assertThat(before.knocks(Slot.BLUE)).isTrue();
        app.connections = "in 8080 C3A4 01 0100007F 0100007F\nout 8080 C3A4 01 0100007F 33 4711 0100007F\n";
        assertThat(arrivals.look(new Cancellation()).since(before, Slot.BLUE)).isEqualTo(ONE);
    }

    private Came onOneHost(String connections) throws Exception {
        app.connections = connections;
        return came(app);
    }

    private Came came(RemoteHost router) throws Exception {
        Arrivals arrivals = new Arrivals(List.of(app), Optional.of(router), Set.of(33), new SlotPair(8080, 8081));
        return arrivals.look(new Cancellation()).since(Look.NONE, Slot.BLUE);
    }
}
