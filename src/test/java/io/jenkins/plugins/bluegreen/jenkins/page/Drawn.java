package io.jenkins.plugins.bluegreen.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A picture, as a browser reads it. */
public final class Drawn {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?%?");
    private static final Pattern PER_CENT = Pattern.compile("(\\d+(?:\\.\\d+)?)%");

    /** What may stand in a picture: nothing that runs, and nothing that is fetched. */
    private static final List<String> ELEMENTS =
            List.of("div", "ul", "li", "svg", "rect", "line", "path", "text", "title");

    private final List<Element> elements = new ArrayList<>();

    /** Reads one, which has to be well-formed, with places that a browser can read. */
    public Drawn(String markup) throws Exception {
        Element all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(markup)))
                .getDocumentElement();
        elements.add(all);
        NodeList below = all.getElementsByTagName("*");
        for (int i = 0; i < below.getLength(); i++) {
            elements.add((Element) below.item(i));
        }
        assertThat(elements).extracting(Element::getTagName).isSubsetOf(ELEMENTS);
        elements.forEach(Drawn::check);
    }

    private static void check(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            assertThat(attribute.getName()).doesNotStartWith("on").isNotIn("style", "href", "src");
            if (List.of("x", "y", "x1", "x2", "y1", "y2", "width", "height", "dx")
                    .contains(attribute.getName())) {
                assertThat(attribute.getValue()).matches(NUMBER);
                PER_CENT.matcher(attribute.getValue())
                        .results()
                        .forEach(found ->
                                assertThat(Double.parseDouble(found.group(1))).isBetween(0.0, 100.0));
            }
            if (attribute.getName().equals("d")) {
                assertThat(attribute.getValue()).matches("[MLHVhvlmCzZ0-9. -]*");
            }
        }
    }

    /** Returns the elements of a class. */
    public List<Element> of(String cssClass) {
        return all(element -> (" " + element.getAttribute("class") + " ").contains(" " + cssClass + " "));
    }

    private List<Element> all(Predicate<Element> which) {
        return elements.stream().filter(which).toList();
    }

    /** Returns the texts of the elements of a class. */
    public List<String> texts(String cssClass) {
        return of(cssClass).stream().map(Element::getTextContent).toList();
    }

    /** Returns a place of an element in per cent. */
    public static double place(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute).replace("%", ""));
    }
}
