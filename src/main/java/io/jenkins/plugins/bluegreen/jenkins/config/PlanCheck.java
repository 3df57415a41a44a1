package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsCheck;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.ApplicationSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.plan.SshRoutes;
import io.jenkins.plugins.bluegreen.jenkins.process.ProcessSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.RouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.ssh.TrustOnFirstUseStore;
import io.jenkins.plugins.bluegreen.jenkins.strategy.StrategySettings;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Checks settings by making all of a deployment of them that can be made without a host: they are put over an example with which
 * a deployment could be planned, so that only they can be at fault. No field has a rule of its own here.
 */
@Extension
public final class PlanCheck implements SettingsCheck {

    private static final String ANY = "example";

    /** These have no value, and no distance, in common: what is only not allowed beside a value of the one is right. */
    private static final List<DeploySettings> EXAMPLES =
            List.of(example(1, 3), example(60_001, 60_004), example(50_001, 50_011));

    private static DeploySettings example(int bluePort, int greenPort) {
        DeploySettings example = new DeploySettings();
        example.setApplication(ANY);
        example.setArtifact(ANY);
        example.setHosts(ANY);
        example.setBluePort(bluePort);
        example.setGreenPort(greenPort);
        example.setDeployDirectory("/" + ANY);
        return example;
    }

    @Override
    public Optional<String> check(Settings<?> given) {
        if (given instanceof HostSettings host) {
            HostSettings example = new HostSettings();
            example.setName(ANY);
            new HostCatalog(List.of(host.over(example, UnaryOperator.identity())));
            return Optional.empty();
        }
        DeploySettings settings = settings(given);
        PlanException fault = null;
        for (DeploySettings example : EXAMPLES) {
            try {
                return construct(settings.over(example, UnaryOperator.identity()));
            } catch (PlanException e) {
                fault = fault == null ? e : fault;
            }
        }
        throw fault;
    }

    private static DeploySettings settings(Settings<?> given) {
        if (given instanceof DeploySettings whole) {
            return whole;
        }
        if (given instanceof ApplicationSettings<?> other) {
            other.check();
            return other.as(DeploySettings.class);
        }
        return whole(given);
    }

    /** Returns the deployment that a part belongs to. */
    private static DeploySettings whole(Settings<?> part) {
        DeploySettings whole = new DeploySettings();
        for (SettingsProperty property : SettingsProperty.of(DeploySettings.class)) {
            if (property.type().isInstance(part)) {
                property.set(whole, part);
            }
        }
        return whole;
    }

    private static Optional<String> construct(DeploySettings settings) {
        RouterSettings router = settings.getRouter();
        settings.setRouter(router == null ? new AnyRouter() : router.over(router.example(), UnaryOperator.identity()));
        ProcessSettings process = settings.getProcess();
        if (process != null) {
            settings.setProcess(process.over(process.example(), UnaryOperator.identity()));
        }
        StrategySettings strategy = settings.getStrategy();
        if (strategy != null) {
            strategy.over(strategy.example(), UnaryOperator.identity()).strategy();
            settings.setStrategy(null); // whether it suits an application, no example can tell
        }
        PlanFactory factory = new PlanFactory(settings, HostCatalog.EMPTY);
        factory.plan(ANY, new Owner("", ANY, ""), ANY, ANY);
        factory.artifact();
        factory.trustedCertificates();
        try {
            new SshRoutes(
                            factory,
                            HostCatalog.EMPTY,
                            (credentialsId, trust) -> new SshLogin(ANY, new SshLogin.Agent(ANY), trust),
                            TrustOnFirstUseStore.none())
                    .find();
        } catch (AbortException e) {
            throw new IllegalStateException(e); // neither logins nor stored keys are looked for
        }
        return factory.acceptFirst() ? Optional.of(Messages.PlanCheck_AcceptFirstConnection()) : Optional.empty();
    }
}
