package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.plan.SshRoutes;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.LearnHostKeys;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.jenkins.work.Errand;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.Names;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** What is found out on the controller before a deployment runs: what is deployed where, by which logins, and what is to be hidden. */
final class Preparation {

    private final DeploySettings job;
    private final Build build;
    private final Given given;
    private final UnaryOperator<String> expand;
    private final List<String> hidden;
    private volatile Mask mask;

    /**
     * Does nothing yet.
     *
     * @param job what the job says
     * @param build where it runs
     * @param expand replaces variables in what it says
     * @param hidden the values that nothing printed may show, beside those that the job passes now
     */
    Preparation(DeploySettings job, Build build, UnaryOperator<String> expand, List<String> hidden) {
        this.job = job;
        this.build = build;
        this.given = new Given(job);
        this.expand = given.expanding(expand);
        // A record is read where nothing of Jenkins hides these.
        this.hidden = Stream.concat(hidden.stream(), build.secrets().stream()).toList();
        this.mask = Mask.of(this.hidden);
    }

    /** What is sent to where it runs; without an errand where it is only looked at. */
    record Prepared(DeployPlan plan, Access access, Errand errand) {}

    /** Returns all that it was given so far, as only this Jenkins can read it. */
    String given() {
        return given.sealed(hidden());
    }

    /** Returns what hides what nothing printed may show, as far as that is known. */
    Mask mask() {
        return mask;
    }

    /** Returns the values that nothing printed may show; of those that the job passes none where it does not say so rightly, which is said later. */
    List<String> hidden() {
        try {
            List<String> passed = factory(BlueGreenConfiguration.get().book(), build.environment()::get)
                    .passed();
            return Stream.concat(hidden.stream(), passed.stream()).distinct().toList();
        } catch (PlanException e) {
            return hidden;
        }
    }

    /**
     * Prepares a deployment.
     *
     * @param known hears of what makes its plan as soon as that can tell the application's name
     */
    Prepared prepare(Undertaking work, Names names, Agent agent, Consumer<PlanFactory> known)
            throws IOException, InterruptedException {
        HostCatalog book = BlueGreenConfiguration.get().book();
        PlanFactory factory = factory(book, build.environment()::get);
        mask = hiding(factory);
        known.accept(factory);
        Errand errand = work.errand(factory, agent.workspace(), expand);
        DeployPlan plan = work.plan(factory, names, owner(), errand);
        if (work.leads()) {
            factory.uncounted().ifPresent(text -> say("NOTE: " + text));
        }
        if (work.ships()) {
            checkPorts(); // who goes back, promotes or discards is in a hurry, and on ports that it has had before
        }
        return new Prepared(plan, access(factory, book, agent, !work.dry(factory)), meant(errand, plan));
    }

    /**
     * Prepares one that was cut off.
     *
     * @param agent where it ran, or null where that is not there any more
     * @param known as that of {@link #prepare}
     */
    Prepared again(Undertaking work, Names names, Agent agent, Consumer<PlanFactory> known)
            throws IOException, InterruptedException {
        HostCatalog book = BlueGreenConfiguration.get().book();
        // Which file it was and what it was given does not matter any more, but that it is not shown.
        PlanFactory factory = factory(book, name -> build.environment().getOrDefault(name, ""));
        mask = hiding(factory);
        known.accept(factory);
        Errand errand = work.takenUp();
        DeployPlan plan = work.plan(factory, names, owner(), errand);
        return new Prepared(plan, access(factory, book, agent, !work.dry(factory)), meant(errand, plan));
    }

    private Errand meant(Errand errand, DeployPlan plan) {
        return errand.meaning(build.occasion().held(plan));
    }

    /**
     * Prepares to look at the hosts.
     *
     * @param name stands for the deployment that it is not, and for its release
     */
    Prepared look(String name, Agent agent) throws IOException, InterruptedException {
        HostCatalog book = BlueGreenConfiguration.get().book();
        PlanFactory factory = factory(book, build.environment()::get);
        mask = hiding(factory);
        return new Prepared(factory.planOfStarted(name, owner(), name), access(factory, book, agent, true), null);
    }

    private PlanFactory factory(HostCatalog book, UnaryOperator<String> variables) {
        return new PlanFactory(
                job, BlueGreenConfiguration.get().entryFor(job, expand), book, expand, given.asking(variables));
    }

    private void checkPorts() {
        BlueGreenConfiguration all = BlueGreenConfiguration.get();
        all.checkPorts(job.over(all.entryFor(job, expand), expand)).forEach(text -> say("NOTE: " + text));
    }

    /** Whatever goes wrong here may show in its message what is to be hidden. */
    private Mask hiding(PlanFactory factory) {
        try {
            return Mask.of(
                    Stream.concat(hidden.stream(), factory.passed().stream()).toList());
        } catch (PlanException e) {
            throw e; // about names, not values
        } catch (RuntimeException | Error e) {
            throw new IllegalStateException("what passEnvironment passes could not be hidden ("
                    + e.getClass().getName() + ")");
        }
    }

    /** @param keep whether what is trusted at first use is trusted from then on */
    private Access access(PlanFactory factory, HostCatalog book, Agent agent, boolean keep)
            throws IOException, InterruptedException {
        TrustOnFirstUseStore known = TrustOnFirstUseStore.in(build.occasion().folder());
        SshRoutes routes = new SshRoutes(
                factory,
                book,
                (credentialsId, trust) -> build.occasion()
                        .login(credentialsId, trust, build.environment().get("SSH_AUTH_SOCK")),
                known);
        Access access = new Access(routes.find(), factory.trustedCertificates());
        // Without an agent it was begun before, and its first run has stored them.
        if (!factory.acceptFirst() || agent == null) {
            return access;
        }
        List<KnownHostsLine> learned = learn(access, agent);
        String trusted = keep ? "From now on this one is trusted" : "This one is trusted for this dry run alone";
        learned.forEach(key -> say("WARNING: no key of " + key.hosts() + " was known. " + trusted
                + ", as hostKeyVerification allows: " + key.type() + " " + key.fingerprint()
                + ". Compare it with the host's own, and give hostKeys."));
        if (keep) {
            known.add(learned);
        }
        return access.knowing(learned);
    }

    /** What comes back is an agent's word, and no more than that: it may name only the hosts that were asked for. */
    private List<KnownHostsLine> learn(Access access, Agent agent) throws IOException, InterruptedException {
        List<KnownHostsLine> learned;
        try {
            learned = agent.workspace()
                    .getChannel()
                    .call(new LearnHostKeys(access.routes().values()));
        } catch (HostException e) {
            throw new AbortException((e.getMessage() + "\n" + e.evidence()).strip());
        }
        for (KnownHostsLine key : learned) {
            if (!access.mayLearn(key)) {
                throw new AbortException("The agent tells a key of the host " + key.hosts()
                        + ", which is none of this deployment's that may be trusted at first use.");
            }
        }
        return learned;
    }

    /** Writes lines to the console. */
    void say(String text) {
        mask.in(text)
                .lines()
                .map(ConsoleProgress::shown)
                .forEach(build.listener().getLogger()::println);
    }

    private Owner owner() {
        String url = Jenkins.get().getRootUrl();
        return new Owner(
                url == null ? "" : url,
                build.occasion().job() + " #" + build.occasion().number(),
                build.occasion().user());
    }
}
