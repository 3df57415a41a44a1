package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.FarLink;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How many round trips to a host far away a login and a command wait for, and, with {@code -Dround.trip=50}, a deployment. */
class RoundTripsIT extends OnBench {

    /** Milliseconds; long beside what a machine takes by itself. */
    private static final int FAR = 300;

    private static final Duration ROUND_TRIP = Duration.ofMillis(Integer.getInteger("round.trip", FAR));

    /** Seven, and what the machine itself takes on top; it was 11 when each way to log in was tried first. */
    private static final int LOGIN = 9;

    /** What a command takes that a shell is begun for. */
    private static final int THREE = 3;

    /** The quickest of so many is taken, since whatever else a machine does only makes them slower. */
    private static final int TIMES = 4;

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Command NOTHING = new Command("nothing", ":", List.of());
    private static final Command HOLD = new Command("hold", "echo held; while read -r line; do :; done", List.of());

    private final PrivateSshd sshd = PrivateSshd.start();
    private final FarLink link = new FarLink(sshd.target().port());

    @AfterEach
    void closeTheLink() {
        link.close();
        sshd.close();
    }

    private RemoteHost logIn() throws HostException {
        Target far = new Target(sshd.target().user(), sshd.target().host(), link.port());
        SshLogin known = sshd.login();
        String hosts = sshd.knownHosts().replace("]:" + sshd.target().port() + " ", "]:" + link.port() + " ");
        return JschHost.connect(far, new SshLogin(known.user(), known.method(), hosts));
    }

    @Test
    void whatIsAskedForWaitsForFew() throws Exception {
        link.roundTrip(Duration.ofMillis(FAR));
        double login = Double.MAX_VALUE;
        double held = Double.MAX_VALUE;
        double command = Double.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            try (RemoteHost host = logIn()) {
                login = Math.min(login, trips(begun, FAR));
                long asked = System.nanoTime();
                try (Lease lease = host.hold(HOLD, LONG)) {
                    assertThat(lease.readLine()).isEqualTo("held");
                    held = Math.min(held, trips(asked, FAR));
                    command = Math.min(command, quickest(host));
                }
            }
        }
        System.out.printf("a login %.1f, a lock %.1f, a command %.1f round trips%n", login, held, command);
        assertThat(login).as("a login").isLessThan(LOGIN);
        assertThat(held).as("a lock").isLessThan(THREE - 0.5);
        assertThat(command).as("a command").isLessThan(THREE - 0.5);
    }

    private static double quickest(RemoteHost host) throws HostException, InterruptedException {
        double quickest = Double.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            assertThat(host.run(NOTHING, LONG).ok()).isTrue();
            quickest = Math.min(quickest, trips(begun, FAR));
        }
        return quickest;
    }

    private static double trips(long begun, int milliseconds) {
        return (double) Duration.ofNanos(System.nanoTime() - begun).toMillis() / milliseconds;
    }

    @Test
    @EnabledIfSystemProperty(named = "round.trip", matches = "\\d+", disabledReason = "it asserts nothing")
    void tellsWhatADeploymentWaitsFor() throws Exception {
        bench.successes = 1;
        bench.logIn = this::logIn;
        deployed(Map.of());
        Outcome near = deployed(Map.of());
        link.roundTrip(ROUND_TRIP);
        Outcome distant = deployed(Map.of());
        tell(near);
        tell(distant);
        System.out.printf("%.1f round trips%n", trips(distant.took().minus(near.took())));
    }

    private static double trips(Duration time) {
        return (double) time.toMillis() / ROUND_TRIP.toMillis();
    }

    private static void tell(Outcome outcome) {
        for (StepReport step : outcome.steps()) {
            System.out.printf(
                    "%6d %6d %s: %s%n",
                    Duration.between(outcome.startedAt(), step.startedAt()).toMillis(),
                    step.took().toMillis(),
                    step.step(),
                    step.detail());
        }
        System.out.println(outcome.took());
    }
}
