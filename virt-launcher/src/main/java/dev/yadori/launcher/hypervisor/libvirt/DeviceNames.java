package dev.yadori.launcher.hypervisor.libvirt;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The names that cards and drives were given, by those of their targets, from libvirt's own XML of a domain. */
final class DeviceNames {
    private static final String GIVEN = "ua-";
    private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    private final Map<String, String> byTarget = new HashMap<>();
    private String target = "";
    private String alias = "";

    private DeviceNames() {}

    static Map<String, String> read(String xml) {
        try {
            var names = new DeviceNames();
            var events = FACTORY.createXMLStreamReader(new StringReader(xml));
            while (events.hasNext()) {
                switch (events.next()) {
                    case XMLStreamReader.START_ELEMENT -> names.begin(events);
                    case XMLStreamReader.END_ELEMENT -> names.end(events);
                    default -> {}
                }
            }
            return names.byTarget;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("libvirt's XML of a domain: " + e.getMessage(), e);
        }
    }

    private void begin(XMLStreamReader element) {
        switch (element.getLocalName()) {
            case "disk", "interface" -> {
                target = "";
                alias = "";
            }
            case "target" -> target = attribute(element, "dev");
            case "alias" -> alias = attribute(element, "name");
            default -> {}
        }
    }

    private void end(XMLStreamReader element) {
        switch (element.getLocalName()) {
            case "disk", "interface" -> {
                if (!target.isEmpty() && alias.startsWith(GIVEN)) {
                    byTarget.put(target, alias.substring(GIVEN.length()));
                }
            }
            default -> {}
        }
    }

    private static String attribute(XMLStreamReader element, String name) {
        var value = element.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
