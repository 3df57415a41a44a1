package io.jenkins.plugins.bluegreen.jenkins.page.view;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.ModelObject;
import hudson.model.RootAction;
import hudson.security.Permission;
import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.record.store.HistoryName;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** What is live where: the page of all applications. */
@Extension
@ExportedBean
public final class BlueGreenPage implements RootAction {

    /** Stands here too, so that Jenkins knows it as soon as it has started. */
    public static final Permission ROLL_BACK = Permissions.ROLL_BACK;

    static final String URL = "blue-green";

    private static final String API = "api";

    @Override
    public String getIconFileName() {
        return Deployments.get().anyVisible() ? "symbol-swap" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.BlueGreenPage_DisplayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Returns the applications of which the reader may see a deployment. */
    @Exported
    public List<ApplicationRow> getApplications() {
        List<String> histories = Deployments.get().visibleHistories();
        Map<String, List<String>> namesakes =
                histories.stream().collect(Collectors.groupingBy(HistoryName::application));
        return histories.stream()
                .map(history -> ApplicationRow.of(history, namesakes.get(HistoryName.application(history))))
                .toList();
    }

    /** Returns the page of an application by the name of its history, or null where the reader may see none of that name. */
    public ApplicationPage getDynamic(String history) {
        return ApplicationPage.of(history, null).orElse(null);
    }

    /** Returns the data of this page; or the page of an application of that name, which leads to the data as well. */
    public ModelObject getApi() {
        Api api = new Api(this);
        return ApplicationPage.of(API, api).map(ModelObject.class::cast).orElse(api);
    }

    /** Shows the page. A view called index would stand before an application of that name. */
    @GET
    @WebMethod(name = "")
    public void doShow(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        request.getView(this, "_page.jelly").forward(request, response);
    }

    /** Answers whether what the page shows has changed. */
    @GET
    @WebMethod(name = "_live")
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        Live.answer(this, getApplications().toString(), request, response);
    }
}
