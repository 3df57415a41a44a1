package io.jenkins.plugins.bluegreen.jenkins.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.page.Records;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import java.util.List;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** An application that is deployed to staging and to production by one job, under one name. */
class NamesakesTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static DeploymentRecord keep(int release, String... hosts) throws Exception {
        DeploymentRecord like = Records.of(release, State.DEPLOYED, List.of(), Traffic.NONE);
        Subject subject = like.subject();
        DeploymentRecord record = new DeploymentRecord(
                like.id(),
                new Subject(
                        "twice",
                        subject.release(),
                        subject.previous(),
                        List.of(hosts),
                        "/srv/twice",
                        subject.to(),
                        subject.slots()),
                new Origin(Origin.Kind.DEPLOYMENT, "", "open", 1, "job/open/1/", List.of(), ""),
                like.ending(),
                like.steps(),
                like.availability());
        Deployments.get().store().write(record);
        return record;
    }

    private static String text(String address) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            return client.goTo(address, null).getWebResponse().getContentAsString();
        }
    }

    @Test
    void eachHasItsOwnRowAndPage() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject("open");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(project);
        keep(41, "app1", "app2");
        keep(42, "app1", "app2");
        DeploymentRecord staged = keep(43, "stg1");
        build.addAction(new BuildLink(staged));

        assertThat(text("blue-green/"))
                .contains("href=\"twice/\"", "app1, app2", "href=\"twice@stg1/\"", "stg1", "twice@stg1/" + staged.id());
        assertThat(text("blue-green/twice/"))
                .contains("twice (app1, app2)", "Release 42 is live on green")
                .doesNotContain(staged.id());
        assertThat(text("blue-green/twice@stg1/"))
                .contains("twice (stg1)", "Release 43 is live on blue")
                .doesNotContain("shop-42-");
        assertThat(text("blue-green/twice@stg1/" + staged.id() + "/")).contains("Release 43");
        assertThat(text("job/open/1/")).contains("/blue-green/twice@stg1/" + staged.id() + "/");
        assertThat(text("job/open/")).contains("/blue-green/twice@stg1/").contains("twice (stg1)");
        JSONObject row =
                JSONObject.fromObject(text("blue-green/twice@stg1/api/json")).getJSONObject("application");
        assertThat(row.getString("name")).isEqualTo("twice");
        assertThat(row.getString("history")).isEqualTo("twice@stg1");
        assertThat(row.getJSONArray("hosts").toString()).isEqualTo("[\"stg1\"]");
    }
}
