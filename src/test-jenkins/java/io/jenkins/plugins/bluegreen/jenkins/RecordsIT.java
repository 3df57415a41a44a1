package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Cause;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.tasks.Shell;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.record.DeploymentListener;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import io.jenkins.plugins.bluegreen.record.store.RecordStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.FakeChangeLogSCM;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What each deployment of a build leaves, and shows while it is under way. */
@WithJenkins
class RecordsIT {

    private final JenkinsBench bench = new JenkinsBench();
    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        bench.facts().addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of(bench.facts().application("backend")));
        job = jenkins.createProject(WorkflowJob.class, "shop");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void define(String agent, String more) throws Exception {
        job.setDefinition(new CpsFlowDefinition("""
                node('%s') {
                  writeFile file: 'app.bin', text: BUILD_TAG
                  blueGreenDeploy(application: 'backend', artifact: '*.bin', release: "r${BUILD_NUMBER}", %s)
                }
                """.formatted(agent, more), true));
    }

    private static List<Summary> history() {
        return Deployments.get().visible("backend");
    }

    private static DeploymentRecord newest() {
        return Deployments.get().visible("backend", history().get(0).id()).orElseThrow();
    }

    @Test
    void aPipelineLeavesARecordThatOutlivesItsBuild() throws Exception {
        define("built-in", "observe: '1s'");
        jenkins.buildAndAssertSuccess(job);
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        second.delete();

        DeploymentRecord record = newest();
        assertThat(record.ending().state()).isEqualTo(State.DEPLOYED);
        assertThat(record.ending().sentence()).startsWith("backend serves release r2 from green");
        assertThat(record.ending().proof()).isNotEmpty();
        assertThat(record.origin())
                .isEqualTo(new Origin(Origin.Kind.DEPLOYMENT, "", "shop", 2, "job/shop/2/", List.of(), ""));
        assertThat(record.subject().release()).isEqualTo("r2");
        assertThat(record.subject().previous()).isEqualTo("r1");
        assertThat(record.subject().to()).isEqualTo(Slot.GREEN);
        assertThat(record.subject().slots().live()).isEqualTo(Slot.GREEN);
        assertThat(record.subject().slots().previous()).isEqualTo(Slot.BLUE);
        assertThat(record.subject().hosts()).containsExactly(bench.facts().hosts());
        assertThat(record.steps())
                .extracting(StepReport::step)
                .contains("connect", "stop blue (" + bench.slots.blue() + ")");
        assertThat(record.availability().asked()).isPositive();
        assertThat(record.availability().traffic().spans()).isNotEmpty();
        assertThat(record.availability().traffic().marks())
                .extracting(Mark::what)
                .containsExactly(Mark.Kind.SWITCH, Mark.Kind.SWITCHED, Mark.Kind.DRAINED, Mark.Kind.STOPPED);
        assertThat(record.availability().traffic().marks()).extracting(Mark::at).isSorted();
        assertThat(history()).hasSize(2);
        // As it is found by the next Jenkins.
        assertThat(new RecordStore(Jenkins.get().getRootDir().toPath().resolve("blue-green"), () -> 200)
                        .read("backend", record.id()))
                .map(DeploymentRecord::summary)
                .contains(Deployments.get().store().history("backend").get(0));
    }

    @Test
    void oneThatIsUnderWayOnAnAgentIsShownAsFarAsItHasCome() throws Exception {
        define("built-in", "observe: '0s'");
        jenkins.buildAndAssertSuccess(job);
        jenkins.createOnlineSlave(Label.get("deployer"));
        define("deployer", "observe: '10m'");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("..  observe green", run);

        Until.so(Duration.ofMinutes(1), () -> newest().availability().asked() > 5, () -> "it tells no traffic");
        DeploymentRecord now = newest();
        assertThat(now.ending().state()).isEqualTo(State.RUNNING);
        assertThat(now.subject().previous()).isEqualTo("r1");
        assertThat(now.subject().slots().live()).isEqualTo(Slot.GREEN);
        assertThat(now.steps())
                .filteredOn(step -> step.status() == StepReport.Status.RUNNING)
                .extracting(StepReport::step)
                .anyMatch(step -> step.startsWith("observe green"));
        assertThat(now.steps())
                .filteredOn(step -> step.status() == StepReport.Status.DONE)
                .hasSizeGreaterThan(5);
        assertThat(now.availability().traffic().marks())
                .extracting(Mark::what)
                .startsWith(Mark.Kind.SWITCH, Mark.Kind.SWITCHED);
        assertThat(Deployments.get().store().history("backend").get(0).ending().state())
                .isEqualTo(State.RUNNING);

        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(newest().ending().state()).isEqualTo(State.ABORTED);
        assertThat(newest().subject().slots().live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void aFailureLeavesItsEvidence() throws Exception {
        define("built-in", "environment: 'STATUS=500', healthCheck: [retries: 50, interval: '100ms']");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(newest().ending().state()).isEqualTo(State.UNDONE);
        assertThat(newest().ending().sentence()).contains("500");
        assertThat(newest().ending().evidence()).contains("The application wrote nothing");
        assertThat(newest().steps()).extracting(StepReport::status).contains(StepReport.Status.FAILED);
    }

    @Test
    void aRefusalLeavesARecordWhereTheApplicationIsKnown() throws Exception {
        define("built-in", "exclude: '*.bin'");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(newest().ending().state()).isEqualTo(State.UNDONE);
        assertThat(newest().ending().sentence()).contains("matches artifact '*.bin'");

        define("built-in", "credentialsId: 'nope'");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(history()).hasSize(2);
        assertThat(newest().ending().sentence()).contains("There are no credentials 'nope'");
    }

    /** Also one whose settings do not hold together. */
    @Test
    void aRefusalOfAWrongParameterLeavesARecord() throws Exception {
        define("built-in", "startTimeout: 'soon'");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(newest().ending().sentence()).contains("startTimeout is 'soon'");
    }

    @Test
    void aFreestyleBuildTellsWhoStartedItAndWhatChanged() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject("free");
        FakeChangeLogSCM scm = new FakeChangeLogSCM();
        scm.addChange().withAuthor("alice").withMsg("Count what is sold\n\nAt last.");
        project.setScm(scm);
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setObserve("0s");
        project.getBuildersList().add(new Shell("date > app.bin"));
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        jenkins.assertBuildStatusSuccess(project.scheduleBuild2(0, new Cause.UserIdCause("anna")));

        Origin origin = newest().origin();
        assertThat(origin.user()).isEqualTo("anna");
        assertThat(origin.job()).isEqualTo("free");
        assertThat(origin.commits()).hasSize(1);
        assertThat(origin.commits().get(0).author()).isEqualTo("alice");
        assertThat(origin.commits().get(0).message()).isEqualTo("Count what is sold");
    }

    @Test
    void aPipelineTellsWhatChanged() throws Exception {
        job.setDefinition(new CpsFlowDefinition("""
                def changed() {
                  def scm = new org.jvnet.hudson.test.FakeChangeLogSCM()
                  scm.addChange().withAuthor('alice').withMsg('Count what is sold\\n\\nAt last.')
                  scm.addChange().withAuthor('bob').withMsg('Round it')
                  scm
                }
                node {
                  checkout(scm: changed())
                  writeFile file: 'app.bin', text: BUILD_TAG
                  blueGreenDeploy(application: 'backend', artifact: '*.bin', observe: '0s')
                }
                """, false));
        jenkins.buildAndAssertSuccess(job);

        assertThat(newest().origin().commits())
                .extracting(commit -> commit.author() + ": " + commit.message())
                .containsExactly("alice: Count what is sold", "bob: Round it");
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            assertThat(client.goTo("blue-green/").asNormalizedText()).contains("Count what is sold");
            assertThat(client.goTo("blue-green/backend/").asNormalizedText()).contains("Count what is sold");
            assertThat(client.goTo("blue-green/backend/?filter=round")
                            .getElementById("bgd-history")
                            .asNormalizedText())
                    .contains("Count what is sold");
            assertThat(client.goTo("blue-green/backend/" + newest().id() + "/").asNormalizedText())
                    .contains("Count what is sold alice", "Round it bob")
                    .doesNotContain("At last.");
        }
    }

    @Test
    void whoMayReadTheJobMaySeeItsDeployments() throws Exception {
        define("built-in", "credentialsId: 'nope'");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        String id = history().get(0).id();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "other", "finder")
                .grant(Item.DISCOVER)
                .everywhere()
                .to("finder")
                .grant(Item.READ)
                .onPaths("shop|store")
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));

        assertThat(seenBy("reader", id)).isTrue();
        assertThat(seenBy("admin", id)).isTrue();
        assertThat(seenBy("other", id)).isFalse();
        assertThat(seenBy("finder", id)).isFalse();
        job.renameTo("store");
        Until.so(
                Duration.ofSeconds(30),
                () -> history().get(0).origin().job().equals("store"),
                () -> "its record did not follow the job");
        assertThat(seenBy("reader", id)).isTrue();
        job.delete();
        assertThat(seenBy("reader", id)).isFalse();
        assertThat(seenBy("admin", id)).isTrue();
    }

    private static boolean seenBy(String user, String id) {
        try (ACLContext who = ACL.as2(User.getById(user, true).impersonate2())) {
            Deployments all = Deployments.get();
            boolean seen = all.visible("backend", id).isPresent();
            assertThat(all.visibleHistories()).isEqualTo(seen ? List.of("backend") : List.of());
            assertThat(all.visible("backend")).hasSize(seen ? 1 : 0);
            assertThat(all.newestVisible("backend", any -> true).isPresent()).isEqualTo(seen);
            return seen;
        }
    }

    /** Hears it shortly after. */
    private static final class Listening extends DeploymentListener {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void started(DeploymentRecord record) {
            heard.add("started");
            throw new IllegalStateException("of a listener");
        }

        @Override
        public void switched(DeploymentRecord record) {
            heard.add("switched to " + record.subject().release());
        }

        @Override
        public void deployed(DeploymentRecord record) {
            heard.add("deployed " + record.ending().state());
        }
    }

    @Test
    @SuppressWarnings("deprecation") // of the tests no index is made that Jenkins would find it by
    void listenersHearOfIt() throws Exception {
        Listening listening = new Listening();
        ExtensionList.lookup(DeploymentListener.class).add(listening);
        define("built-in", "observe: '0s'");
        jenkins.buildAndAssertSuccess(job);
        Until.so(Duration.ofSeconds(30), () -> listening.heard.size() == 3, () -> listening.heard.toString());
        assertThat(listening.heard).containsExactly("started", "switched to r1", "deployed DEPLOYED");
    }

    @Test
    void keepsAsManyAsIsConfigured() throws Exception {
        BlueGreenConfiguration.get().setKeepRecords(2);
        define("built-in", "credentialsId: 'nope'");
        for (int i = 0; i < 4; i++) {
            jenkins.buildAndAssertStatus(Result.FAILURE, job);
        }
        assertThat(history()).extracting(summary -> summary.origin().build()).containsExactly(4, 3);
    }

    @Test
    void nothingIsMadeOrReadWhenJenkinsStarts() {
        Path directory = Jenkins.get().getRootDir().toPath().resolve("blue-green");
        assertThat(Deployments.get().visibleHistories()).isEmpty();
        assertThat(Files.exists(directory)).isFalse();
    }
}
