package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import org.junit.jupiter.api.Test;

/** What is read of the releases that lie on a host. */
class KeptReleasesTest {

    @Test
    void eachIsReadByItself() {
        assertThat(KeptReleases.read("""
                        release=r1
                        format=1
                        file=app.jar
                        deployment=shop-1-abcdef
                        controller=http://jenkins/
                        build=a\\nb #1
                        user=ann
                        release=r2
                        bad=yes
                        format=1
                        file=app.jar
                        deployment=shop-2-abcdef
                        fault=the file app.jar is not there
                        """))
                .containsExactly(
                        new StoredRelease(
                                "r1",
                                "app.jar",
                                "shop-1-abcdef",
                                new Owner("http://jenkins/", "a\nb #1", "ann"),
                                false,
                                ""),
                        new StoredRelease(
                                "r2",
                                "app.jar",
                                "shop-2-abcdef",
                                new Owner("", "", ""),
                                true,
                                "is incomplete: the file app.jar is not there"));
    }

    /** A later version may keep what this one would start it wrongly with. */
    @Test
    void whatAnotherVersionKeptIsNotStartedAgain() {
        assertThat(KeptReleases.read("release=r1\nrelease=r2\nformat=2\nfile=app.jar\n"))
                .extracting(StoredRelease::fault)
                .containsExactly(
                        "was deployed by a version that kept no settings",
                        "was deployed by a version that keeps settings in another form");
    }

    @Test
    void whatElseLiesThereIsNone() {
        assertThat(KeptReleases.read("noise\nfile=x\nrelease=../up\nfile=x\nrelease=r1\n"))
                .extracting(StoredRelease::id)
                .containsExactly("r1");
    }
}
