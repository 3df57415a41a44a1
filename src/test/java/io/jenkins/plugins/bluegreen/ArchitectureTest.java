package io.jenkins.plugins.bluegreen;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringAllDependencies;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundSetter;

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
                .areNotAssignableTo(Cancellation.class)
                .should()
                .callMethodWhere(target(name("sleep")))
                .check(PLUGIN);
    }

    /** Otherwise an agent could send it to the controller and have it run there (SECURITY-2629). */
    @Test
    void whatIsSentToAgentsCannotBeSentBack() {
        classes()
                .that()
                .areAssignableTo("hudson.remoting.Callable")
                .or()
                .areAssignableTo("hudson.FilePath$FileCallable")
                .should()
                .beAssignableTo("jenkins.security.MasterToSlaveCallable")
                .orShould()
                .beAssignableTo("jenkins.MasterToSlaveFileCallable")
                .check(PLUGIN);
    }

    /** A descriptor is one for all builds and users: what one of them leaves there another one would find (SECURITY-825). */
    @Test
    void descriptorsHoldNoStateOfARun() {
        fields().that()
                .areDeclaredInClassesThat()
                .areAssignableTo("hudson.model.Descriptor")
                .and()
                // what a person configured, each with a setter that the form calls
                .areNotDeclaredIn(BlueGreenConfiguration.class)
                .should()
                .beStatic()
                .andShould()
                .beFinal()
                .allowEmptyShould(true)
                .check(PLUGIN);
        fields().that()
                .areDeclaredIn(BlueGreenConfiguration.class)
                .should(have(describe(
                        "a setter of the form",
                        field -> field.getOwner()
                                .tryGetMethod("set" + capitalized(field.getName()), List.class)
                                .filter(setter -> setter.isAnnotatedWith(DataBoundSetter.class))
                                .isPresent())))
                .check(PLUGIN);
    }

    /** HTML of ours in a message would show what somebody typed as HTML too (SECURITY-3102). */
    @Test
    void checksSpeakWithoutMarkup() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching(".*WithMarkup|respond")))
                .check(PLUGIN);
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
