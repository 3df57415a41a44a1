package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.FarLink;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many round trips to a host far away a login and a command wait for, and, as it prints, a deployment. */
class RoundTripsIT extends OnBench {

    /** Long beside what a busy machine takes by itself. */
    private static final Duration ROUND_TRIP = Duration.ofMillis(200);

    /** It was 11 when each way to log in was tried first; what the machine itself takes comes on top. */
    private static final int LOGIN = 10;

    /** What a command takes that a shell is begun for. */
    private static final int THREE = 3;

    /** A step of one command takes one, and what the machine takes. */
    @Test
    void aCommandWaitsForOne() throws Exception {
        bench.successes = 1;
        try (PrivateSshd sshd = PrivateSshd.start();
                FarLink link = new FarLink(sshd.target().port())) {
            Target far = new Target(sshd.target().user(), sshd.target().host(), link.port());
            SshLogin known = sshd.login();
            SshLogin login = new SshLogin(
                    known.user(),
                    known.method(),
                    sshd.knownHosts().replace("]:" + sshd.target().port() + " ", "]:" + link.port() + " "));
            bench.logIn = () -> JschHost.connect(far, login);
            deployed(Map.of());
            Outcome near = deployed(Map.of());
            link.roundTrip(ROUND_TRIP);
            Outcome distant = deployed(Map.of());
            tell(near);
            tell(distant);
            System.out.printf("%.1f round trips%n", trips(distant.took().minus(near.took())));
            assertThat(trips(took(distant, "connect"))).isLessThan(LOGIN);
            List<Double> ofOneCommand = Stream.of("lock ", "stop ", "prune ")
                    .map(step -> trips(took(distant, step).minus(took(near, step))))
                    .sorted()
                    .toList();
            assertThat(ofOneCommand.get(1)).as("%s", ofOneCommand).isLessThan(THREE - 0.5);
        }
    }

    private static double trips(Duration time) {
        return (double) time.toMillis() / ROUND_TRIP.toMillis();
    }

    private static Duration took(Outcome outcome, String name) {
        return outcome.steps().stream()
                .filter(step -> step.step().startsWith(name))
                .findFirst()
                .orElseThrow()
                .took();
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
