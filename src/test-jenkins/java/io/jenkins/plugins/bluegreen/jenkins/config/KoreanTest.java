package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Functions;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** What a browser that asks for Korean is shown. {@code LocalisationTest} holds all texts to it; here Jenkins has to find them. */
@WithJenkins
class KoreanTest {

    /** As {@code hudson.WebAppMain} does, which JenkinsRule leaves out. */
    @BeforeAll
    static void takeTheLocaleOfTheRequest() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Functions.getCurrentLocale();
            }
        });
    }

    @AfterAll
    static void takeThatOfTheMachine() {
        LocaleProvider.setProvider(LocaleProvider.DEFAULT);
    }

    private static String page(JenkinsRule jenkins, String path, String mimeType) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.addRequestHeader("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8");
            return client.goTo(path, mimeType).getWebResponse().getContentAsString();
        }
    }

    @Test
    void theGlobalPageIsInKorean(JenkinsRule jenkins) throws Exception {
        DeploySettings application = new DeploySettings();
        application.setApplication("backend");
        BlueGreenConfiguration.get().setApplications(List.of(application));

        assertThat(page(jenkins, "manage/blue-green-deploy/", "text/html")).contains("블루/그린 배포", "새 애플리케이션");
        assertThat(page(jenkins, "manage/blue-green-deploy/general/", "text/html"))
                .contains("호스트 추가");
        assertThat(page(jenkins, "manage/blue-green-deploy/application/backend/", "text/html"))
                .contains("호스트 확인", "설정 보기", "드레인(연결 비우기) 제한 시간")
                .contains("placeholder=\"400ms(서비스 진입 URL이 있는 경우)\"")
                .doesNotContain("Green port", "Flag file", "Initial delay");
    }

    @Test
    void aHelpTextIsInKorean(JenkinsRule jenkins) throws Exception {
        String help = "descriptor/" + NginxSettings.class.getName() + "/help/flagFile";

        assertThat(page(jenkins, help, "text/html")).contains("이 파일이 있으면 그린으로, 없으면 블루로 요청을 보냅니다.");
    }
}
