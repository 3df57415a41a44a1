package io.jenkins.plugins.bluegreen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HealthCheckSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.CommandSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SessionSettings;
import io.jenkins.plugins.bluegreen.jenkins.process.SystemdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CaddySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.CommandRouterSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HaproxySettings;
import io.jenkins.plugins.bluegreen.jenkins.router.HttpdSettings;
import io.jenkins.plugins.bluegreen.jenkins.router.NginxSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.CanarySettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.RollingSettings;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Holds what the views name to what the classes have; Jenkins itself would show an empty field and say nothing. */
class ViewsTest {

    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Pattern IT = Pattern.compile("\\b(?:it|instance)\\.(\\w+)");

    private static final String TAGS = "/io/jenkins/plugins/bluegreen/jenkins/tags";

    /** A view, with the class that it shows. */
    private record View(Path file, Class<?> shows, Document xml) {}

    /** One {@code field="name"} of a view, with the class that has to have it. */
    private record Field(Path view, Class<?> of, String name, Element element) {}

    private static List<View> views;
    private static List<Field> fields;

    @BeforeAll
    static void read() throws Exception {
        views = new ArrayList<>();
        for (Path file : resources("glob:**/*.jelly")) {
            if (file.getParent().equals(RESOURCES) || Files.exists(file.resolveSibling("taglib"))) {
                continue; // the description of the plugin; tags, which belong to no class
            }
            views.add(new View(file, classOf(file.getParent()), parse(file)));
        }
        fields = views.stream().flatMap(ViewsTest::fields).toList();
    }

    @Test
    void everyFieldOfAViewCanBeRead() {
        assertThat(fields)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(canBeRead(field.of, field.name)).isTrue());
    }

    @Test
    void everyFieldOfAFormIsTakenFromIt() {
        assertThat(fields)
                .allSatisfy(field -> assertThat(isBound(field.of, field.name)).isTrue());
    }

    @Test
    void everyFieldOfAFormHasAHelpText() {
        assertThat(fields).allSatisfy(field -> assertThat(helpText(field)).isNotEmpty());
    }

    @Test
    void everyHelpTextBelongsToAField() throws IOException {
        for (Path help : resources("glob:**/help-*.html")) {
            String field = help.getFileName().toString().replaceAll("^help-|(_[a-z]{2})?\\.html$", "");
            assertThat(canBeRead(classOf(help.getParent()), field))
                    .as(help.toString())
                    .isTrue();
        }
    }

    @Test
    void everyPropertyThatAViewShowsExists() throws IOException {
        for (View view : views) {
            assertThat(IT.matcher(Files.readString(view.file)).results().map((MatchResult found) -> found.group(1)))
                    .as(view.file.toString())
                    .allMatch(property -> canBeRead(view.shows, property) || hasMethod(view.shows, property));
        }
    }

    @Test
    void everyViewEscapesWhatItShows() throws IOException {
        for (Path view : resources("glob:**/*.jelly")) {
            assertThat(Files.readString(view)).as(view.toString()).startsWith("<?jelly escape-by-default='true'?>");
        }
    }

    /**
     * The tag asks the check of all fields about the one that it is for; Jenkins's own tags look for a method of its name, which the
     * global page has for what it holds itself.
     */
    @Test
    void everyFieldThatIsTypedIsChecked() {
        assertThat(fields)
                .filteredOn(ViewsTest::isTyped)
                .filteredOn(field -> Descriptor.class.isAssignableFrom(field.of))
                .isNotEmpty()
                .allMatch(field -> hasMethod(field.of, "doCheck" + capitalized(field.name)));
        assertThat(fields)
                .filteredOn(ViewsTest::isTyped)
                .filteredOn(field -> !Descriptor.class.isAssignableFrom(field.of))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.element.getNamespaceURI())
                        .as(field.view + " " + field.name)
                        .isEqualTo(TAGS));
        assertThat(fields)
                .filteredOn(field -> TAGS.equals(field.element.getNamespaceURI()))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(descriptorOf(field.of)).isAssignableTo(SettingsDescriptor.class))
                .allSatisfy(field -> assertThat(SettingsProperty.of(field.of))
                        .extracting(SettingsProperty::name)
                        .contains(field.name))
                .allSatisfy(field -> assertThat(SettingsProperty.of(field.of))
                        .extracting(SettingsProperty::name)
                        .containsAll(List.of(field.element.getAttribute("with").split(" ")).stream()
                                .filter(other -> !other.isEmpty())
                                .toList()));
    }

    @Test
    void everyParameterIsInAForm() {
        for (Class<?> settings : List.of(
                DeploySettings.class,
                StatusSettings.class,
                RollbackSettings.class,
                PromoteSettings.class,
                DiscardSettings.class,
                HealthCheckSettings.class,
                NginxSettings.class,
                CaddySettings.class,
                HttpdSettings.class,
                HaproxySettings.class,
                CommandRouterSettings.class,
                SessionSettings.class,
                SystemdSettings.class,
                CommandSettings.class,
                RollingSettings.class,
                CanarySettings.class,
                HostSettings.class)) {
            assertThat(fields)
                    // Those that several have in common are in views of the class above them.
                    .filteredOn(field -> field.of.isAssignableFrom(settings))
                    .extracting(Field::name)
                    .containsAll(SettingsProperty.of(settings).stream()
                            .map(SettingsProperty::name)
                            .toList());
        }
    }

    @Test
    void everyParameterHasARowInReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Class<?> settings : List.of(
                DeploySettings.class,
                StatusSettings.class,
                RollbackSettings.class,
                PromoteSettings.class,
                DiscardSettings.class,
                HealthCheckSettings.class,
                NginxSettings.class,
                CaddySettings.class,
                HttpdSettings.class,
                HaproxySettings.class,
                CommandRouterSettings.class,
                SessionSettings.class,
                SystemdSettings.class,
                CommandSettings.class,
                RollingSettings.class,
                CanarySettings.class)) {
            assertThat(SettingsProperty.of(settings))
                    .isNotEmpty()
                    .allSatisfy(property ->
                            assertThat(readme).containsPattern("(?m)^\\| (`\\w+`, )*`" + property.name() + "`"));
        }
    }

    /** SECURITY-2290 and others: what a GET does, somebody else's page can do. */
    @Test
    void whatAFormAsksForIsAskedByPost() {
        assertThat(views)
                .filteredOn(view -> describedBy(view.shows).isPresent())
                .isNotEmpty()
                .allSatisfy(view -> assertThat(answers(descriptorOf(view.shows)))
                        .allMatch(method -> method.isAnnotationPresent(POST.class)));
    }

    /** A page only reads by GET; the drawing of the rooms keeps it from whatever could do more. */
    @Test
    void whatAPageIsAskedForSaysHow() {
        assertThat(views)
                .filteredOn(view -> describedBy(view.shows).isEmpty())
                .isNotEmpty()
                .allSatisfy(view -> assertThat(answers(view.shows))
                        .allMatch(method -> Stream.of(POST.class, RequirePOST.class, GET.class)
                                        .filter(method::isAnnotationPresent)
                                        .count()
                                == 1));
    }

    /** What Jenkins gives every descriptor, such as doHelp, only reads. */
    private static List<Method> answers(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.bluegreen."))
                .filter(method -> method.getName().matches("do[A-Z].*"))
                .toList();
    }

    /** The Content Security Policy of Jenkins allows neither. */
    @Test
    void noViewHoldsAScript() throws IOException {
        List<Path> all = new ArrayList<>(resources("glob:**/*.jelly"));
        all.addAll(resources("glob:**/*.html"));
        for (Path file : all) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainPattern("(?i)<(?:\\w+:)?(?:script|style)\\b")
                    .doesNotContainPattern("(?i)\\s(?:on[a-z]+|style)\\s*=")
                    .doesNotContainPattern("(?i)javascript:");
        }
    }

    private static boolean isTyped(Field field) {
        NodeList inside = field.element.getElementsByTagName("*");
        return field.element.getLocalName().equals("field")
                || inside.getLength() == 1
                        && List.of("textbox", "textarea", "number", "select")
                                .contains(inside.item(0).getLocalName())
                        && !"lib/credentials"
                                .equals(inside.item(0).getNamespaceURI().substring(1));
    }

    private static Class<?> descriptorOf(Class<?> described) {
        return describedBy(described).orElseThrow(() -> new AssertionError(described + " has no descriptor."));
    }

    /** Returns nothing for what is no part of a form. */
    private static Optional<Class<?>> describedBy(Class<?> described) {
        if (Descriptor.class.isAssignableFrom(described)) {
            return Optional.of(described);
        }
        // A class that others extend has what theirs extend.
        return Stream.<Class<?>>iterate(described, type -> type != null, Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredClasses()))
                .filter(Descriptor.class::isAssignableFrom)
                .findFirst();
    }

    private static Stream<Field> fields(View view) {
        NodeList elements = view.xml.getElementsByTagName("*");
        return Stream.iterate(0, i -> i < elements.getLength(), i -> i + 1)
                .map(i -> (Element) elements.item(i))
                .filter(element -> element.hasAttribute("field"))
                .map(element ->
                        new Field(view.file, owner(element, view.shows), element.getAttribute("field"), element));
    }

    /** What is in an {@code <f:repeatable field="entries">} are fields of an entry, not of the class that the view shows. */
    private static Class<?> owner(Element element, Class<?> shown) {
        List<Element> repeatables = new ArrayList<>();
        for (var parent = element.getParentNode(); parent instanceof Element each; parent = each.getParentNode()) {
            if ("repeatable".equals(each.getLocalName()) && each.hasAttribute("field")) {
                repeatables.add(0, each);
            }
        }
        Class<?> owner = shown;
        for (Element repeatable : repeatables) {
            Type list = getter(owner, repeatable.getAttribute("field"))
                    .orElseThrow()
                    .getGenericReturnType();
            owner = (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
        }
        return owner;
    }

    private static boolean canBeRead(Class<?> type, String property) {
        return getter(type, property).isPresent()
                || Arrays.stream(type.getFields())
                        .anyMatch(field -> field.getName().equals(property));
    }

    private static Optional<Method> getter(Class<?> type, String property) {
        String name = capitalized(property);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> method.getName().equals("get" + name)
                        || method.getName().equals("is" + name))
                .findFirst();
    }

    private static boolean hasMethod(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .anyMatch(method -> method.getName().equals(name));
    }

    private static boolean isBound(Class<?> type, String property) {
        String setter = "set" + capitalized(property);
        return Arrays.stream(type.getMethods())
                        .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                        .anyMatch(method -> method.getName().equals(setter))
                || Arrays.stream(type.getConstructors())
                        .filter(constructor -> constructor.isAnnotationPresent(DataBoundConstructor.class))
                        .map(Constructor::getParameters)
                        .flatMap(Arrays::stream)
                        .map(Parameter::getName)
                        .anyMatch(property::equals);
    }

    /** Jenkins looks for the help of a field beside the class, then beside the classes that it extends. */
    private static Optional<Path> helpText(Field field) {
        return Stream.<Class<?>>iterate(field.of, type -> type != null, Class::getSuperclass)
                .map(type -> RESOURCES
                        .resolve(type.getName().replace('.', '/').replace('$', '/'))
                        .resolve("help-" + field.name + ".html"))
                .filter(Files::exists)
                .findFirst();
    }

    private static Class<?> classOf(Path folder) {
        String name = RESOURCES.relativize(folder).toString().replace('/', '.');
        try {
            return Class.forName(name, false, ViewsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("There is a folder of views, " + folder + ", but no class " + name + ".", e);
        }
    }

    private static String capitalized(String property) {
        return property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
    }

    private static List<Path> resources(String glob) throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(RESOURCES.getFileSystem().getPathMatcher(glob)::matches)
                    .sorted()
                    .toList();
        }
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }
}
