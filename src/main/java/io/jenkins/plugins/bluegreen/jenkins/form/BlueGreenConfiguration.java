package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.EditDistance;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.plan.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.ServerBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The applications that all jobs know, on the global configuration page. */
@Extension
@Symbol("blueGreenDeploy")
public final class BlueGreenConfiguration extends GlobalConfiguration {

    private List<BlueGreenStep> applications = new ArrayList<>();
    private List<HostSettings> hosts = new ArrayList<>();

    /** Loads what was saved. */
    @SuppressWarnings("this-escape") // as every GlobalConfiguration does
    public BlueGreenConfiguration() {
        load();
    }

    /** Returns the one configuration of this Jenkins. */
    public static BlueGreenConfiguration get() {
        return ExtensionList.lookupSingleton(BlueGreenConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.BlueGreenConfiguration_DisplayName();
    }

    /** Returns the applications; each one's name is its field {@code application}. */
    public List<BlueGreenStep> getApplications() {
        return List.copyOf(applications);
    }

    /**
     * Replaces and saves the applications.
     *
     * @param applications see {@link #getApplications}
     * @throws PlanException if one has no name, or the name of another one
     */
    @DataBoundSetter
    public void setApplications(List<BlueGreenStep> applications) {
        check(applications);
        this.applications = new ArrayList<>(applications);
        save();
    }

    private static void check(List<BlueGreenStep> applications) {
        Set<String> names = new HashSet<>();
        for (DeploySettings application : applications) {
            String name = new PlanFactory(application).app().value();
            if (!names.add(name)) {
                throw new PlanException("The application '" + name + "' is configured twice.");
            }
        }
    }

    /** Returns the hosts that may be referred to by a name. */
    public List<HostSettings> getHosts() {
        return List.copyOf(hosts);
    }

    /**
     * Replaces and saves the hosts.
     *
     * @param hosts see {@link #getHosts}
     * @throws PlanException if one has no name, or the name of another one, or says something that cannot be
     */
    @DataBoundSetter
    public void setHosts(List<HostSettings> hosts) {
        new HostCatalog(hosts);
        this.hosts = new ArrayList<>(hosts);
        save();
    }

    /** Returns the same hosts, by name. */
    public HostCatalog book() {
        return new HostCatalog(hosts);
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        String field = "hosts";
        try {
            // Not by binding this object: the form sends nothing for a list that was emptied, and so nothing would be
            // set.
            List<HostSettings> newHosts = req.bindJSONToList(HostSettings.class, json.opt(field));
            new HostCatalog(newHosts);
            field = "applications";
            List<BlueGreenStep> newApplications = req.bindJSONToList(BlueGreenStep.class, json.opt(field));
            check(newApplications);
            // Nothing of a page that is refused is kept.
            hosts = new ArrayList<>(newHosts);
            applications = new ArrayList<>(newApplications);
            save();
            return true;
        } catch (PlanException e) {
            throw new FormException(e.getMessage(), e, field);
        }
    }

    /**
     * Returns the fields of the application that a job names, or an object without any where the job gives all itself.
     *
     * @throws PlanException if the job gives no host, and names no application that is known
     */
    public DeploySettings entryFor(DeploySettings job, UnaryOperator<String> expand) {
        String name = job.getApplication() == null ? null : expand.apply(job.getApplication());
        Map<String, DeploySettings> known = new TreeMap<>();
        applications.forEach(entry -> known.put(entry.getApplication(), entry));
        if (name == null || known.containsKey(name) || job.getHosts() != null) {
            return name != null && known.containsKey(name) ? known.get(name) : new BlueGreenStep();
        }
        String hint = known.isEmpty()
                ? "none is configured there"
                : "known are " + String.join(", ", known.keySet()) + "; did you mean '"
                        + EditDistance.findNearest(name, known.keySet()) + "'?";
        throw new PlanException("The application '" + name
                + "' is not in the global configuration, and the job gives no hosts for it (" + hint + ").");
    }

    /** Shows what nginx's configuration needs for what stands in the form. */
    @POST
    public FormValidation doShowNginx(
            @QueryParameter String application,
            @QueryParameter String hosts,
            @QueryParameter String bluePort,
            @QueryParameter String greenPort,
            @QueryParameter("nginx.hosts") String nginxHosts,
            @QueryParameter String flagFile,
            @QueryParameter String includeFile,
            @QueryParameter String variable) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        NginxSettings nginx = new NginxSettings();
        nginx.setHosts(nginxHosts);
        nginx.setFlagFile(flagFile);
        nginx.setIncludeFile(includeFile);
        nginx.setVariable(variable);
        DeploySettings fields = new BlueGreenStep();
        fields.setApplication(application);
        fields.setNginx(nginx);
        try {
            fields.setBluePort(FormInput.number("bluePort", bluePort));
            fields.setGreenPort(FormInput.number("greenPort", greenPort));
            PlanFactory factory = new PlanFactory(fields);
            NginxConfig proxy = factory.proxy();
            List<Target> elsewhere = proxy.hosts().isEmpty() ? List.of() : Target.parseAll(hosts);
            return FormValidation.ok(ServerBlock.of(factory.app(), factory.slots(), proxy, elsewhere));
        } catch (PlanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Looks whether a deployment with what stands in the form would find what it needs; changes nothing. */
    @POST
    public FormValidation doTestApplication(
            @QueryParameter String application,
            @QueryParameter String hosts,
            @QueryParameter String credentialsId,
            @QueryParameter String hostKeys,
            @QueryParameter String hostKeyVerification,
            @QueryParameter String jumpHosts,
            @QueryParameter String bluePort,
            @QueryParameter String greenPort,
            @QueryParameter String deployDirectory,
            @QueryParameter("nginx.hosts") String nginxHosts,
            @QueryParameter String flagFile,
            @QueryParameter String includeFile,
            @QueryParameter String variable,
            @QueryParameter String testCommand,
            @QueryParameter String reloadCommand)
            throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        NginxSettings nginx = new NginxSettings();
        nginx.setHosts(nginxHosts);
        nginx.setFlagFile(flagFile);
        nginx.setIncludeFile(includeFile);
        nginx.setVariable(variable);
        nginx.setTestCommand(testCommand);
        nginx.setReloadCommand(reloadCommand);
        DeploySettings fields = new BlueGreenStep();
        fields.setApplication(application);
        fields.setHosts(hosts);
        fields.setCredentialsId(credentialsId);
        fields.setHostKeys(hostKeys);
        fields.setHostKeyVerification(hostKeyVerification);
        fields.setJumpHosts(jumpHosts);
        fields.setDeployDirectory(deployDirectory);
        fields.setNginx(nginx);
        try {
            fields.setBluePort(FormInput.number("bluePort", bluePort));
            fields.setGreenPort(FormInput.number("greenPort", greenPort));
            return ConnectionTest.of(
                    new PlanFactory(fields, new BlueGreenStep(), book(), UnaryOperator.identity()), book());
        } catch (PlanException | AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
