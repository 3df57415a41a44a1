package io.jenkins.plugins.bluegreen.jenkins.check;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.deploy.Finding.Mark;
import io.jenkins.plugins.bluegreen.deploy.Looks;
import io.jenkins.plugins.bluegreen.deploy.PreflightCheck;
import io.jenkins.plugins.bluegreen.deploy.journal.HostPreflight;
import io.jenkins.plugins.bluegreen.deploy.survey.FreePorts;
import io.jenkins.plugins.bluegreen.deploy.survey.HostSurvey;
import io.jenkins.plugins.bluegreen.deploy.survey.Proposal;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterLook;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.FirstUse;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import jenkins.security.MasterToSlaveCallable;

/**
 * Looks at the hosts of an application that is to come, from the machine that will deploy, and proposes what can be filled in. A
 * host of which no key is known is not logged in to: its key is proposed.
 */
final class LookAtHosts extends MasterToSlaveCallable<ArrayList<Proposal>, InterruptedException> {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<Target, SshRoute> routes;
    private final String directory;
    private final RouterLook router;
    private final TreeSet<Integer> reserved;

    /**
     * Does nothing yet. Holds secrets.
     *
     * @param routes the ways to the hosts, which may learn keys
     * @param directory the application's directory, or null where it is not given yet
     * @param reserved the ports of other applications
     */
    LookAtHosts(Map<Target, SshRoute> routes, String directory, RouterLook router, Collection<Integer> reserved) {
        this.routes = new LinkedHashMap<>(routes);
        this.directory = directory;
        this.router = router;
        this.reserved = new TreeSet<>(reserved);
    }

    /** What is gathered from all hosts. */
    private record Gathered(Map<Target, List<Proposal>> proposals, Set<Integer> taken, Set<Target> seen) {}

    @Override
    public ArrayList<Proposal> call() throws InterruptedException {
        Gathered gathered = new Gathered(
                new ConcurrentHashMap<>(), new ConcurrentSkipListSet<>(reserved), ConcurrentHashMap.newKeySet());
        Looks looks = new Looks(PreflightCheck.LIMIT);
        looks.all(routes.entrySet().stream()
                .map(each -> new Looks.Task(
                        each.getKey().toString(),
                        "hosts",
                        each.getKey() + " did not answer",
                        "Look whether the host is up, whether an SSH server listens there, and at the firewall between.",
                        found -> look(each.getKey(), each.getValue(), gathered)))
                .toList());
        ArrayList<Proposal> all = new ArrayList<>();
        looks.findings().forEach(finding -> all.add(Proposal.of(finding)));
        routes.keySet().forEach(target -> all.addAll(gathered.proposals.getOrDefault(target, List.of())));
        boolean portsKnown =
                all.stream().anyMatch(each -> each.sure() && each.values().containsKey("greenPort"));
        if (!gathered.seen.isEmpty() && !portsKnown) {
            ports(all, gathered.taken);
        }
        return all;
    }

    private static void ports(List<Proposal> all, Set<Integer> taken) {
        Set<Integer> used = new TreeSet<>(taken);
        all.stream()
                .flatMap(each -> each.values().entrySet().stream())
                .filter(value -> value.getKey().endsWith("Port"))
                .forEach(value -> used.add(Integer.valueOf(value.getValue())));
        boolean blueKnown =
                all.stream().anyMatch(each -> each.sure() && each.values().containsKey("bluePort"));
        FreePorts.beside(used)
                .ifPresent(free -> all.add(new Proposal(
                        Finding.good(
                                "",
                                blueKnown ? "greenPort" : "bluePort",
                                "nobody listens on " + free.blue() + " and " + free.green()),
                        blueKnown
                                ? Map.of("greenPort", Integer.toString(free.blue()))
                                : Map.of(
                                        "bluePort", Integer.toString(free.blue()),
                                        "greenPort", Integer.toString(free.green())),
                        true)));
    }

    private void look(Target target, SshRoute route, Gathered gathered) throws HostException, InterruptedException {
        List<KnownHostsLine> offered = unknown(route);
        if (!offered.isEmpty()) {
            gathered.proposals.put(
                    target, offered.stream().map(LookAtHosts::confirm).toList());
            return;
        }
        List<Proposal> found = new ArrayList<>();
        try (RemoteHost host = JschHost.connect(route)) {
            HostSurvey survey = HostSurvey.of(host);
            gathered.taken.addAll(survey.taken());
            String name = target.toString();
            found.add(Proposal.of(Finding.good(name, "credentialsId", "login as " + survey.user() + " works")));
            directory(name, host).ifPresent(found::add);
            found.add(Proposal.of(java(name, survey)));
            found.addAll(router.at(host, name, survey.user()));
        }
        gathered.seen.add(target);
        gathered.proposals.put(target, found);
    }

    /** Nobody is asked through a host that is not known itself: that takes a login there. */
    private static List<KnownHostsLine> unknown(SshRoute route) throws HostException {
        List<KnownHostsLine> before = route.via() == null ? List.of() : unknown(route.via());
        return before.isEmpty() ? FirstUse.learn(List.of(route)) : before;
    }

    private static Proposal confirm(KnownHostsLine key) {
        return new Proposal(
                new Finding(
                        Mark.ADVICE,
                        "",
                        "hostKeys",
                        "The key of " + key.hosts() + " is not known yet: it offers " + key.type() + " "
                                + key.fingerprint() + ".",
                        "Compare that with what 'ssh-keygen -lf /etc/ssh/ssh_host_" + kind(key)
                                + "_key.pub' shows on the host, and confirm it.",
                        ""),
                Map.of("hostKeys", key.toString()),
                false);
    }

    /** Returns the kind in the name of the key's file, which OpenSSH makes (sshd_config(5), HostKey). */
    private static String kind(KnownHostsLine key) {
        return key.type().startsWith("ecdsa") ? "ecdsa" : key.type().replace("ssh-", "");
    }

    private Optional<Proposal> directory(String name, RemoteHost host) throws HostException, InterruptedException {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            new HostPreflight(host, directory).check();
            return Optional.of(Proposal.of(Finding.good(name, "deployDirectory", directory + " can be written")));
        } catch (HostException e) {
            return Optional.of(Proposal.of(Finding.wrong(name, "deployDirectory", e)));
        }
    }

    private static Finding java(String name, HostSurvey survey) {
        return survey.java()
                .map(version -> Finding.good(name, "startCommand", "java " + version + " is there"))
                .orElse(Finding.advice(
                        name,
                        "startCommand",
                        "There is no java that a command finds by this name; install one, or start the application by"
                                + " another command."));
    }
}
