package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps hosts that something names: without its entry a name is taken for an address, with the usual user and port, which may be
 * another machine.
 */
final class HostsInUse {

    private final List<DeploySettings> applications;

    HostsInUse(List<DeploySettings> applications) {
        this.applications = applications;
    }

    /**
     * Looks whether all is still there that is named.
     *
     * @throws PlanException naming the first host that is not, and who names it
     */
    void check(List<HostSettings> before, List<HostSettings> after) {
        HostCatalog left = new HostCatalog(after);
        for (HostSettings host : before) {
            if (left.entry(new Target("", host.getName(), Target.SSH_PORT)).isEmpty()) {
                checkUnused(host.getName(), after);
            }
        }
    }

    private void checkUnused(String host, List<HostSettings> after) {
        Stream<String> users = Stream.concat(
                applications.stream()
                        .filter(each ->
                                names(each).anyMatch(named -> named.host().equals(host)))
                        .map(each -> "the application '" + each.getApplication() + "'"),
                after.stream()
                        .filter(each -> HostSettings.parseJumpHosts("jumpHosts", each.getJumpHosts()).stream()
                                .anyMatch(jump -> jump.host().equals(host)))
                        .map(each -> "the host '" + each.getName() + "', as a jump host,"));
        users.findFirst().ifPresent(user -> {
            throw new PlanException("The host '" + host + "' cannot be removed or renamed, since " + user
                    + " names it; change that first.");
        });
    }

    private static Stream<Target> names(DeploySettings application) {
        PlanFactory factory = new PlanFactory(application, HostCatalog.EMPTY);
        return Stream.of(
                        named(() ->
                                application.getHosts() == null ? List.of() : Target.parseAll(application.getHosts())),
                        named(() -> application.getRouter() == null
                                ? List.of()
                                : application.getRouter().writtenHosts()),
                        named(factory::jumpHosts))
                .flatMap(each -> each);
    }

    private interface Named {
        List<Target> get();
    }

    /** What an application lacks may well be given by its job. */
    private static Stream<Target> named(Named named) {
        try {
            return named.get().stream();
        } catch (PlanException e) {
            return Stream.empty();
        }
    }
}
