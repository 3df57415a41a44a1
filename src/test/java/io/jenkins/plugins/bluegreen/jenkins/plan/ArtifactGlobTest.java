package io.jenkins.plugins.bluegreen.jenkins.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactGlobTest {

    /** As every Gradle build of Spring Boot leaves it since 2.5. */
    @Test
    void saysHowToLeaveOutThePlainJarOfGradle() {
        assertThatThrownBy(() -> glob("build/libs/*.jar")
                        .only(List.of("build/libs/shop-1.0-plain.jar", "build/libs/shop-1.0.jar")))
                .isInstanceOf(AbortException.class)
                .hasMessage(
                        "2 files in the workspace match artifact 'build/libs/*.jar', but one is deployed; Gradle builds"
                                + " build/libs/shop-1.0-plain.jar without the libraries beside the jar that Spring Boot runs, so add"
                                + " exclude: '**/*-plain.jar' to the step, or tasks.named('jar') { enabled = false } to build.gradle:\n"
                                + "  build/libs/shop-1.0-plain.jar\n"
                                + "  build/libs/shop-1.0.jar");
    }

    @ParameterizedTest
    @CsvSource({"dist/**,dist", "dist/,", "web/dist/**/*,web/dist", "dist/*,dist"})
    void saysHowToDeployADirectory(String glob, String directory) {
        assertThatThrownBy(() -> glob(glob).only(List.of("dist/a", "dist/b")))
                .hasMessageContaining(
                        directory == null
                                ? "make the pattern narrower"
                                : "to deploy the directory as a whole, give artifact: '" + directory + "':");
    }

    @Test
    void listsTheFirstOfMany() {
        assertThatThrownBy(() -> glob("target/*.jar").only(List.of("target/a-plain.jar", "target/b.jar")))
                .hasMessageContaining("make the pattern narrower, exclude the others by exclude");
        assertThatThrownBy(() -> glob("*").only(Collections.nCopies(25, "x"))).hasMessageEndingWith("\n  and 5 more");
    }

    @ParameterizedTest
    @CsvSource({
        "target/app.jar,false,app.jar",
        "dist,false,dist",
        "web/dist/,false,dist",
        "./dist/.,false,dist",
        ".,false,workspace",
        "target\\app.jar,false,app.jar",
        "build/app-1.0.tar.gz,true,app-1.0",
        "app.TGZ,true,app",
        "shop.war,true,shop",
        "a.b.zip,true,a.b"
    })
    void namesItOnTheHost(String path, boolean unpack, String name) {
        assertThat(new ArtifactGlob("x", "", unpack).fileName(path)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"app.bin", "app.tar.bz2", ".zip", "dist"})
    void refusesToUnpackWhatIsNoArchive(String path) {
        assertThatThrownBy(() -> new ArtifactGlob("x", "", true).fileName(path))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("The artifact " + path + " cannot be unpacked; unpack is for .tar");
    }

    @ParameterizedTest
    @CsvSource({"/srv/*.jar", "../*.jar", "a/../b", "C:\\x.jar"})
    void refusesToLeaveTheWorkspace(String pattern) {
        assertThatThrownBy(() -> glob(pattern))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("artifact is '");
        assertThatThrownBy(() -> new ArtifactGlob("x", pattern, false)).hasMessageStartingWith("exclude is '");
    }

    /** A workspace mostly has a .git in it, which nobody wants on a host. */
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void doesNotTakeNothingForTheWholeWorkspace(String nothing) {
        assertThatThrownBy(() -> glob(nothing))
                .isInstanceOf(PlanException.class)
                .hasMessage("artifact is empty, which would be the whole workspace; give what the build made, such as"
                        + " target/*.jar, or . where all of it is meant.");
        assertThat(glob(".").glob()).isEqualTo(".");
    }

    private static ArtifactGlob glob(String glob) {
        return new ArtifactGlob(glob, "", false);
    }
}
