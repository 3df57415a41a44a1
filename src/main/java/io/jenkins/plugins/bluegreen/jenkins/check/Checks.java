package io.jenkins.plugins.bluegreen.jenkins.check;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.jenkins.config.AnyRouter;
import io.jenkins.plugins.bluegreen.jenkins.config.PortsOfOthers;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.plan.SshRoutes;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterLook;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.MasterToSlaveCallable;

/**
 * What an administrator can have looked at before any job deploys, with what stands in the form.
 *
 * @param typed the application as it stands in the form
 * @param hosts the hosts of the global configuration
 * @param on the label or the name of the agents to look from; null or empty for the controller
 */
public record Checks(DeploySettings typed, HostCatalog hosts, String on) {

    private static final String NO_RELEASE = "test";

    /** What a deployment cannot do without. */
    static final Set<String> NEEDED =
            Set.of("application", "hosts", "credentialsId", "deployDirectory", "bluePort", "greenPort", "router");

    private static final Set<String> NEEDED_FOR_A_LOOK = Set.of("application", "hosts", "credentialsId");

    /**
     * Begins to look whether a deployment would find what it needs.
     *
     * @param others the applications that there are
     */
    public Running test(List<DeploySettings> others) {
        return begun(NEEDED, () -> {
            PlanFactory factory = new PlanFactory(typed, hosts);
            DeployPlan plan = factory.plan(NO_RELEASE, new Owner("", "test", ""), NO_RELEASE, NO_RELEASE);
            if (typed.getArtifact() != null) {
                factory.artifact();
            }
            PortsOfOthers ports = new PortsOfOthers(hosts, others);
            ports.check(typed);
            SshRoutes routes = new SshRoutes(factory, hosts, SshLogins::forTest, TrustOnFirstUseStore.none());
            TestHosts task = new TestHosts(plan, new Access(routes.find(), factory.trustedCertificates()));
            List<Finding> advice = advice(ports, factory);
            return () -> Stream.concat(advice.stream(), on(task).stream())
                    .map(Proposal::of)
                    .toList();
        });
    }

    /** Returns what is told of the settings alone, whatever the hosts say. */
    List<Finding> advice(PortsOfOthers ports, PlanFactory factory) {
        List<String> sentences = new ArrayList<>(ports.advise(typed));
        try {
            factory.checkCounted();
        } catch (PlanException e) {
            sentences.add(e.getMessage()); // a job may give what is missing, and is deployed in any case
        }
        return sentences.stream()
                .map(sentence -> Finding.advice("", field(sentence), sentence))
                .toList();
    }

    /**
     * Begins to look what there is on the hosts, for an application that is to come.
     *
     * @param others the applications that there are
     */
    public Running look(List<DeploySettings> others) {
        return begun(NEEDED_FOR_A_LOOK, () -> {
            String name = new PlanFactory(typed, hosts).app().value();
            if (typed.getDeployDirectory() != null) {
                Paths.checkAbsolute("deployDirectory", typed.getDeployDirectory());
            }
            DeploySettings settings = typed.over(new DeploySettings(), UnaryOperator.identity());
            settings.setRouter(new AnyRouter());
            // Its key is shown to a person, and nothing is sent to a host of which it is not known.
            SshRoutes routes = new SshRoutes(
                    new PlanFactory(settings, hosts),
                    hosts,
                    (id, trust) -> SshLogins.forTest(id, new HostTrust(trust.lines(), trust.place(), true)),
                    TrustOnFirstUseStore.none());
            LookAtHosts task = new LookAtHosts(
                    routes.find(),
                    typed.getDeployDirectory(),
                    RouterLook.of(name, places(others, name), typed.getRouter()),
                    ports(others, name));
            return () -> on(task);
        });
    }

    private static Stream<DeploySettings> beside(List<DeploySettings> others, String name) {
        return others.stream().filter(other -> !name.equals(other.getApplication()));
    }

    private static Set<Integer> ports(List<DeploySettings> others, String name) {
        Set<Integer> ports = new TreeSet<>();
        beside(others, name)
                .forEach(other -> ports.addAll(PortsOfOthers.of(other).keySet()));
        return ports;
    }

    private static Set<String> places(List<DeploySettings> others, String name) {
        Set<String> places = new TreeSet<>();
        beside(others, name)
                .filter(other -> other.getRouter() != null)
                .forEach(other -> places.addAll(other.getRouter().places(other.getApplication())));
        return places;
    }

    /** Gets ready what is done in the background. */
    private interface Preparation {
        Callable<List<Proposal>> ready() throws AbortException;
    }

    private Running begun(Set<String> needed, Preparation preparation) {
        List<Proposal> missing = missing(needed).stream()
                .map(field -> Proposal.of(
                        new Finding(Finding.Mark.WRONG, "", field, "It is not given yet.", "Fill it in.", "")))
                .toList();
        if (!missing.isEmpty()) {
            return Running.over(missing);
        }
        try {
            return Running.begin(preparation.ready(), Computer.threadPoolForRemoting, Running.LIMIT);
        } catch (PlanException | AbortException e) {
            return Running.over(
                    List.of(Proposal.of(Finding.wrong("", field(e.getMessage()), new HostException(e.getMessage())))));
        }
    }

    /** Returns which of these settings are not given; where each host has credentials of its own, no others are needed. */
    List<String> missing(Set<String> needed) {
        return SettingsProperty.of(DeploySettings.class).stream()
                .filter(property -> needed.contains(property.name()) && property.get(typed) == null)
                .map(SettingsProperty::name)
                .filter(name -> !name.equals("credentialsId") || !hostsHaveTheirOwn())
                .toList();
    }

    private boolean hostsHaveTheirOwn() {
        try {
            return typed.getHosts() != null
                    && Target.parseAll("hosts", typed.getHosts()).stream()
                            .allMatch(host -> hosts.entry(host)
                                    .map(HostSettings::getCredentialsId)
                                    .isPresent());
        } catch (PlanException e) {
            return false; // which is told by who plans with it
        }
    }

    /** Returns the setting by whose name a sentence begins, or an empty text. */
    private static String field(String sentence) {
        String first = sentence.split("[\\s,;:]", 2)[0];
        String own = first.contains(".") ? first.substring(0, first.indexOf('.')) : first;
        return SettingsProperty.of(DeploySettings.class).stream()
                        .anyMatch(property -> property.name().equals(own))
                ? first
                : "";
    }

    private <V> V on(MasterToSlaveCallable<V, InterruptedException> task) throws IOException, InterruptedException {
        if (on == null || on.isBlank()) {
            return task.call();
        }
        Label label = Jenkins.get().getLabel(on);
        Set<Node> nodes = label == null ? Set.of() : label.getNodes();
        for (Node node : nodes) {
            VirtualChannel channel = node.getChannel();
            if (channel != null) {
                return channel.call(task);
            }
        }
        throw new AbortException((nodes.isEmpty()
                        ? "No agent has the name or the label '"
                        : "No agent is online that has the name or the label '")
                + on + "'; correct it on the page of the hosts, or have one connect.");
    }
}
