package io.jenkins.plugins.bluegreen.jenkins.page;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.FullControlOnceLoggedInAuthorizationStrategy;
import hudson.security.HudsonPrivateSecurityRealm;
import io.jenkins.plugins.bluegreen.jenkins.JenkinsBench;
import io.jenkins.plugins.bluegreen.jenkins.byhand.Refresh;
import io.jenkins.plugins.bluegreen.jenkins.byhand.RollbackByHand;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.page.view.BlueGreenPage;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What a test has done in the process of the Jenkins that its browser looks at. */
final class OnController {

    private OnController() {}

    /** Three people who log in with their names as passwords: anna may roll back and abort, the reader may read, and the boss may all. */
    static void letPeopleIn(JenkinsRule rule) throws Throwable {
        accounts();
        Jenkins.get()
                .setAuthorizationStrategy(new MockAuthorizationStrategy()
                        .grant(Jenkins.READ, Item.READ)
                        .everywhere()
                        .to("anna", "reader")
                        .grant(BlueGreenPage.ROLL_BACK, Item.CANCEL)
                        .everywhere()
                        .to("anna")
                        .grant(Jenkins.ADMINISTER)
                        .everywhere()
                        .to("boss"));
    }

    /** The same people, who may all; a Jenkins that is started again still knows them. */
    static void letPeopleInForGood(JenkinsRule rule) throws Throwable {
        accounts();
        FullControlOnceLoggedInAuthorizationStrategy all = new FullControlOnceLoggedInAuthorizationStrategy();
        all.setAllowAnonymousRead(false);
        Jenkins.get().setAuthorizationStrategy(all);
    }

    private static void accounts() throws Exception {
        HudsonPrivateSecurityRealm realm = new HudsonPrivateSecurityRealm(false, false, null);
        for (String name : List.of("anna", "reader", "boss")) {
            realm.createAccount(name, name);
        }
        Jenkins.get().setSecurityRealm(realm);
    }

    /** Tells it of an application, which a job of the same name deploys. */
    static void know(JenkinsRule rule, JenkinsBench.Facts facts, String application) throws Throwable {
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        facts.addCredentials();
        List<DeploySettings> all = new ArrayList<>(BlueGreenConfiguration.get().getApplications());
        all.add(facts.application(application));
        BlueGreenConfiguration.get().setApplications(all);
        rule.createProject(WorkflowJob.class, application);
    }

    /** Tells it of nothing but the credentials, and of a job that deploys an application of that name. */
    static void prepare(JenkinsRule rule, JenkinsBench.Facts facts, String application) throws Throwable {
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        facts.addCredentials();
        BlueGreenConfiguration.get().setApplications(List.of());
        rule.createProject(WorkflowJob.class, application);
    }

    /** Tells it of many applications. */
    static void fill(JenkinsRule rule, JenkinsBench.Facts facts, int number) throws Throwable {
        List<DeploySettings> all = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            all.add(facts.application("application-" + i));
        }
        BlueGreenConfiguration.get().setApplications(all);
    }

    /** Has anna's build deploy a release, and returns when that is done. */
    static void deploy(JenkinsRule rule, String application, String release, String parameters) throws Throwable {
        rule.assertBuildStatusSuccess(rule.waitForCompletion(scheduled(application, release, parameters)));
    }

    /** Does so without success. */
    static void deployInVain(JenkinsRule rule, String application, String release, String parameters) throws Throwable {
        rule.assertBuildStatus(Result.FAILURE, rule.waitForCompletion(scheduled(application, release, parameters)));
    }

    /** Begins to deploy a release, and returns when a line stands in the console. */
    static void begin(JenkinsRule rule, String application, String release, String line) throws Throwable {
        rule.waitForMessage(line, scheduled(application, release, "startTimeout: '3m'"));
    }

    /** Has a build of another job go back to a release on some of the hosts of an application. */
    static void goBackOn(JenkinsRule rule, String application, String hosts, String release) throws Throwable {
        WorkflowJob job = rule.createProject(WorkflowJob.class, application + "-back");
        job.setDefinition(new CpsFlowDefinition(
                "node { blueGreenRollback application: '" + application + "', hosts: '" + hosts + "', release: '"
                        + release + "', observe: '0s' }",
                true));
        rule.buildAndAssertSuccess(job);
    }

    /** Builds a new job that deploys nothing. */
    static void build(JenkinsRule rule, String name) throws Throwable {
        WorkflowJob job = rule.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("echo 'Nothing is deployed.'", true));
        rule.buildAndAssertSuccess(job);
    }

    private static WorkflowRun scheduled(String application, String release, String parameters) throws Exception {
        WorkflowJob job = job(application);
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'app.bin', text: '%1$s'
                  blueGreenDeploy application: '%2$s', artifact: '*.bin', release: '%1$s', observe: '0s', %3$s
                }
                """.formatted(release, application, parameters), true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("anna")))
                .waitForStart();
    }

    private static WorkflowJob job(String application) {
        return Jenkins.get().getItemByFullName(application, WorkflowJob.class);
    }

    /** Returns the newest build's console once it has succeeded. */
    static String end(JenkinsRule rule, String application) throws Throwable {
        return JenkinsRule.getLog(rule.assertBuildStatusSuccess(
                rule.waitForCompletion(job(application).getLastBuild())));
    }

    /** Has anna go back to a release by hand, and asks the hosts when that is done. */
    @SuppressWarnings("try") // the context is there to be closed
    static void goBack(JenkinsRule rule, String application, String release) throws Throwable {
        try (ACLContext anna = ACL.as2(User.getById("anna", false).impersonate2())) {
            String id = RollbackByHand.begin(application, application, release, true);
            Until.so(
                    Duration.ofMinutes(3),
                    () -> Deployments.get().store().history(application).stream()
                            .anyMatch(each ->
                                    each.id().equals(id) && each.ending().state() != State.RUNNING),
                    () -> "The rollback of " + application + " does not end.");
            Refresh.begin(application, application);
        }
        seenAfter(rule, application, "");
    }

    /** Returns what the hosts said when they were asked last, or an empty text. */
    static String seen(JenkinsRule rule, String application) throws Throwable {
        return Deployments.get().store().seen(application).orElse("");
    }

    /** Returns the same, once that is not what they said before. */
    static String seenAfter(JenkinsRule rule, String application, String before) throws Throwable {
        Supplier<String> now = () -> Deployments.get().store().seen(application).orElse("");
        Until.so(
                Duration.ofMinutes(2),
                () -> !now.get().equals(before),
                () -> "The hosts of " + application + " say nothing.");
        return now.get();
    }

    /** Returns the newest records first, a line each. */
    static String records(JenkinsRule rule, String application) throws Throwable {
        return Deployments.get().store().history(application).stream()
                .map(each -> String.join(
                        " ",
                        each.ending().state().name(),
                        each.origin().kind().name(),
                        each.subject().release(),
                        each.origin().user(),
                        each.id()))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the newest record, as the line above, once that has ended and it is known how. */
    static String ended(JenkinsRule rule, String application) throws Throwable {
        Set<State> open = EnumSet.of(State.RUNNING, State.CUT_OFF);
        Until.so(
                Duration.ofMinutes(3),
                () -> !open.contains(Deployments.get()
                        .store()
                        .history(application)
                        .get(0)
                        .ending()
                        .state()),
                () -> "The newest deployment of " + application + " does not end.");
        return records(rule, application).lines().findFirst().orElse("");
    }
}
