package io.jenkins.plugins.bluegreen.jenkins.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import org.junit.jupiter.api.Test;

/** What a deployment was given, for those who deal with the same application without its build. */
class GivenTest {

    private final DeploySettings settings = new DeploySettings();
    private final Given given = new Given(settings);

    @Test
    void remembersWhatBecameOfTexts() {
        given.expanding(text -> text.replace("${BUILD_NUMBER}", "42")).apply("r${BUILD_NUMBER}");

        assertThat(given.expanded("r${BUILD_NUMBER}")).isEqualTo("r42");
        assertThat(given.expanded("${OTHER}")).isEqualTo("${OTHER}");
    }

    @Test
    void tellsWhatBecameOfThemToWhoeverAskedFirst() {
        assertThat(given.expanding(text -> text + "!").apply("a")).isEqualTo("a!");
        assertThat(given.asking(name -> null).apply("NONE")).isNull();
    }

    @Test
    void goesBackToTheReleaseThatIsWantedAndToNoOther() {
        settings.setApplication("shop");
        settings.setHosts("web1 web2");
        settings.setRelease("r42");
        settings.setFrontDoor("http://shop/");

        RollbackSettings newest = given.rollback("", true);
        assertThat(newest.getRelease()).isNull();
        assertThat(newest.getMarkBad()).isTrue();
        RollbackSettings chosen = given.rollback("r41", false);
        assertThat(chosen.getRelease()).isEqualTo("r41");
        assertThat(chosen.getMarkBad()).isFalse();
        assertThat(chosen.getApplication()).isEqualTo("shop");
        assertThat(chosen.getHosts()).isEqualTo("web1 web2");
        assertThat(chosen.getFrontDoor()).isEqualTo("http://shop/");
        assertThat(given.status().getHosts()).isEqualTo("web1 web2");
    }
}
