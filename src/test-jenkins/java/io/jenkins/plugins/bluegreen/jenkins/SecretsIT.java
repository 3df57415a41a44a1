package io.jenkins.plugins.bluegreen.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey.DirectEntryPrivateKeySource;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.console.HyperlinkNote;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.TextParameterDefinition;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.credentialsbinding.impl.StringBinding;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Where secrets go, against a real OpenSSH server: to the application, and nowhere else. */
class SecretsIT {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    private static final String IN_ENVIRONMENT = "secret-of-the-environment-4711";
    private static final String IN_HEADER = "secret-of-the-header-4712";
    /** As basic authentication sends it, whatever the three letters of the login. */
    private static final String ENCODED = Base64.getEncoder()
            .encodeToString(("ann:" + IN_HEADER).getBytes(StandardCharsets.UTF_8))
            .substring(8);

    private static final String PASSPHRASE = "secret-of-the-key-4713";
    private static final String PASSWORD = "secret-of-the-user-4714";
    private static final String WRONG = "secret-and-wrong-4715";

    private static JenkinsBench bench;
    private static DumbSlave agent;
    private static String key;

    private static final StringBuffer LOGGED = new StringBuffer();
    private static final LogEverything LOG = new LogEverything(LOGGED);

    @BeforeAll
    static void configure() throws Exception {
        bench = new JenkinsBench();
        key = bench.sshd.privateKey("ed25519", PASSPHRASE);
        add(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(IN_ENVIRONMENT)),
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "header", "", Secret.fromString(IN_HEADER)),
                keyWith("locked", PASSPHRASE),
                keyWith("wrongly-locked", WRONG),
                new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "password",
                        "",
                        bench.sshd.target().user(),
                        PASSWORD));
        DeploySettings application = bench.facts().application("backend");
        application.setCredentialsId("locked");
        application.setObserve("0s");
        BlueGreenConfiguration.get().setApplications(List.of(application));
        LOG.begin();
        agent = jenkins.createOnlineSlave(Label.get("deployer"));
        agent.getChannel().call(new LogEverything.OnAgent());
        agent.getRootPath().mkdirs();
    }

    private static BasicSSHUserPrivateKey keyWith(String id, String passphrase) {
        return new BasicSSHUserPrivateKey(
                CredentialsScope.GLOBAL,
                id,
                bench.sshd.target().user(),
                new DirectEntryPrivateKeySource(key),
                passphrase,
                "");
    }

    private static void add(Credentials... credentials) throws IOException {
        SystemCredentialsProvider.getInstance().getCredentials().addAll(List.of(credentials));
        SystemCredentialsProvider.getInstance().save();
    }

    @AfterAll
    static void close() {
        LOG.close();
        bench.close();
    }

    private static WorkflowJob job(String name, String onAgent) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("""
                node('deployer') {
                  writeFile file: 'app.bin', text: env.BUILD_TAG
                  withCredentials([string(credentialsId: 'token', variable: 'TOKEN'), string(credentialsId: 'header', variable: 'HEADER')]) {
                    %s
                  }
                }
                """.formatted(onAgent), true));
        return job;
    }

    private static String deploy(String more) {
        return "blueGreenDeploy(application: 'backend', artifact: '*.bin', environment: \"EXTRA=${TOKEN}\", " + more
                + ")";
    }

    /** Looks through the consoles, the logs of both processes, and all files of both. */
    private static void noSecretIsIn(Run<?, ?> run) throws Exception {
        assertThat(Stream.of(JenkinsRule.getLog(run), agent.getComputer().getLog(), LOGGED.toString()))
                .noneMatch(SecretsIT::holdsASecret);
        Path home = jenkins.jenkins.getRootDir().toPath();
        assertThat(Stream.concat(files(home), files(Path.of(agent.getRemoteFS())))
                        .filter(file -> !file.startsWith(home.resolve("plugins")))
                        .filter(file -> holdsASecret(read(file))))
                .isEmpty();
    }

    /** Jenkins writes and removes some while they are listed. */
    private static Stream<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // removed in the meantime
        }
    }

    private static boolean holdsASecret(String text) {
        return Stream.concat(
                        Stream.of(IN_ENVIRONMENT, IN_HEADER, ENCODED, PASSPHRASE, PASSWORD, WRONG),
                        key.lines().filter(line -> !line.startsWith("-----")))
                .anyMatch(text::contains);
    }

    @Test
    void aDeploymentFromAnAgentTellsAndSavesNoSecret() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                job("succeeds", deploy("healthCheck: [headers: \"Authorization: Bearer ${HEADER}\"]")));

        jenkins.assertLogContains("DEPLOYED: backend", run);
        assertThat(bench.served()).contains("extra=" + IN_ENVIRONMENT);
        assertThat(LOGGED).isNotEmpty();
        noSecretIsIn(run);
    }

    private static String deployAs(String login, String within) {
        return "blueGreenDeploy(application: 'backend', artifact: '*.bin', frontDoor: '" + bench.nginx.url()
                + "', frontDoorHeaders: 'Authorization: Basic " + login + ":$HEADER', frontDoorTimeout: '" + within
                + "')";
    }

    /** Where nginx itself asks for a login, which the build alone knows. */
    @Test
    void aHeaderOfTheFrontDoorIsMadeOfASecretByItsName() throws Exception {
        Path users = Files.writeString(
                bench.nginx.configuration().resolveSibling("users"), "ann:{PLAIN}" + IN_HEADER + "\n");
        String lock = " auth_basic staging; auth_basic_user_file " + users + ";";
        bench.nginx.edit(text -> text.replace("location / {", "location / {" + lock));
        try {
            WorkflowRun run = jenkins.buildAndAssertSuccess(job("logs-in", deployAs("ann", "10s")));
            jenkins.assertLogNotContains("insecure", run);
            noSecretIsIn(run);

            run = jenkins.buildAndAssertStatus(Result.FAILURE, job("is-not-let-in", deployAs("bob", "2s")));
            jenkins.assertLogContains(
                    "after the switch: 401; give the login that it asks for in frontDoorHeaders.", run);
            noSecretIsIn(run);
        } finally {
            bench.nginx.edit(text -> text.replace(lock, ""));
        }
    }

    @Test
    void aSecretIsPassedOnByItsName() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "passes-on");
        job.setDefinition(new CpsFlowDefinition("""
                node('deployer') {
                  writeFile file: 'app.bin', text: env.BUILD_TAG
                  withCredentials([string(credentialsId: 'token', variable: 'EXTRA')]) {
                    blueGreenDeploy(application: 'backend', artifact: '*.bin', passEnvironment: 'EXTRA')
                  }
                }
                """, true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(bench.served()).endsWith("extra=" + IN_ENVIRONMENT);
        jenkins.assertLogNotContains("insecure", run);
        noSecretIsIn(run);
    }

    @Test
    void aNameThatTheBuildDoesNotHaveIsRefused() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("passes-nothing", deploy("passEnvironment: 'NOT_THERE'")));

        jenkins.assertLogContains("FAILED: The build has no environment variable 'NOT_THERE'", run);
        noSecretIsIn(run);
    }

    @Test
    void aFreestyleJobPassesASecretOnByItsName() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject("freestyle-passes-on");
        project.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("EXTRA", "token"))));
        project.getBuildersList().add(new Shell("date > app.bin"));
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setPassEnvironment("EXTRA");
        project.getBuildersList().add(new BlueGreenBuilder(fields));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(project);

        assertThat(bench.served()).endsWith("extra=" + IN_ENVIRONMENT);
        noSecretIsIn(build);
    }

    @Test
    void whatAnApplicationSaysIsMasked() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "tells",
                        deploy("startCommand: 'echo \"I was given $EXTRA\"; exit 3',"
                                + " healthCheck: [headers: \"Authorization: Bearer ${HEADER}\"]")));

        jenkins.assertLogContains("I was given ****", run);
        noSecretIsIn(run);
    }

    /** Jenkins itself masks only what it binds. */
    @Test
    void whatIsPassedOnIsMaskedWhereverItComesFrom() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "passes-parameters");
        job.addProperty(new ParametersDefinitionProperty(
                new PasswordParameterDefinition("LONG", Secret.fromString(IN_ENVIRONMENT), ""),
                new PasswordParameterDefinition("SHORT", Secret.fromString("q9"), ""),
                new TextParameterDefinition("LINES", IN_HEADER + "-a\n" + IN_HEADER + "-b\n", "")));
        job.setDefinition(new CpsFlowDefinition("""
                node('deployer') {
                  writeFile file: 'app.bin', text: env.BUILD_TAG
                  blueGreenDeploy(application: 'backend', artifact: '*.bin', passEnvironment: 'LONG SHORT LINES',
                      startCommand: 'echo "<$LONG> <$SHORT> <$LINES>"; echo "$LINES" | tail -n 1; env; exit 3')
                }
                """, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(JenkinsRule.getLog(run))
                .contains("| <****> <****> <****>", "SHORT=****", "LONG=****")
                .doesNotContain(IN_ENVIRONMENT, IN_HEADER, "q9");
        // Jenkins keeps the values of text parameters as they are, where other tests look for them.
        job.delete();
    }

    @Test
    void whatAHostSaysIsMaskedUpToTheLastLine() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "redirects",
                        deploy("startCommand: '''" + redirecting()
                                + "''', healthCheck: [retries: 50, interval: '100ms']")));

        assertThat(JenkinsRule.getLog(run))
                .containsPattern(" FAILED: [^\n]* 302 to /login\\?token=\\*{4}")
                .containsPattern("\nERROR: The deployment redirects-1-\\w+ failed; the reason stands above, behind"
                        + " \"FAILED:\"\\.\n");
        noSecretIsIn(run);
    }

    /** As a mail would have it, in the sandbox, and where the secrets are bound no more. */
    @Test
    void theReasonIsAVariableWithoutASecret() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "says-why");
        job.setDefinition(new CpsFlowDefinition("""
                node('deployer') {
                  writeFile file: 'app.bin', text: env.BUILD_TAG
                  echo "before: ${env.BLUE_GREEN_FAILURE}"
                  withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
                    try {
                      blueGreenDeploy(application: 'backend', artifact: '*.bin', environment: "EXTRA=${TOKEN}",
                          startCommand: '''%s''', healthCheck: [retries: 50, interval: '100ms'])
                    } catch (e) {
                      echo "caught: ${env.BLUE_GREEN_FAILURE}"
                    }
                  }
                  echo "later: ${env.BLUE_GREEN_FAILURE}"
                  sh 'echo "in a shell: $BLUE_GREEN_FAILURE"'
                  blueGreenDeploy(application: 'backend', artifact: '*.bin')
                  echo "then: ${env.BLUE_GREEN_FAILURE}"
                }
                """.formatted(redirecting()), true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(JenkinsRule.getLog(run))
                .contains("before: null", "then: null")
                .containsPattern("caught: [^\n]* 302 to /login\\?token=\\*{4}")
                .containsPattern("later: [^\n]* 302 to /login\\?token=\\*{4}")
                .containsPattern("in a shell: [^\n]* 302 to /login\\?token=\\*{4}");
        noSecretIsIn(run);
    }

    /** A build that ends so keeps it, for whoever is told of its end. */
    @Test
    void theReasonThatABuildKeepsHoldsNoSecret() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "keeps-why",
                        deploy("startCommand: '''" + redirecting()
                                + "''', healthCheck: [retries: 50, interval: '100ms']")));

        assertThat(run.getEnvironment(TaskListener.NULL).get("BLUE_GREEN_FAILURE"))
                .contains("302 to /login?token=****");
        assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                .contains("302 to /login?token=****");
        noSecretIsIn(run);
    }

    private static String redirecting() {
        return bench.facts().command().replaceAll("\\S+$", RedirectApp.class.getName());
    }

    @Test
    void aDeploymentUnderWaySavesNoSecret() throws Exception {
        WorkflowJob job = job(
                "waits",
                deploy(
                        "startCommand: 'exec sleep 300', passEnvironment: 'TOKEN', healthCheck: [headers: \"A: ${HEADER}\"]"));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("await healthy", run);

        assertThat(run.getRootDir().toPath().resolve("program.dat")).exists();
        noSecretIsIn(run);

        Instant asked = Instant.now();
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(30));
        noSecretIsIn(run);
    }

    @Test
    void aLoginThatIsRefusedTellsNoSecret() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("refused", """
                for (id in ['wrongly-locked', 'password']) {
                  try {
                    blueGreenDeploy(application: 'backend', artifact: '*.bin', credentialsId: id)
                    error 'let in'
                  } catch (e) {
                    echo "with ${id}: ${e}"
                  }
                }
                """));

        assertThat(JenkinsRule.getLog(run))
                .containsPattern("(?s) FAILED: [^\n]*passphrase.*with wrongly-locked: .* FAILED: .*with password: ")
                .doesNotContain("let in");
        noSecretIsIn(run);
    }

    @Test
    void aFreestyleJobHoldsTheNameOfASecretOnly() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject("freestyle");
        project.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("TOKEN", "token"))));
        project.getBuildersList().add(new Shell("echo application > app.bin"));
        DeploySettings fields = new DeploySettings();
        fields.setApplication("backend");
        fields.setArtifact("app.bin");
        fields.setEnvironment("EXTRA=$TOKEN");
        fields.setStartCommand("echo \"I was given $EXTRA\"; exit 3");
        project.getBuildersList().add(new BlueGreenBuilder(fields));
        project.save();

        FreeStyleBuild build = project.scheduleBuild2(0).get(2, TimeUnit.MINUTES);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        assertThat(project.getConfigFile().asString()).contains("EXTRA=$TOKEN");
        jenkins.assertLogContains("I was given ****", build);
        noSecretIsIn(build);
    }

    @Test
    void whatAnApplicationSaysIsNoAnnotationOfTheConsole() throws Exception {
        Path words = bench.sshd.directory().resolve("words");
        Files.writeString(
                words, HyperlinkNote.encodeTo("https://elsewhere.example.com/", "press") + "\n<b id='bold'>\n");

        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("links", deploy("startCommand: 'cat " + words + "; exit 3'")));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.setJavaScriptEnabled(false);
            HtmlPage page = client.goTo(run.getUrl() + "console");
            assertThat(page.getWebResponse().getContentAsString())
                    .contains("press")
                    .contains("&lt;b id=");
            assertThat(page.getByXPath("//a[contains(@href, 'elsewhere')] | //*[@id='bold']"))
                    .isEmpty();
        }
    }
}
