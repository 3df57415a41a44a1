package io.jenkins.plugins.bluegreen.jenkins.setup;

import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.bluegreen.jenkins.check.Checks;
import io.jenkins.plugins.bluegreen.jenkins.check.Running;
import io.jenkins.plugins.bluegreen.jenkins.check.Runs;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.Typed;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** The page of the administrator: the applications, each with a form of its own, and what all of them share. */
@Extension
public final class SetupLink extends ManagementLink implements StaplerProxy {

    static final String URL = "blue-green-deploy";

    private static final int FORBIDDEN_TO_KNOW = 404;

    private final Runs runs = new Runs();

    @Override
    public String getIconFileName() {
        return "symbol-swap";
    }

    @Override
    public String getDisplayName() {
        return Messages.SetupLink_DisplayName();
    }

    @Override
    public String getDescription() {
        return Messages.SetupLink_Description();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Override
    public Category getCategory() {
        return Category.CONFIGURATION;
    }

    @Override
    public Permission getRequiredPermission() {
        return Jenkins.ADMINISTER;
    }

    /** Whatever is below is an administrator's alone, at each request. */
    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return this;
    }

    /** Returns the applications, by name. */
    public List<DeploySettings> getApplications() {
        return BlueGreenConfiguration.get().getApplications().stream()
                .sorted(Comparator.comparing(DeploySettings::getApplication, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    /** Returns the page of an application, or null where there is none of that name. */
    public ApplicationForm getApplication(String name) {
        return BlueGreenConfiguration.get().getApplications().stream()
                .filter(each -> each.getApplication().equals(name))
                .findFirst()
                .map(each -> new ApplicationForm(each.getApplication(), each))
                .orElse(null);
    }

    /** Returns the page of an application that is to come. */
    public ApplicationForm getNew() {
        return new ApplicationForm(null, new DeploySettings());
    }

    /** Returns the page of what all applications share. */
    public GeneralForm getGeneral() {
        return new GeneralForm();
    }

    /**
     * Begins to look whether a deployment of the application that stands in the form would find what it needs.
     *
     * @param page what saving the form would send
     */
    @POST
    public void doTest(StaplerRequest2 request, StaplerResponse2 response, @QueryParameter String page)
            throws IOException, ServletException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        begin(
                request,
                response,
                page,
                checks -> checks.test(BlueGreenConfiguration.get().getApplications()));
    }

    /**
     * Begins to look what there is on the hosts of the application that stands in the form.
     *
     * @param page what saving the form would send
     */
    @POST
    public void doLook(StaplerRequest2 request, StaplerResponse2 response, @QueryParameter String page)
            throws IOException, ServletException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        begin(
                request,
                response,
                page,
                checks -> checks.look(BlueGreenConfiguration.get().getApplications()));
    }

    private interface Begin {
        Running with(Checks checks);
    }

    private void begin(StaplerRequest2 request, StaplerResponse2 response, String page, Begin begin)
            throws IOException, ServletException {
        BlueGreenConfiguration all = BlueGreenConfiguration.get();
        try {
            DeploySettings typed = Typed.in(request, page).application();
            show(runs.add(begin.with(new Checks(typed, all.book(), all.getTestOn()))), request, response);
        } catch (PlanException e) {
            show(new Said(e.getMessage(), false), request, response);
        }
    }

    /**
     * Tells what a look has come to.
     *
     * @param id what the page was told when it began
     */
    @POST
    public void doTold(StaplerRequest2 request, StaplerResponse2 response, @QueryParameter String id)
            throws IOException, ServletException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Running running = runs.get(id).orElse(null);
        if (running == null) {
            response.setStatus(FORBIDDEN_TO_KNOW);
        } else {
            show(running, request, response);
        }
    }

    /**
     * Shows what the router's configuration needs for the application that stands in the form.
     *
     * @param page what saving the form would send
     */
    @POST
    public void doShowRouter(StaplerRequest2 request, StaplerResponse2 response, @QueryParameter String page)
            throws IOException, ServletException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            PlanFactory factory = new PlanFactory(
                    Typed.in(request, page).application(),
                    BlueGreenConfiguration.get().book());
            show(new Said(factory.routerConfiguration(), true), request, response);
        } catch (PlanException e) {
            show(new Said(e.getMessage(), false), request, response);
        }
    }

    private void show(Object what, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        request.setAttribute("said", what);
        request.getView(this, what instanceof Said ? "_said.jelly" : "_told.jelly")
                .forward(request, response);
    }

    /**
     * A text for the page.
     *
     * @param text what is shown
     * @param block whether it is one to be pasted; otherwise it says what is wrong
     */
    public record Said(String text, boolean block) {

        /** Returns its lines, each with its end. */
        public List<String> lines() {
            return text.lines().map(line -> line + "\n").toList();
        }
    }
}
