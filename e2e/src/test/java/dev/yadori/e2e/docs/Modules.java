package dev.yadori.e2e.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The modules of this build as their poms describe them. */
record Modules(List<Module> modules) {
    static final Path ROOT = Path.of("..");
    private static final String GROUP = "dev.yadori";

    /** A module, the other modules that it depends on, and the dependencies whose version it does not leave to the parent. */
    record Module(String name, List<String> dependsOn, List<String> ownVersions) {}

    static Modules read() {
        var root = parse(ROOT.resolve("pom.xml"));
        return new Modules(elements(root.getElementsByTagName("module"))
                .map(Element::getTextContent)
                .map(Modules::module)
                .toList());
    }

    /** The graph in Mermaid's notation, in the order of the build. */
    String graph() {
        var lines = modules.stream().flatMap(module -> {
            var edges = module.dependsOn().stream().map(other -> module.name() + " --> " + other);
            return module.dependsOn().isEmpty() ? Stream.of(module.name()) : edges;
        });
        return lines.map(line -> "    " + line).collect(Collectors.joining("\n", "graph TD\n", "\n"));
    }

    private static Module module(String name) {
        var pom = parse(ROOT.resolve(name).resolve("pom.xml"));
        var dependencies = elements(pom.getElementsByTagName("dependency")).toList();
        return new Module(
                name,
                dependencies.stream()
                        .filter(dependency -> child(dependency, "groupId").equals(GROUP))
                        .map(dependency -> child(dependency, "artifactId"))
                        .sorted()
                        .toList(),
                Stream.concat(dependencies.stream(), elements(pom.getElementsByTagName("plugin")))
                        .filter(element -> hasOwnVersion(child(element, "version")))
                        .map(element -> child(element, "artifactId"))
                        .toList());
    }

    /** One that names a property of the parent is not its own: plugins of plugins cannot leave it out. */
    private static boolean hasOwnVersion(String version) {
        return !version.isEmpty() && !version.startsWith("${");
    }

    private static String child(Element parent, String name) {
        return elements(parent.getChildNodes())
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    private static Document parse(Path pom) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("cannot read " + pom, e);
        }
    }
}
