package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Guess;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
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

/** The applications that all jobs know, and how much is kept of their deployments, on the global configuration page. */
@Extension
@Symbol("blueGreenDeploy")
public final class BlueGreenConfiguration extends GlobalConfiguration {

    private volatile List<DeploySettings> applications = new ArrayList<>();
    private volatile List<HostSettings> hosts = new ArrayList<>();
    private volatile int keepRecords = Records.DEFAULT;
    private volatile String testOn;

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
    public List<DeploySettings> getApplications() {
        return List.copyOf(applications);
    }

    /**
     * Replaces and saves the applications.
     *
     * @param applications see {@link #getApplications}
     * @throws PlanException if one has no name, or the name of another one
     */
    @DataBoundSetter
    public void setApplications(List<DeploySettings> applications) {
        check(applications);
        change(() -> this.applications = new ArrayList<>(applications));
    }

    private static void check(List<DeploySettings> applications) {
        Set<String> names = new HashSet<>();
        for (DeploySettings application : applications) {
            String name = new PlanFactory(application, HostCatalog.EMPTY).app().value();
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
        change(() -> this.hosts = new ArrayList<>(hosts));
    }

    /** Returns how many records of deployments are kept of each application. */
    public int getKeepRecords() {
        return keepRecords;
    }

    /**
     * Sets and saves it.
     *
     * @param keepRecords from 1 to 10000
     * @throws PlanException for another number
     */
    @DataBoundSetter
    public void setKeepRecords(int keepRecords) {
        int checked = Records.checked(keepRecords);
        change(() -> this.keepRecords = checked);
    }

    /** Returns the label or the name of the agents from which the hosts are looked at; unset for the controller. */
    public String getTestOn() {
        return testOn;
    }

    /**
     * Sets and saves it.
     *
     * @param testOn see {@link #getTestOn}
     */
    @DataBoundSetter
    public void setTestOn(String testOn) {
        change(() -> this.testOn = FormInput.word(testOn));
    }

    /** Changes and saves under one lock, so that what lies on the disk is what was said last; who reads waits for no disk. */
    private synchronized void change(Runnable change) {
        change.run();
        save();
    }

    /** Checks what is typed. */
    @POST
    public FormValidation doCheckKeepRecords(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            Records.typed(value);
            return FormValidation.ok();
        } catch (PlanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Checks what is typed. */
    @POST
    public FormValidation doCheckTestOn(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String label = FormInput.word(value);
        return label == null
                        || Jenkins.get().getLabel(label) != null
                                && !Jenkins.get().getLabel(label).getNodes().isEmpty()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.BlueGreenConfiguration_NoAgent(label));
    }

    /** How many records may be kept. */
    private static final class Records {

        static final int DEFAULT = 200;

        private static final int MOST = 10_000;

        /** Reads how many are kept; an empty field stands for the default. */
        static int typed(String text) {
            Integer number = FormInput.number("keepRecords", text);
            return number == null ? DEFAULT : checked(number);
        }

        static int checked(int number) {
            if (number < 1 || number > MOST) {
                throw new PlanException("keepRecords is " + number + "; it is a number from 1 to " + MOST + ".");
            }
            return number;
        }
    }

    /** Returns the same hosts, by name. */
    public HostCatalog book() {
        return new HostCatalog(hosts);
    }

    /** The page of the whole system holds nothing of it but a link, so that what that page sends changes nothing here. */
    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) {
        return true;
    }

    /**
     * Puts an application in the place of one, or behind all, and saves that.
     *
     * @param before the name of the one that it takes the place of; null, or a name that is not there any more, for none
     * @throws PlanException if it has no name, or that of another one, or a port of another one on a host
     */
    public synchronized void put(String before, DeploySettings application) {
        List<DeploySettings> all = new ArrayList<>();
        boolean replaced = false;
        for (DeploySettings each : applications) {
            boolean same = each.getApplication().equals(before);
            all.add(same ? application : each);
            replaced |= same;
        }
        if (!replaced) {
            all.add(application);
        }
        new PortsOfOthers(book(), all).check(application);
        setApplications(all);
    }

    /**
     * Looks whether an application has ports of its own on its hosts.
     *
     * @param application as it would be deployed
     * @return as {@link PortsOfOthers#advise}
     * @throws PlanException as {@link PortsOfOthers#check}
     */
    public List<String> checkPorts(DeploySettings application) {
        PortsOfOthers ports = new PortsOfOthers(book(), applications);
        ports.check(application);
        return ports.advise(application);
    }

    /** Removes the application of that name, and saves that. */
    public synchronized void remove(String name) {
        setApplications(applications.stream()
                .filter(each -> !each.getApplication().equals(name))
                .toList());
    }

    /**
     * Takes what a form says of all but the applications, and saves that; nothing of it where some of it is refused.
     *
     * @throws PlanException for what cannot be, and where a host goes that something names
     */
    public synchronized void general(Typed typed) {
        List<HostSettings> typedHosts = typed.hosts();
        int typedRecords = Records.typed(typed.text("keepRecords"));
        new HostsInUse(applications).check(hosts, typedHosts);
        hosts = new ArrayList<>(typedHosts);
        keepRecords = typedRecords;
        testOn = FormInput.word(typed.text("testOn"));
        save();
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
            return name != null && known.containsKey(name) ? known.get(name) : new DeploySettings();
        }
        String hint = known.isEmpty()
                ? "none is configured there"
                : "known are " + String.join(", ", known.keySet()) + Guess.among(known.keySet(), name);
        throw new PlanException("The application '" + name
                + "' is not in the global configuration, and the job gives no hosts for it (" + hint + ").");
    }
}
