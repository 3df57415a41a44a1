package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.RouterConfig;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.ForwardingRefusedException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.Door;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a slot by one HTTP request through the SSH connection, so that its port need not be public. Where the SSH server
 * forbids that, a command on the host asks instead, from then on.
 */
public final class HttpHealthProbe implements HealthProbe {

    /** The pattern matches every body, and has it read: whoever hangs up early is not a user. */
    private static final HealthyAnswer ANY = new HealthyAnswer(StatusRange.parse("100-599"), "$", ReleaseMark.NONE);

    private final HealthCheck check;
    private final Set<String> hostsThatForbidForwarding = ConcurrentHashMap.newKeySet();

    /** @param check what is asked, and which answer counts */
    public HttpHealthProbe(HealthCheck check) {
        this.check = check;
    }

    /**
     * Returns one who asks for a path behind a router's door, on that router's host and by the door's name, with what else the front
     * door is asked with; any answer but an error, or a limit's, is healthy.
     */
    public static HealthProbe at(Door door, String path, DeployPlan plan) {
        Map<String, String> headers = new LinkedHashMap<>(plan.frontDoor().headers());
        headers.keySet().removeIf("Host"::equalsIgnoreCase);
        headers.put("Host", door.name());
        HealthRequest request = new HealthRequest(door.tls() ? "https" : "http", 0, path, headers);
        Pace once = new Pace(Duration.ZERO, 1, Duration.ZERO, DoorConnection.LIMIT);
        HealthProbe any = new HttpHealthProbe(new HealthCheck(request, ANY, 1, DoorConnection.LIMIT, once));
        return (host, port, release) ->
                atDoor(any.ask(host, port, release), plan.application().router());
    }

    private static Answer atDoor(Answer answer, RouterConfig router) {
        String seen = answer.seen();
        By by = seen.matches("\\d{3}") ? by(Integer.parseInt(seen), answer.evidence(), router) : By.ASKED;
        boolean error = seen.startsWith("5") || seen.equals("429");
        return new Answer(
                answer.healthy() && !error,
                by == By.LIMIT ? seen + ", by its limit of how often may be asked" : seen,
                answer.evidence(),
                by);
    }

    private static By by(int status, String body, RouterConfig router) {
        if (router.limited(status, body)) {
            return By.LIMIT;
        }
        return router.own(status, body) ? By.ROUTER : By.ASKED;
    }

    @Override
    public Answer ask(RemoteHost host, int slotPort, String release) throws HostException, InterruptedException {
        int port = check.portFor(slotPort);
        if (!hostsThatForbidForwarding.contains(host.name())) {
            try {
                return new DirectQuestion(check, port, release).ask(host);
            } catch (ForwardingRefusedException e) {
                hostsThatForbidForwarding.add(host.name());
            }
        }
        return new CommandQuestion(check, port, release).ask(host);
    }
}
