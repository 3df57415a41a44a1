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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many round trips to a host far away a deployment waits for. */
class RoundTripsIT extends OnBench {

    /** Long beside what a busy machine takes by itself. */
    private static final Duration ROUND_TRIP = Duration.ofMillis(200);

    @Test
    void aDeploymentWaitsForFew() throws Exception {
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
            deployed(Map.of());
            Outcome near = deployed(Map.of());
            link.roundTrip(ROUND_TRIP);
            Outcome distant = deployed(Map.of());
            tell(near);
            tell(distant);
            double trips = (double) distant.took().minus(near.took()).toMillis() / ROUND_TRIP.toMillis() + 1;
            System.out.println("TRIPS " + trips);
            assertThat(trips).isLessThan(40);
        }
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
