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
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringAllDependencies;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.DataBoundSetter;

/** Which part may use which. How large each may be, {@link SourceShapeTest} says. */
class ArchitectureTest {

    private static final String ROOT = "io.jenkins.plugins.bluegreen";

    private static final Pattern DRAWING = Pattern.compile("(?s)```plantuml\n(.*?)```");

    private static final Pattern ROOM = Pattern.compile("<<([\\w.]+)>>");

    private static final Pattern WALL_CLOCK =
            Pattern.compile("java\\.lang\\.System\\.currentTimeMillis|java\\.time\\..*\\.(now|system.*|tick.*)");

    private static final JavaClasses PLUGIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @TempDir
    Path folder;

    @Test
    void roomsDependOnEachOtherAndOnLibrariesAsDrawn() throws IOException {
        classes()
                .should(adhereToPlantUmlDiagram(drawings().get(0), consideringAllDependencies())
                        .ignoreDependenciesWithTarget(resideInAnyPackage("java..", "javax.net.ssl")))
                .check(PLUGIN);
    }

    /** Each drawing after the first one shows the inside of a room. */
    @TestFactory
    Stream<DynamicTest> subRoomsDependOnEachOtherAsDrawn() throws IOException {
        List<Path> drawings = drawings();
        assertThat(drawings).hasSizeGreaterThan(1);
        return drawings.stream()
                .skip(1)
                .map(drawing -> DynamicTest.dynamicTest(
                        drawing.getFileName().toString(),
                        () -> classes()
                                .that()
                                .resideInAnyPackage(rooms(drawing))
                                .should(adhereToPlantUmlDiagram(drawing, consideringOnlyDependenciesInDiagram()))
                                .check(PLUGIN)));
    }

    @Test
    void eachSubRoomIsDrawn() throws IOException {
        String text = Files.readString(Path.of("docs", "ARCHITECTURE.md"));
        assertThat(PLUGIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(room -> room.startsWith(ROOT))
                        .distinct())
                .allSatisfy(room -> assertThat(text).containsPattern("<<" + Pattern.quote(room) + "(\\.\\.)?>>"));
    }

    private static String[] rooms(Path drawing) throws IOException {
        return ROOM.matcher(Files.readString(drawing))
                .results()
                .map(room -> room.group(1))
                .toArray(String[]::new);
    }

    private List<Path> drawings() throws IOException {
        String text = Files.readString(Path.of("docs", "ARCHITECTURE.md"));
        List<MatchResult> found = DRAWING.matcher(text).results().toList();
        for (int i = 0; i < found.size(); i++) {
            Files.writeString(drawing(i), found.get(i).group(1));
        }
        return Stream.iterate(0, i -> i + 1)
                .limit(found.size())
                .map(this::drawing)
                .toList();
    }

    private Path drawing(int number) {
        return folder.resolve("drawing" + number + ".puml");
    }

    @Test
    void noRoomsDependOnEachOtherInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PLUGIN);
    }

    @Test
    void noFilesDependOnEachOtherInACircle() {
        slices().assignedFrom(byFile()).should().beFreeOfCycles().check(PLUGIN);
    }

    private static SliceAssignment byFile() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass of) {
                return of.getPackageName().startsWith(ROOT)
                        ? SliceIdentifier.of(of.getName().replaceFirst("\\$.*", ""))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the files of the plugin";
            }
        };
    }

    @Test
    void valuesTouchNoFileNetworkOrProcess() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.nio\\..*|java\\.io\\.File.*|java\\.net\\..*Socket.*|java\\.net\\.http\\..*"
                        + "|java\\.lang\\.Process.*|java\\.util\\.concurrent\\..*")
                .check(PLUGIN);
    }

    @Test
    void onlyCancellationSleeps() {
        noClasses()
                .that()
                .areNotAssignableTo(Cancellation.class)
                .should()
                .callMethodWhere(target(name("sleep")))
                .check(PLUGIN);
    }

    /**
     * A limit goes by {@link Cancellation}, which asks once, or by {@link System#nanoTime}; nobody sets these back. Only what is a date is
     * asked for as one: that in the name of a release, and the age of a file that was left in a temporary folder.
     */
    @Test
    void noLimitGoesByTheClockOnTheWall() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Cancellation.class, Deployment.class, Packing.class)
                .should()
                .callMethodWhere(describe(
                        "ask what time it is",
                        call -> WALL_CLOCK
                                .matcher(call.getTargetOwner().getName() + "." + call.getName())
                                .matches()))
                .orShould()
                .callConstructor(Date.class)
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
                                .tryGetMethod(
                                        "set" + capitalized(field.getName()),
                                        field.getRawType().getName())
                                .filter(setter -> setter.isAnnotatedWith(DataBoundSetter.class))
                                .isPresent())))
                .check(PLUGIN);
    }

    /** Two fields of one name in an object come back as one when it is saved and read again (XStream). */
    @Test
    void noFieldOfWhatIsSavedHidesAnotherOne() {
        for (JavaClass type : PLUGIN.that(resideInAnyPackage(Stream.of(
                        "work", "form", "router", "strategy", "process", "byhand", "step", "freestyle", "run", "config")
                .map(room -> ROOT + ".jenkins." + room + "..")
                .toArray(String[]::new)))) {
            Set<String> above = type.getAllRawSuperclasses().stream()
                    .filter(each -> each.getPackageName().startsWith(ROOT))
                    .flatMap(each -> each.getFields().stream())
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .map(JavaField::getName)
                    .collect(Collectors.toSet());
            assertThat(type.getFields())
                    .filteredOn(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .extracting(JavaField::getName)
                    .as(type.getName())
                    .doesNotContainAnyElementsOf(above.isEmpty() ? Set.of("") : above);
        }
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
