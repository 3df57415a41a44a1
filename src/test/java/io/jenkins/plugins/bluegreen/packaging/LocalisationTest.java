package io.jenkins.plugins.bluegreen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Holds the Korean texts to the English ones; where one is missing, Jenkins shows the English one and says nothing. */
class LocalisationTest {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path DESCRIPTION = RESOURCES.resolve("index.jelly");

    /** {@code ${%key}} or {@code ${%key(argument)}}, in a view. */
    private static final Pattern TEXT = Pattern.compile("\\$\\{%([^(}]+)");

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*\\}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d[^}]*\\}");
    private static final Pattern CODE = Pattern.compile("<code>(.*?)</code>", Pattern.DOTALL);
    private static final Pattern MARKUP = Pattern.compile("</?(\\w+)");
    private static final Pattern KOREAN = Pattern.compile("\\p{IsHangul}");

    /** The attributes of form tags that are shown. */
    private static final List<String> SHOWN = List.of(
            "title",
            "header",
            "add",
            "value",
            "progress",
            "placeholder",
            "description",
            "tooltip",
            "failed",
            "purpose",
            "label",
            "message",
            "alt",
            "aria-label",
            "data-failed");

    /** The texts of a view, or of the classes, by their keys. */
    private record Texts(Path of, Map<String, String> english, Map<String, String> korean) {}

    private static List<Texts> all;

    @BeforeAll
    static void read() throws IOException {
        all = new ArrayList<>();
        for (Path messages : resources("glob:**/Messages.properties")) {
            all.add(new Texts(messages, bundle(messages), bundle(messages.resolveSibling("Messages_ko.properties"))));
        }
        for (Path view : views()) {
            String name = view.getFileName().toString().replace(".jelly", "");
            Map<String, String> given = bundle(view.resolveSibling(name + ".properties"));
            Map<String, String> english = new TreeMap<>();
            for (String key : found(TEXT, view)) {
                english.put(key, given.getOrDefault(key, key));
            }
            all.add(new Texts(view, english, bundle(view.resolveSibling(name + "_ko.properties"))));
        }
    }

    @Test
    void everyTextIsThereInKoreanAndNoneIsLeftOver() {
        assertThat(all).extracting(Texts::english).anyMatch(english -> !english.isEmpty());
        assertThat(all)
                .allSatisfy(texts -> assertThat(texts.korean)
                        .containsOnlyKeys(texts.english.keySet())
                        .doesNotContainValue(""));
    }

    @Test
    void everyMessageIsUsed() throws IOException {
        for (Path messages : resources("glob:**/Messages.properties")) {
            StringBuilder classes = new StringBuilder();
            for (Path source : files(SOURCES.resolve(RESOURCES.relativize(messages.getParent())), "glob:**/*.java")) {
                classes.append(Files.readString(source));
            }
            assertThat(bundle(messages).keySet())
                    .allMatch(key -> classes.indexOf("Messages." + key.replace('.', '_') + "(") >= 0
                            || classes.indexOf("Messages._" + key.replace('.', '_') + "(") >= 0); // of later
        }
    }

    @Test
    void everyKoreanTextHasThePlaceholdersOfTheEnglishOne() {
        assertThat(all)
                .allSatisfy(texts -> assertThat(texts.korean)
                        .allSatisfy((key, korean) -> assertThat(found(PLACEHOLDER, korean))
                                .containsExactlyInAnyOrderElementsOf(
                                        found(PLACEHOLDER, texts.english.getOrDefault(key, "")))));
    }

    @Test
    void everyBundleBelongsToAView() throws IOException {
        for (Path bundle : resources("glob:**/*.properties")) {
            String name = bundle.getFileName().toString().replaceAll("(_[a-z]{2})?\\.properties$", "");
            if (!name.equals("Messages")) {
                Path view = bundle.resolveSibling(name + ".jelly");
                assertThat(view).exists();
                assertThat(found(TEXT, view))
                        .as(bundle.toString())
                        .containsAll(bundle(bundle).keySet());
            }
        }
    }

    /** What reads them takes UTF-8 or ISO-8859-1 for granted, as its version is; ASCII is both. */
    @Test
    void everyBundleIsAscii() throws IOException {
        for (Path bundle : resources("glob:**/*.properties")) {
            assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(bundle)))
                    .as(bundle.toString())
                    .isTrue();
        }
    }

    /** To {@link java.text.MessageFormat} a single one begins a quotation, and is not shown. */
    @Test
    void everyApostropheOfABundleIsDoubled() throws IOException {
        for (Path bundle : resources("glob:**/*.properties")) {
            assertThat(bundle(bundle))
                    .as(bundle.toString())
                    .allSatisfy(
                            (key, text) -> assertThat(text.replace("''", "")).doesNotContain("'"));
        }
    }

    @Test
    void noViewShowsATextThatCannotBeTranslated() throws Exception {
        for (Path view : views()) {
            assertThat(shown(view))
                    .as(view.toString())
                    .noneMatch(text -> EXPRESSION.matcher(text).replaceAll("").matches("(?s).*\\p{L}.*"));
        }
    }

    @Test
    void everyHelpTextIsThereInKoreanAndNoneIsLeftOver() throws IOException {
        List<Path> korean = resources("glob:**/help*_ko.html");
        List<Path> english = new ArrayList<>(resources("glob:**/help*.html"));
        english.removeAll(korean);
        assertThat(korean)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        english.stream().map(LocalisationTest::inKorean).toList())
                .allSatisfy(help -> assertThat(Files.readString(help)).containsPattern(KOREAN));
    }

    /** So that a default or an example that changes is noticed. */
    @Test
    void everyKoreanHelpTextHasTheValuesAndTheMarkupOfTheEnglishOne() throws IOException {
        for (Path help : resources("glob:**/help*.html")) {
            Path korean = inKorean(help);
            if (Files.exists(korean)) {
                for (Pattern same : List.of(CODE, MARKUP)) {
                    assertThat(found(same, korean))
                            .as(korean.toString())
                            .containsExactlyInAnyOrderElementsOf(found(same, help));
                }
            }
        }
    }

    /** Jenkins includes it by Jelly's own means, to which {@code ${%text}} is an error that takes all of the plugin page away. */
    @Test
    void theDescriptionOfThePluginIsPlain() {
        assertThat(DESCRIPTION).content().doesNotContain("${");
    }

    private static List<Path> views() throws IOException {
        List<Path> views = new ArrayList<>(resources("glob:**/*.jelly"));
        views.remove(DESCRIPTION);
        return views;
    }

    /** Returns what a view holds beside its tags, and what it gives to those of a form to be shown. */
    private static List<String> shown(Path view) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        NodeList elements = factory.newDocumentBuilder().parse(view.toFile()).getElementsByTagName("*");
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            for (Node in = element.getFirstChild(); in != null; in = in.getNextSibling()) {
                if (in.getNodeType() == Node.TEXT_NODE) {
                    shown.add(in.getNodeValue());
                }
            }
            if (!"jelly:core".equals(element.getNamespaceURI())) {
                SHOWN.stream()
                        .map(element::getAttributeNode)
                        .filter(attribute -> attribute != null)
                        .map(Attr::getValue)
                        .forEach(shown::add);
            }
        }
        return shown;
    }

    private static Path inKorean(Path help) {
        return help.resolveSibling(help.getFileName().toString().replace(".html", "_ko.html"));
    }

    private static List<String> found(Pattern pattern, Path file) throws IOException {
        return found(pattern, Files.readString(file));
    }

    /** Returns the first group of each match, or all of it where there is none; line breaks count as spaces. */
    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(Math.min(1, match.groupCount())).replaceAll("\\s+", " "))
                .toList();
    }

    /** Reads a bundle as the oldest reader would; one that is not there holds nothing. */
    private static Map<String, String> bundle(Path file) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            }
            properties.forEach((key, text) -> texts.put(key.toString(), text.toString()));
        }
        return texts;
    }

    private static List<Path> resources(String glob) throws IOException {
        return files(RESOURCES, glob);
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(folder.getFileSystem().getPathMatcher(glob)::matches)
                    .sorted()
                    .toList();
        }
    }
}
