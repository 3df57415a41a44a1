package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey.DirectEntryPrivateKeySource;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.tasks.Shell;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** The step among Jenkins's other parts: folders, users, agents of SSH, and all the places of a Pipeline. */
class CitizenIT {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static JenkinsBench first;
    private static JenkinsBench second;
    private static JenkinsBench third;

    @BeforeAll
    static void configure() throws Exception {
        first = new JenkinsBench();
        second = new JenkinsBench();
        third = new JenkinsBench();
        first.facts().addCredentials();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        key(CredentialsScope.GLOBAL, "shop-key", second),
                        key(CredentialsScope.GLOBAL, "stranger-key", third)));
        BlueGreenConfiguration.get()
                .setApplications(
                        List.of(application(first, "backend"), application(second, "shop"), unknownHost("stranger")));
        jenkins.createOnlineSlave(Label.get("deployer"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    }

    /** Without credentials, and with the user in the address. */
    private static DeploySettings application(JenkinsBench bench, String name) {
        DeploySettings fields = bench.facts().application(name);
        fields.setCredentialsId(null);
        fields.setHosts(bench.facts().user() + "@" + bench.facts().hosts());
        fields.setObserve("0s");
        return fields;
    }

    private static DeploySettings unknownHost(String name) {
        DeploySettings fields = application(third, name);
        fields.setHostKeys(null);
        return fields;
    }

    private static Credentials key(CredentialsScope scope, String id, JenkinsBench bench) {
        return new BasicSSHUserPrivateKey(
                scope,
                id,
                bench.facts().user(),
                new DirectEntryPrivateKeySource(bench.facts().key()),
                null,
                "");
    }

    @AfterAll
    static void close() {
        third.close();
        second.close();
        first.close();
    }

    private static WorkflowJob job(ItemGroup<?> where, String name, String script) throws Exception {
        WorkflowJob job = where == jenkins.jenkins
                ? jenkins.createProject(WorkflowJob.class, name)
                : ((Folder) where).createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static String deploy(String credentials) {
        return """
                node {
                  writeFile file: 'app.bin', text: env.BUILD_TAG
                  blueGreenDeploy(application: 'backend', artifact: '*.bin', credentialsId: '%s')
                }
                """.formatted(credentials);
    }

    @Test
    @SuppressWarnings("deprecation") // a property is made without credentials by no other constructor
    void usesTheCredentialsOfAFolderInThatFolderOnly() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        FolderCredentialsProperty property = new FolderCredentialsProperty(List.of());
        folder.addProperty(property);
        CredentialsStore store = property.getStore();
        store.addCredentials(Domain.global(), key(CredentialsScope.GLOBAL, "of-the-team", first));

        WorkflowJob inside = job(folder, "inside", deploy("of-the-team"));
        jenkins.buildAndAssertSuccess(inside);
        WorkflowRun outside =
                jenkins.buildAndAssertStatus(Result.FAILURE, job(jenkins.jenkins, "outside", deploy("of-the-team")));

        jenkins.assertLogContains("There are no credentials 'of-the-team' that this build may use", outside);
        assertThat(CredentialsProvider.getFingerprintOf(
                                store.getCredentials(Domain.global()).get(0))
                        .getJobs())
                .containsExactly(inside.getFullName());
    }

    @Test
    void usesTheCredentialsOfTheUserItRunsAs() throws Exception {
        User alice = User.getById("alice", true);
        own(alice, "of-alice");
        WorkflowJob hers = job(jenkins.jenkins, "hers", deploy("of-alice"));
        WorkflowJob others = job(jenkins.jenkins, "others", deploy("of-alice"));
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator().authenticate("hers", alice.impersonate2()));
        try {
            jenkins.buildAndAssertSuccess(hers);
            WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, others);
            jenkins.assertLogContains("There are no credentials 'of-alice'", refused);
        } finally {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        }
    }

    @Test
    void usesTheCredentialsThatAUserGivesAsAParameter() throws Exception {
        User bob = User.getById("bob", true);
        own(bob, "of-bob");
        WorkflowJob job = job(jenkins.jenkins, "asks", deploy("${KEY}"));
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "KEY", "", null, StandardUsernameCredentials.class.getName(), true)));
        try (ACLContext asBob = ACL.as2(bob.impersonate2())) {
            WorkflowRun run = job.scheduleBuild2(
                            0,
                            new ParametersAction(new CredentialsParameterValue("KEY", "of-bob", "", false)),
                            new CauseAction(new Cause.UserIdCause()))
                    .get(2, TimeUnit.MINUTES);
            jenkins.assertBuildStatusSuccess(run);
        }
    }

    @Test
    void aFreestyleJobUsesTheCredentialsThatAUserGivesAsAParameter() throws Exception {
        User carol = User.getById("carol", true);
        own(carol, "of-carol");
        FreeStyleProject project = jenkins.createFreeStyleProject("asks-too");
        project.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "KEY", "", null, StandardUsernameCredentials.class.getName(), true)));
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setCredentialsId("${KEY}");
        project.getBuildersList().add(new Shell("date > app.bin"));
        project.getBuildersList().add(new BlueGreenBuilder(fields));

        jenkins.assertBuildStatusSuccess(startedBy(carol, project));
        FreeStyleBuild refused = startedBy(User.getById("dave", true), project);
        jenkins.assertBuildStatus(Result.FAILURE, refused);
        jenkins.assertLogContains("There are no credentials '${KEY}' that this build may use", refused);
    }

    private static FreeStyleBuild startedBy(User user, FreeStyleProject project) throws Exception {
        try (ACLContext asUser = ACL.as2(user.impersonate2())) {
            return project.scheduleBuild2(
                            0,
                            new Cause.UserIdCause(),
                            new ParametersAction(new CredentialsParameterValue("KEY", "of-carol", "", false)))
                    .get(2, TimeUnit.MINUTES);
        }
    }

    private static void own(User user, String id) throws Exception {
        try (ACLContext asUser = ACL.as2(user.impersonate2())) {
            for (CredentialsStore store : CredentialsProvider.lookupStores(user)) {
                if (store.getContext() == user) {
                    store.addCredentials(Domain.global(), key(CredentialsScope.USER, id, first));
                }
            }
        }
    }

    @Test
    void takesTheFirstKeyOfAHostWhereThatIsAskedForAndNoOtherLater() throws Exception {
        WorkflowJob job = job(jenkins.jenkins, "first-use", """
                node('deployer') {
                  writeFile file: 'app.bin', text: env.BUILD_TAG
                  blueGreenDeploy(application: 'stranger', artifact: '*.bin', credentialsId: 'stranger-key',
                      hostKeyVerification: BUILD_NUMBER == '1' ? 'strict' : 'acceptFirstConnection',
                      dryRun: BUILD_NUMBER == '2')
                }
                """);
        WorkflowRun strict = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("The host key", strict);

        Path kept = job.getRootDir().toPath().resolve("blue-green-known-hosts");
        WorkflowRun dry = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("This one is trusted for this dry run alone", dry);
        assertThat(kept).doesNotExist();

        WorkflowRun accepting = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("WARNING: no key of ", accepting);
        assertThat(kept).content().startsWith("[127.0.0.1]:");
        jenkins.assertLogNotContains("WARNING: no key of ", jenkins.buildAndAssertSuccess(job));

        Files.writeString(
                kept,
                second.facts()
                                .hostKeys()
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .replaceFirst("\\S+", Files.readString(kept).split(" ")[0])
                        + "\n");
        WorkflowRun another = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("host key", another);
        jenkins.assertLogNotContains("DEPLOYED", another);
    }

    @Test
    void usesTheAgentOfSshagentHereAndOnAgents() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(jenkins.jenkins, "agents", """
                for (label in ['built-in', 'deployer']) {
                  node(label) {
                    writeFile file: 'app.bin', text: label
                    sshagent(['deploy-key']) {
                      def r = blueGreenDeploy(application: 'backend', artifact: '*.bin', release: label)
                      echo "from ${label}: ${r.releaseId}"
                    }
                  }
                }
                """));

        assertThat(JenkinsRule.getLog(run)).contains("from built-in: built-in", "from deployer: deployer");
        assertThat(first.served()).contains("release=deployer");
    }

    @Test
    void deploysTwoApplicationsAtOnceAndInPost() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(jenkins.jenkins, "declarative", """
                pipeline {
                  agent any
                  stages {
                    stage('build') { steps { writeFile file: 'app.bin', text: 'application' } }
                    stage('deploy') {
                      parallel {
                        stage('backend') { steps {
                          blueGreenDeploy application: 'backend', artifact: '*.bin', credentialsId: 'deploy-key', release: 'p1'
                        } }
                        stage('shop') { steps {
                          blueGreenDeploy application: 'shop', artifact: '*.bin', credentialsId: 'shop-key', release: 'p1'
                        } }
                      }
                    }
                  }
                  post { always {
                    blueGreenDeploy application: 'backend', artifact: '*.bin', credentialsId: 'deploy-key', release: 'p2'
                  } }
                }
                """));

        assertThat(JenkinsRule.getLog(run)).contains("backend serves release p1", "shop serves release p1");
        assertThat(first.served()).contains("release=p2");
        assertThat(second.served()).contains("release=p1");
    }
}
