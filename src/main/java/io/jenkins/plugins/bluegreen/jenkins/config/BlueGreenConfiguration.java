package io.jenkins.plugins.bluegreen.jenkins.config;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Guess;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
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

    private List<DeploySettings> applications = new ArrayList<>();
    private List<HostSettings> hosts = new ArrayList<>();
    private int keepRecords = Page.KEEP_RECORDS;

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
        this.applications = new ArrayList<>(applications);
        save();
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
        this.hosts = new ArrayList<>(hosts);
        save();
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
        this.keepRecords = Page.checked(keepRecords);
        save();
    }

    /** Checks what is typed. */
    @POST
    public FormValidation doCheckKeepRecords(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            Page.keepRecords(value);
            return FormValidation.ok();
        } catch (PlanException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Returns the same hosts, by name. */
    public HostCatalog book() {
        return new HostCatalog(hosts);
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        String field = "applications";
        try {
            Page page = Page.of(req, () -> json);
            field = "hosts";
            new HostCatalog(page.hosts);
            field = "applications";
            check(page.applications);
            field = "keepRecords";
            int records = Page.keepRecords(page.keepRecords);
            // Nothing of a page that is refused is kept.
            hosts = new ArrayList<>(page.hosts);
            applications = new ArrayList<>(page.applications);
            keepRecords = records;
            save();
            return true;
        } catch (PlanException e) {
            throw new FormException(e.getMessage(), e, field);
        }
    }

    /** What stands on the page. */
    private record Page(List<HostSettings> hosts, List<DeploySettings> applications, String keepRecords) {

        static final int KEEP_RECORDS = 200;

        private static final int MOST_RECORDS = 10_000;

        private static final Logger LOGGER = Logger.getLogger(BlueGreenConfiguration.class.getName());

        /** Reads how many records are kept; an empty field stands for the default. */
        static int keepRecords(String typed) {
            Integer number = FormInput.number("keepRecords", typed);
            return number == null ? KEEP_RECORDS : checked(number);
        }

        static int checked(int number) {
            if (number < 1 || number > MOST_RECORDS) {
                throw new PlanException(
                        "keepRecords is " + number + "; it is a number from 1 to " + MOST_RECORDS + ".");
            }
            return number;
        }

        /** @throws PlanException if it is not what the page sends */
        static Page of(StaplerRequest2 req, Supplier<JSONObject> sent) {
            try {
                JSONObject json = sent.get();
                // Not by binding the configuration: the form sends nothing for an emptied list, and so nothing would be
                // set.
                return new Page(
                        req.bindJSONToList(HostSettings.class, json.opt("hosts")),
                        req.bindJSONToList(
                                DeploySettings.class,
                                SettingsDescriptor.withoutEmpty(DeploySettings.class, json.opt("applications"))),
                        json.optString("keepRecords"));
            } catch (RuntimeException | LinkageError e) {
                // The parser and the binding have failures of many kinds, which tell of classes rather than of fields.
                LOGGER.log(Level.WARNING, "What the page of the deployments sent cannot be read", e);
                throw new PlanException(
                        "What the page sent cannot be read; reload the page and try again. Jenkins's log says why.");
            }
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
            return name != null && known.containsKey(name) ? known.get(name) : new DeploySettings();
        }
        String hint = known.isEmpty()
                ? "none is configured there"
                : "known are " + String.join(", ", known.keySet()) + Guess.among(known.keySet(), name);
        throw new PlanException("The application '" + name
                + "' is not in the global configuration, and the job gives no hosts for it (" + hint + ").");
    }

    /**
     * Shows what the router's configuration needs for an application of the page as it stands.
     *
     * @param page what {@link #configure} would be given if the page was saved
     * @param application the place of the application among those of the page, from 0
     */
    @POST
    public FormValidation doShowRouter(
            StaplerRequest2 req, @QueryParameter String page, @QueryParameter String application)
            throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return answer(req, page, application, (plan, hosts) -> FormValidation.ok(plan.routerConfiguration()));
    }

    /**
     * Looks whether a deployment of an application of the page as it stands would find what it needs; changes nothing.
     *
     * @param page what {@link #configure} would be given if the page was saved
     * @param application the place of the application among those of the page, from 0
     */
    @POST
    public FormValidation doTestApplication(
            StaplerRequest2 req, @QueryParameter String page, @QueryParameter String application)
            throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return answer(req, page, application, ConnectionTest::of);
    }

    /** What is to be told of an application. */
    private interface Question {

        FormValidation answer(PlanFactory application, HostCatalog hosts) throws AbortException, InterruptedException;
    }

    private static FormValidation answer(StaplerRequest2 req, String page, String application, Question question)
            throws InterruptedException {
        try {
            Page typed = Page.of(req, () -> JSONObject.fromObject(page));
            HostCatalog hosts = new HostCatalog(typed.hosts);
            Integer place = FormInput.number("application", application);
            if (place == null || place < 0 || place >= typed.applications.size()) {
                throw new PlanException("The page has no application at place " + place + ".");
            }
            return question.answer(new PlanFactory(typed.applications.get(place), hosts), hosts);
        } catch (PlanException | AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
