package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.plan.Defaults;
import io.jenkins.plugins.bluegreen.jenkins.plan.HostKeyVerification;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.run.ArtifactGlob;
import io.jenkins.plugins.bluegreen.jenkins.ssh.SshLogins;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of {@link DeploySettings}: defaults, choices and checks, by the rules of the run. None of them touches a file. */
public abstract class DeploySettingsDescriptor extends StepDescriptor implements CustomDescribableModel {

    @Override
    public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        return Arguments.checked(BlueGreenStep.class, arguments);
    }

    /** Returns the default of each field, to be shown in it while it is empty. */
    public Map<String, String> getDefaults() {
        return Defaults.OF_DEPLOYMENT;
    }

    /** Offers the credentials that one who configures this item may use. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        return SshLogins.choices(item, credentialsId);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckApplication(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, name -> new ApplicationName(name.strip()));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckHosts(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, Target::parseAll);
    }

    /** Offers what can be done about a host whose key is not known. */
    @POST
    public ListBoxModel doFillHostKeyVerificationItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployFields_HostKeyVerification_Unset(), "");
        items.add(Messages.DeployFields_HostKeyVerification_Strict(), HostKeyVerification.STRICT.label());
        items.add(
                Messages.DeployFields_HostKeyVerification_AcceptFirstConnection(),
                HostKeyVerification.ACCEPT_FIRST_CONNECTION.label());
        return items;
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckArtifact(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, ArtifactGlob::check);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckHostKeys(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setHostKeys(value), PlanFactory::hostKeys);
    }

    /** Checks one field by the rules of the run, and warns of what is less safe. */
    @POST
    public FormValidation doCheckHostKeyVerification(@AncestorInPath Item item, @QueryParameter String value) {
        return HostKeyVerification.ACCEPT_FIRST_CONNECTION.label().equals(value)
                ? FormValidation.warning(Messages.DeployFields_HostKeyVerification_Warning())
                : FieldCheck.in(item)
                        .deployment(value, fields -> fields.setHostKeyVerification(value), PlanFactory::acceptFirst);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckJumpHosts(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setJumpHosts(value), PlanFactory::jumpHosts);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckStartCommand(@QueryParameter String value) {
        return FieldCheck.strict(value, line -> new StartCommand(line, Map.of()));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckTrustedCertificates(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item)
                .deployment(value, fields -> fields.setTrustedCertificates(value), PlanFactory::trustedCertificates);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckBluePort(@QueryParameter String value) {
        return FieldCheck.strict(value, text -> SlotPair.checkPort("bluePort", FormInput.number("bluePort", text)));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckGreenPort(@QueryParameter String value, @QueryParameter String bluePort) {
        return FieldCheck.strict(value, text -> {
            int green = FormInput.number("greenPort", text);
            Integer blue = FormInput.number("bluePort", bluePort);
            SlotPair.checkPort("greenPort", green);
            if (blue != null) {
                new SlotPair(blue, green);
            }
        });
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckDeployDirectory(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, path -> Paths.checkAbsolute("deployDirectory", path.strip()));
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setEnvironment(value), PlanFactory::start);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckPassEnvironment(@QueryParameter String value) {
        return FieldCheck.strict(value, StartCommand::parseNames);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckFrontDoor(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, DeployPlan::parseFrontDoor);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckStartTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setStartTimeout(value), PlanFactory::health);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckObserve(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setObserve(value), PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckWarmUp(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setWarmUp(value), PlanFactory::warmUp);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckWarmUpTime(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setWarmUpTime(value), PlanFactory::warmUp);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckMeasureEvery(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setMeasureEvery(value), PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckMaxFailedRequests(@QueryParameter String value) {
        return FieldCheck.number(
                value,
                fields -> fields.setMaxFailedRequests(FormInput.number("maxFailedRequests", value)),
                PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckStopTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setStopTimeout(value), PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckDrainTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setDrainTimeout(value), PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckLockTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).deployment(value, fields -> fields.setLockTimeout(value), PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckKeepReleases(@QueryParameter String value) {
        return FieldCheck.number(
                value, fields -> fields.setKeepReleases(FormInput.number("keepReleases", value)), PlanFactory::limits);
    }

    /** Checks one field by the rules of the run. */
    @POST
    public FormValidation doCheckRelease(@AncestorInPath Item item, @QueryParameter String value) {
        return FieldCheck.in(item).text(value, id -> new Release(id.strip(), "any"));
    }
}
