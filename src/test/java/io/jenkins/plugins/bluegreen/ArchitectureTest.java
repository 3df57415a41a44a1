package io.jenkins.plugins.bluegreen;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringAllDependencies;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.jenkins.plugins.bluegreen.site.Patience;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.jenkins.plugins.bluegreen";

    private static final JavaClasses PLUGIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packagesDependOnEachOtherAndOnLibrariesAsDrawn() {
        classes()
                .should(adhereToPlantUmlDiagram(Path.of("docs", "ARCHITECTURE.md"), consideringAllDependencies())
                        .ignoreDependenciesWithTarget(resideInAnyPackage("java..", "javax.net.ssl")))
                .check(PLUGIN);
    }

    @Test
    void aPlanTouchesNoFileNetworkOrProcess() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".plan")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.nio\\..*|java\\.io\\.File.*|java\\.net\\..*Socket.*|java\\.net\\.http\\..*"
                        + "|java\\.lang\\.Process.*|java\\.util\\.concurrent\\..*")
                .check(PLUGIN);
    }

    @Test
    void onlyPatienceSleeps() {
        noClasses()
                .that()
                .areNotAssignableTo(Patience.class)
                .should()
                .callMethodWhere(target(name("sleep")))
                .check(PLUGIN);
    }
}
