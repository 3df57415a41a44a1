package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import io.jenkins.plugins.bluegreen.jenkins.byhand.RollbackByHand;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.freestyle.BlueGreenDiscardBuilder;
import io.jenkins.plugins.bluegreen.jenkins.freestyle.BlueGreenPromoteBuilder;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A release that is held, and the steps that promote and discard it, against a real OpenSSH server and a real nginx. */
@WithJenkins
class HoldIT {

    private static final String HOLD = """
            writeFile file: 'app.bin', text: BUILD_TAG
            def d = blueGreenDeploy(application: 'backend', artifact: 'app.bin', release: "r${BUILD_NUMBER}", hold: '4h')
            sleep 1 // it is saved with the running build here
            echo "left ${d.state} ${d.liveSlot} ${d.previews} ${d.heldUntil != null} ${d.standbyUntil}"
            """;

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        DeploySettings backend = bench.facts().application("backend");
        backend.setObserve("0s");
        ((NginxSettings) backend.getRouter()).setPreview(true);
        BlueGreenConfiguration.get().setApplications(List.of(backend));
        job = jenkins.createProject(WorkflowJob.class, "shop");
        run("writeFile file: 'app.bin', text: BUILD_TAG\n"
                + "blueGreenDeploy(application: 'backend', artifact: 'app.bin', release: 'r1', keepPrevious: '15m')");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private WorkflowRun run(String steps) throws Exception {
        return jenkins.assertBuildStatusSuccess(begin(steps));
    }

    private WorkflowRun begin(String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node {\n" + steps + "\n}", true));
        return job.scheduleBuild2(0).get();
    }

    /** As at the question of an {@code input} that somebody answers late. */
    @Test
    void aBuildMeansWhatItHasHeldItselfAndNothingElse() throws Exception {
        Path go = jenkins.jenkins.getRootDir().toPath().resolve("go");
        job.setDefinition(new CpsFlowDefinition(
                "node {\n" + HOLD + "waitUntil(initialRecurrencePeriod: 250) { fileExists '" + go + "' }\n"
                        + "catchError { blueGreenPromote application: 'backend' }\n"
                        + "catchError { blueGreenDiscard application: 'backend' }\n}",
                true));
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("left held blue", first);
        String stale = records().get(0).id();
        WorkflowJob other = jenkins.createProject(WorkflowJob.class, "other");
        other.setDefinition(new CpsFlowDefinition("node {\n" + HOLD.replace("r${BUILD_NUMBER}", "r9") + "}", true));
        jenkins.assertBuildStatusSuccess(other.scheduleBuild2(0));
        Files.createFile(go);

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(first));

        assertThat(JenkinsRule.getLog(first)
                        .lines()
                        .filter(line -> line.contains("FAILED: What the deployment " + stale)))
                .hasSize(2)
                .allMatch(line ->
                        line.contains("of backend left is there no more: it was promoted, discarded or settled"))
                .allMatch(line -> line.contains("Release r9 of other #1"))
                .allMatch(line -> line.contains("is held there now. Nothing was changed."));
        assertThat(bench.served()).contains("release=r1");
        for (String button : List.of("promote", "discard")) {
            WebResponse answer = press(button, List.of(new NameValuePair("deployment", stale)));
            assertThat(answer.getStatusCode()).isEqualTo(409);
            assertThat(answer.getContentAsString()).contains("is not held any more, so nothing was done; reload");
        }

        // A build that has held nothing says which one, or takes whichever is.
        WorkflowRun refused = jenkins.assertBuildStatus(
                Result.FAILURE, begin("blueGreenPromote application: 'backend', release: '2'"));
        jenkins.assertLogContains("Release '2' of backend is not held, but release r9 of other #1", refused);
        run("blueGreenPromote application: 'backend', release: 'r9'");
        assertThat(bench.served()).contains("release=r9");
        run(HOLD + "blueGreenPromote application: 'backend'");
        assertThat(bench.served()).contains("release=r5");
    }

    private static List<Summary> records() {
        return Deployments.get().visible("backend");
    }

    @Test
    void isHeldAndThenPromoted() throws Exception {
        WorkflowRun held = run(HOLD);
        assertThat(JenkinsRule.getLog(held))
                .contains("HELD: Release r2 of backend is healthy in green")
                .containsPattern("left held blue \\[[^ ]+:" + bench.slots.green() + "] true null");
        assertThat(records().get(0).ending().state()).isEqualTo(State.HELD);

        WorkflowRun promoted = run("def d = blueGreenPromote(application: 'backend', keepPrevious: '10m')\n"
                + "echo \"now ${d.state} ${d.releaseId} ${d.liveSlot} ${d.heldUntil} ${d.standbyUntil != null}\"");

        assertThat(JenkinsRule.getLog(promoted))
                .contains("Promoting the release of backend that is held on ", "now deployed r2 green null true");
        assertThat(records().stream().map(Summary::ending).map(Ending::state))
                .containsExactly(State.DEPLOYED, State.SETTLED, State.DEPLOYED);
        assertThat(records().get(1).ending().sentence()).contains("which was held, is promoted by shop #3");
        String page = jenkins.createWebClient().goTo("blue-green/backend").asNormalizedText();
        assertThat(page).contains("Release r2 is live on green", "Release r1 stays as a standby on blue until ");
    }

    /** The token is for whoever holds the release: it is on no page, in no log, and in no file but that of the build, encrypted. */
    @Test
    void itsTestersSeeItThroughTheFrontDoor() throws Exception {
        WorkflowRun held = run(HOLD + "currentBuild.description = d.preview.token\n"
                + "echo \"by ${d.preview.header}, ${d.preview.cookie} at ${d.preview.url}\"");
        String token = held.getDescription();
        assertThat(token).matches("[0-9a-f]{32}");
        assertThat(JenkinsRule.getLog(held))
                .contains("by X-Preview, bluegreen_preview at " + bench.nginx.url())
                .contains("through nginx, with the header X-Preview or the cookie bluegreen_preview")
                .doesNotContain(token);
        assertThat(bench.served()).contains("release=r1");
        assertThat(bench.served("X-Preview", token)).contains("release=r2");
        run("blueGreenDiscard application: 'backend'");
        assertThat(bench.served("X-Preview", token)).contains("release=r1");

        FreeStyleProject free = jenkins.createFreeStyleProject("free");
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setHold("4h");
        free.getBuildersList().add(new Shell("date > app.bin"));
        free.getBuildersList().add(new BlueGreenBuilder(fields));
        free.getBuildersList().add(new Shell("set +x; printf %s \"$BLUE_GREEN_PREVIEW\" > token"));
        FreeStyleBuild built = jenkins.buildAndAssertSuccess(free);
        String other = built.getWorkspace().child("token").readToString();
        assertThat(other).matches("[0-9a-f]{32}").isNotEqualTo(token);
        assertThat(bench.served("X-Preview", other)).contains("release=").doesNotContain("release=r1");
        assertThat(JenkinsRule.getLog(built)).doesNotContain(other);
        assertNoFileHas(other, built.getRootDir().toPath());
        assertNoFileHas(other, jenkins.jenkins.getRootDir().toPath().resolve("blue-green"));
        assertThat(jenkins.createWebClient().goTo("blue-green/backend").asXml()).doesNotContain(other);
    }

    private static void assertNoFileHas(String text, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(text);
            }
        }
    }

    @Test
    void aButtonPromotesAndAnotherOneDiscards() throws Exception {
        run(HOLD);
        assertThat(jenkins.createWebClient().goTo("blue-green/backend").asXml())
                .contains("id=\"bgd-promote\"", "id=\"bgd-discard\"", "Lead users to release r2?")
                .contains("data-deployment=\"" + records().get(0).id() + "\"");
        assertThat(pressed("promote", "deployment", records().get(0).id())).isEqualTo(202);
        awaitByHand(State.DEPLOYED);
        assertThat(bench.served()).contains("release=r2");
        assertThat(records().get(0).origin().job()).isEqualTo("shop");
        assertThat(lastGiven()).contains(records().get(0).id());
        assertThat(jenkins.createWebClient().goTo("blue-green/backend").asXml()).doesNotContain("bgd-promote");
        assertThat(pressed("promote")).as("it says so in its log").isEqualTo(202);
        awaitByHand(State.UNDONE);

        run(HOLD);
        assertThat(pressed("discard")).isEqualTo(202);
        awaitByHand(State.DISCARDED);
        assertThat(bench.served()).contains("release=r2");

        // By what r2 was given, which leaves no standby, and not by what r1 was.
        assertThat(pressed("rollBack", "markBad", "false")).isEqualTo(202);
        await(Origin.Kind.ROLLBACK_BY_HAND, State.DEPLOYED);
        assertThat(bench.served()).contains("release=r1");
        assertThat(records().get(0).subject().slots().standbyUntil()).isNull();
    }

    private static Optional<String> lastGiven() {
        return Deployments.get().given("backend", "shop").map(Summary::id);
    }

    private static void awaitByHand(State state) {
        await(Origin.Kind.HELD_BY_HAND, state);
    }

    private static void await(Origin.Kind kind, State state) {
        Until.so(
                Duration.ofMinutes(2),
                () -> records().get(0).origin().kind() == kind
                        && records().get(0).ending().state() == state
                        && RollbackByHand.whyNot("backend", "shop").isEmpty(),
                () -> "It did not come to that: " + records());
    }

    private int pressed(String button) throws Exception {
        return press(button, List.of()).getStatusCode();
    }

    private int pressed(String button, String name, String value) throws Exception {
        return press(button, List.of(new NameValuePair(name, value))).getStatusCode();
    }

    private WebResponse press(String button, List<NameValuePair> parameters) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setThrowExceptionOnFailingStatusCode(false);
            WebRequest request =
                    new WebRequest(client.createCrumbedUrl("blue-green/backend/" + button), HttpMethod.POST);
            request.setRequestParameters(parameters);
            return client.getPage(request).getWebResponse();
        }
    }

    @Test
    void freestyleJobsPromoteAndDiscardToo() throws Exception {
        run(HOLD);
        FreeStyleProject promote = jenkins.createFreeStyleProject("promote");
        PromoteSettings promotion = new PromoteSettings();
        promotion.setApplication("backend");
        promote.getBuildersList().add(new BlueGreenPromoteBuilder(promotion));
        FreeStyleBuild promoted = jenkins.buildAndAssertSuccess(promote);
        jenkins.assertLogContains("Promoting the release of backend that is held on ", promoted);
        assertThat(bench.served()).contains("release=r2");
        assertThat(records().get(0).origin().job()).isEqualTo("promote");

        run(HOLD);
        FreeStyleProject discard = jenkins.createFreeStyleProject("discard");
        DiscardSettings discarding = new DiscardSettings();
        discarding.setApplication("backend");
        discard.getBuildersList().add(new BlueGreenDiscardBuilder(discarding));
        jenkins.assertLogContains(
                "DISCARDED: Release r3 of backend, which was held in ", jenkins.buildAndAssertSuccess(discard));
        assertThat(bench.served()).contains("release=r2");
        jenkins.buildAndAssertStatus(Result.FAILURE, discard);
    }

    @Test
    void isHeldAndThenDiscarded() throws Exception {
        run(HOLD);
        String page = jenkins.createWebClient().goTo("blue-green/backend").asNormalizedText();
        assertThat(page).contains("Release r1 is live on blue", "Release r2 is held on green until ");

        WorkflowRun discarded = run(
                "def d = blueGreenDiscard application: 'backend'\necho \"now ${d.state} ${d.releaseId} ${d.liveSlot}\"");

        jenkins.assertLogContains("DISCARDED: Release r2 of backend, which was held in green", discarded);
        jenkins.assertLogContains("now discarded r2 blue", discarded);
        assertThat(records().get(0).ending().state()).isEqualTo(State.DISCARDED);
        assertThat(records().get(1).ending().state()).isEqualTo(State.SETTLED);
        page = jenkins.createWebClient().goTo("blue-green/backend").asNormalizedText();
        assertThat(page).contains("Release r1 is live on blue").doesNotContain("Release r2 is held");
        WorkflowRun refused =
                jenkins.assertBuildStatus(Result.FAILURE, begin("blueGreenPromote application: 'backend'"));
        jenkins.assertLogContains("FAILED: No release of backend is held", refused);
    }
}
