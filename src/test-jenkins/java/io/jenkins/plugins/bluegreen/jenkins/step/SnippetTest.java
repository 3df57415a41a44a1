package io.jenkins.plugins.bluegreen.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.json.JsonOutput;
import groovy.lang.GroovyShell;
import io.jenkins.plugins.bluegreen.jenkins.SharedJenkins;
import io.jenkins.plugins.bluegreen.jenkins.config.EveryField;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The snippet generator: what a form says, as a Pipeline says it. */
class SnippetTest {

    @RegisterExtension
    static final SharedJenkins jenkins = new SharedJenkins();

    /** What the snippet calls, returning what it was called with. */
    private static final String CALLED = """
            def blueGreenDeploy(Map given) { given }
            def healthCheck(Map given) { given }
            def hooks(Map given) { given }
            def nginx(Map given) { given }
            def session(Map given) { given }
            def rolling(Map given) { given }
            """;

    @Test
    void everyFieldIsFilledInHere() throws Exception {
        Map<String, Object> all = EveryField.given(EveryField.everything());

        assertThat(all).containsOnlyKeys(EveryField.names(BlueGreenStep.class).toList());
        assertThat((Map<?, ?>) all.get("healthCheck"))
                .extracting(Map::keySet)
                .isEqualTo(
                        Set.copyOf(EveryField.names(HealthCheckSettings.class).toList()));
        assertThat((Map<?, ?>) all.get("router"))
                .extracting(Map::keySet)
                .isEqualTo(Set.copyOf(EveryField.names(NginxSettings.class).toList()));
        assertThat((Map<?, ?>) all.get("process"))
                .extracting(Map::keySet)
                .isEqualTo(Set.copyOf(EveryField.names(SessionSettings.class).toList()));
        assertThat((Map<?, ?>) all.get("strategy"))
                .extracting(Map::keySet)
                .isEqualTo(Set.copyOf(EveryField.names(RollingSettings.class).toList()));
    }

    @Test
    void theSnippetSaysEveryFieldOfTheForm() throws Exception {
        Map<String, Object> all = EveryField.given(EveryField.everything());
        Map<String, Object> form = new HashMap<>(all);
        form.put("stapler-class", BlueGreenStep.class.getName());
        form.put("router", part(all.get("router"), NginxSettings.class));
        form.put("process", part(all.get("process"), SessionSettings.class));
        form.put("strategy", part(all.get("strategy"), RollingSettings.class));

        String snippet = snippet(JsonOutput.toJson(form));

        assertThat(new GroovyShell().evaluate(CALLED + snippet)).as(snippet).isEqualTo(all);
    }

    /** Returns what a form sends of a part that has a kind. */
    private static Map<String, Object> part(Object given, Class<?> kind) {
        Map<String, Object> part = new HashMap<>();
        ((Map<?, ?>) given).forEach((name, value) -> part.put((String) name, value));
        part.put("stapler-class", kind.getName());
        return part;
    }

    private static String snippet(String json) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            WebRequest request =
                    new WebRequest(client.createCrumbedUrl("pipeline-syntax/generateSnippet"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("json", json)));
            return client.getPage(request).getWebResponse().getContentAsString().strip();
        }
    }

    @Test
    void theOtherStepsHaveSnippetsToo() throws Exception {
        String status = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStatusStep", "application": "backend",
                 "expect": "42", "hosts": "", "bluePort": "", "healthCheck": {"path": ""},
                 "router": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings", "flagFile": ""}}
                """;
        String rollback = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenRollbackStep", "application": "backend",
                 "release": "41", "markBad": "", "observe": "10s", "hosts": "",
                 "router": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings", "flagFile": ""}}
                """;

        assertThat(snippet(status)).isEqualTo("blueGreenStatus application: 'backend', expect: '42'");
        assertThat(snippet(rollback))
                .isEqualTo("blueGreenRollback application: 'backend', release: '41', observe: '10s'");
    }

    @Test
    void theFormsOfTheOtherStepsCanBeShown() throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            String page = client.goTo("pipeline-syntax/").getWebResponse().getContentAsString();
            assertThat(page).contains("blueGreenStatus: ", "blueGreenRollback: ", "blueGreenDeploy: ");
        }
    }

    @Test
    void theSnippetNamesTheKindOfTheRouter() throws Exception {
        String json = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep", "application": "backend",
                 "router": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings",
                            "flagFile": "/etc/nginx/green"}}
                """;

        assertThat(snippet(json)).contains("router: nginx(flagFile: '/etc/nginx/green')");
    }

    /** Of which one is a word of Groovy, and the kind has the name of another kind. */
    @Test
    void theSnippetHasTheCommandsOfARouter() throws Exception {
        String json = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep", "application": "backend",
                 "router": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.router.CommandRouterSettings",
                            "switch": "to $SLOT", "show": "which"},
                 "process": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.process.CommandSettings",
                             "stop": "halt", "status": "is-up"}}
                """;

        String snippet = snippet(json);

        assertThat(snippet).contains("router: command('switch': 'to $SLOT', show: 'which')");
        assertThat(new GroovyShell().evaluate(CALLED + "def command(Map given) { given }\n" + snippet))
                .isEqualTo(Map.of(
                        "application", "backend",
                        "router", Map.of("switch", "to $SLOT", "show", "which"),
                        "process", Map.of("stop", "halt", "status", "is-up")));
    }

    @Test
    void theSnippetHasTheKindOfTheStrategy() throws Exception {
        String json = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep", "application": "backend",
                 "router": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.router.CaddySettings", "flagFile": "/f"},
                 "strategy": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings",
                              "maxErrors": "2%", "steps": "5%, 50%", "minRequests": "20", "every": ""}}
                """;

        assertThat(snippet(json))
                .contains("router: caddy(flagFile: '/f')")
                .contains("strategy: canary(steps: '5%, 50%', minRequests: 20, maxErrors: '2%')");
    }

    @Test
    void aPromotionHasAStrategyToo() throws Exception {
        String json = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenPromoteStep", "application": "backend",
                 "strategy": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings", "batch": "1"}}
                """;

        assertThat(snippet(json)).isEqualTo("blueGreenPromote application: 'backend', strategy: rolling(batch: '1')");
    }

    @Test
    void theSnippetLeavesOutWhatIsNotSet() throws Exception {
        String json = """
                {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.step.BlueGreenStep", "application": "backend",
                 "artifact": "target/*.jar", "release": "", "hosts": "", "unpack": "", "bluePort": "", "credentialsId": "",
                 "healthCheck": {"path": "/health", "retries": "10", "interval": "20s", "body": ""},
                 "router": {"stapler-class": "io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings", "flagFile": "", "hosts": ""}}
                """;

        String snippet = snippet(json);

        assertThat(snippet)
                .isEqualTo("blueGreenDeploy application: 'backend', artifact: 'target/*.jar',"
                        + " healthCheck: healthCheck(path: '/health', retries: 10, interval: '20s')");
    }
}
