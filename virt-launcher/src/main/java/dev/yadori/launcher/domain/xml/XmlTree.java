package dev.yadori.launcher.domain.xml;

import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Elements, indented, through StAX, which escapes. Control characters are refused, as XML
 * cannot hold most of them and changes line breaks. For one use, by one thread. */
final class XmlTree {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;
    private int depth;

    XmlTree() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a writer into memory", e);
        }
    }

    /** An attribute, left out where it has no value. */
    record Attribute(String name, Optional<String> value) {}

    static Attribute attribute(String name, String value) {
        return new Attribute(name, Optional.of(value));
    }

    static Attribute attribute(String name, long value) {
        return attribute(name, Long.toString(value));
    }

    /** Names of enums are libvirt's words in capitals. */
    static Attribute attribute(String name, Enum<?> value) {
        return attribute(name, word(value));
    }

    static Attribute attribute(String name, OptionalInt value) {
        return new Attribute(
                name, value.isPresent() ? Optional.of(Integer.toString(value.getAsInt())) : Optional.empty());
    }

    static Attribute onOff(String name, boolean on) {
        return attribute(name, on ? "on" : "off");
    }

    static Attribute yesNo(String name, boolean yes) {
        return attribute(name, yes ? "yes" : "no");
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void element(String name, Attribute... attributes) {
        run(() -> {
            indent();
            writer.writeEmptyElement(name);
            write(attributes);
        });
    }

    void text(String name, String content, Attribute... attributes) {
        run(() -> {
            indent();
            writer.writeStartElement(name);
            write(attributes);
            writer.writeCharacters(checked(content));
            writer.writeEndElement();
        });
    }

    void parent(String name, Runnable children, Attribute... attributes) {
        run(() -> {
            indent();
            writer.writeStartElement(name);
            write(attributes);
        });
        depth++;
        children.run();
        depth--;
        run(() -> {
            indent();
            writer.writeEndElement();
        });
    }

    String finished() {
        run(writer::writeEndDocument);
        return text.append('\n').toString();
    }

    private void write(Attribute... attributes) throws XMLStreamException {
        for (var attribute : attributes) {
            if (attribute.value().isPresent()) {
                writer.writeAttribute(
                        attribute.name(), checked(attribute.value().get()));
            }
        }
    }

    private void indent() throws XMLStreamException {
        if (depth > 0) {
            writer.writeCharacters("\n" + "  ".repeat(depth));
        } else if (text.getBuffer().length() > 0) {
            writer.writeCharacters("\n");
        }
    }

    private static String checked(String value) {
        if (!value.codePoints().allMatch(XmlTree::isAllowed)) {
            throw new IllegalArgumentException("a control character");
        }
        return value;
    }

    private static boolean isAllowed(int character) {
        return (character >= ' ' && character <= 0xd7ff)
                || (character >= 0xe000 && character <= 0xfffd)
                || character >= 0x10000;
    }

    private static void run(Writing writing) {
        try {
            writing.write();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing into memory", e);
        }
    }

    /** A step of writing. */
    @FunctionalInterface
    private interface Writing {
        void write() throws XMLStreamException;
    }
}
