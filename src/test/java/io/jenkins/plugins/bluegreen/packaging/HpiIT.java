package io.jenkins.plugins.bluegreen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opens the packed plugin. */
class HpiIT {

    private static final String FOLDER = "io/jenkins/plugins/bluegreen/";
    private static final Path RESOURCES = Path.of("src", "main", "resources");

    private static SortedMap<String, byte[]> hpi;
    private static SortedMap<String, byte[]> jar;

    /** What was compiled, to compare with what was packed. */
    private static JavaClasses compiled;

    @BeforeAll
    static void open() throws IOException {
        hpi = entries(Files.readAllBytes(Path.of(System.getProperty("hpi", "target/blue-green-deploy.hpi"))));
        jar = entries(hpi.get("WEB-INF/lib/blue-green-deploy.jar"));
        compiled = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.jenkins.plugins.bluegreen");
    }

    @Test
    void theManifestTellsJenkinsWhatItIs() throws IOException {
        assertThat(manifest(hpi))
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("Group-Id", "io.jenkins.plugins"),
                        Map.entry("Short-Name", "blue-green-deploy"),
                        Map.entry("Long-Name", "Blue/Green Deploy Plugin"),
                        Map.entry("Url", "https://github.com/jenkinsci/blue-green-deploy-plugin"),
                        Map.entry("Jenkins-Version", "2.479.3"),
                        Map.entry("Minimum-Java-Version", "17"),
                        Map.entry("Support-Dynamic-Loading", "true"),
                        Map.entry("Plugin-License-Name", "MIT License"),
                        Map.entry("Plugin-License-Url", "https://opensource.org/licenses/MIT")));
        assertThat(manifest(hpi).get("Plugin-Version")).matches("\\d+(\\.\\d+)*(-SNAPSHOT)?");
    }

    @Test
    void theManifestNamesEachRequiredPluginWithItsMinimumVersion() throws IOException {
        assertThat(manifest(hpi).get("Plugin-Dependencies").split(","))
                .allSatisfy(dependency -> assertThat(dependency).matches("[a-z-]+:\\d[\\w.-]+(;resolution:=optional)?"))
                .extracting(dependency -> dependency.substring(0, dependency.indexOf(':')))
                .contains("workflow-step-api", "credentials", "ssh-credentials", "jsch", "structs");
    }

    @Test
    void theJarInsideCarriesTheSameManifest() throws IOException {
        assertThat(manifest(jar))
                .containsAllEntriesOf(without(manifest(hpi), "Manifest-Version", "Created-By", "Ant-Version"));
    }

    @Test
    void itBundlesTwoLibrariesAndNothingThatJenkinsOrAnotherPluginProvides() {
        assertThat(hpi.keySet().stream().filter(name -> !name.endsWith("/")))
                .hasSize(4)
                .contains("META-INF/MANIFEST.MF", "WEB-INF/lib/blue-green-deploy.jar")
                .anyMatch(name -> name.matches("WEB-INF/lib/httpcore5-[\\d.]+\\.jar"))
                .anyMatch(name -> name.matches("WEB-INF/lib/json-\\d+\\.jar"));
        assertThat(jar.keySet().stream().filter(name -> !name.endsWith("/") && !name.startsWith("META-INF/")))
                .allMatch(name -> name.startsWith(FOLDER) || name.equals("index.jelly"));
    }

    @Test
    void itHoldsEveryClassThatWasCompiled() {
        assertThat(jar.keySet())
                .containsAll(names(javaClass -> true)
                        .map(name -> name.replace('.', '/') + ".class")
                        .toList());
    }

    @Test
    void itHoldsEveryViewHelpTextAndMessage() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            List<String> resources = files.filter(Files::isRegularFile)
                    .map(file -> RESOURCES.relativize(file).toString())
                    .toList();
            assertThat(jar.keySet()).containsAll(resources);
        }
    }

    @Test
    void jenkinsFindsEveryExtension() {
        assertThat(jar).containsKey("META-INF/annotations/hudson.Extension");
        // What an annotation says stands behind its class.
        assertThat(lines("META-INF/annotations/hudson.Extension.txt"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(compiled.stream()
                        .filter(javaClass -> javaClass.isAnnotatedWith("hudson.Extension"))
                        .map(javaClass -> javaClass.getName() + said(javaClass))
                        .toList());
    }

    private static String said(JavaClass extension) {
        JavaAnnotation<?> annotation = extension.getAnnotationOfType("hudson.Extension");
        String optional = annotation.get("optional").orElse(false).equals(true) ? "optional=true" : "";
        double ordinal = (Double) annotation.get("ordinal").orElse(0.0);
        String said = optional + (ordinal == 0 ? "" : "ordinal=" + ordinal);
        return said.isEmpty() ? "" : "{" + said + "}";
    }

    @Test
    void pipelineFindsEverySymbol() {
        assertThat(lines("META-INF/annotations/org.jenkinsci.Symbol"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        names(javaClass -> javaClass.isAnnotatedWith("org.jenkinsci.Symbol"))
                                .toList());
    }

    @Test
    void staplerFindsTheParametersOfEveryFormAndWebMethod() {
        Stream<String> forms = members("org.kohsuke.stapler.DataBoundConstructor", JavaClass::getConstructors)
                .map(constructor -> file(constructor.getOwner()));
        Stream<String> webMethods = members("org.kohsuke.stapler.QueryParameter", JavaClass::getMethods)
                .map(method -> file(method.getOwner()) + "/" + method.getName());
        assertThat(jar.keySet().stream().filter(name -> name.endsWith(".stapler")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Stream.concat(forms, webMethods)
                        .map(name -> name + ".stapler")
                        .toList());
    }

    /** Returns the constructors or methods that carry an annotation, or have a parameter that does. */
    private static <T extends JavaCodeUnit> Stream<T> members(
            String annotation, Function<JavaClass, ? extends Set<? extends T>> which) {
        return compiled.stream()
                .<T>flatMap(javaClass -> which.apply(javaClass).stream())
                .filter(member -> member.isAnnotatedWith(annotation)
                        || member.getParameters().stream()
                                .anyMatch(parameter -> parameter.isAnnotatedWith(annotation)));
    }

    private static String file(JavaClass javaClass) {
        return javaClass.getName().replace('.', '/').replace('$', '/');
    }

    private static Stream<String> names(Predicate<JavaClass> which) {
        return compiled.stream().filter(which).map(JavaClass::getName);
    }

    private static List<String> lines(String entry) {
        assertThat(jar).containsKey(entry);
        return new String(jar.get(entry), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static Map<String, String> manifest(Map<String, byte[]> archive) throws IOException {
        Attributes attributes =
                new Manifest(new ByteArrayInputStream(archive.get("META-INF/MANIFEST.MF"))).getMainAttributes();
        Map<String, String> result = new TreeMap<>();
        attributes.forEach((name, value) -> result.put(name.toString(), value.toString()));
        return result;
    }

    private static Map<String, String> without(Map<String, String> map, String... keys) {
        map.keySet().removeAll(List.of(keys));
        return map;
    }

    private static SortedMap<String, byte[]> entries(byte[] archive) throws IOException {
        SortedMap<String, byte[]> result = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                result.put(entry.getName(), in.readAllBytes());
            }
        }
        return result;
    }
}
