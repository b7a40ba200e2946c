package dev.yadori.launcher.hypervisor.libvirt;

import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.hypervisor.DomainFacts;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The little that is observed of a domain's XML, which is libvirt's own. */
final class DomainXmlReader {
    private static final String AGENT = "org.qemu.guest_agent.0";
    private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    private boolean accelerated;
    private String machine = "";
    private boolean agentConnected;
    private final List<DomainFacts.Card> cards = new ArrayList<>();
    private Optional<DomainFacts.Kind> inCard = Optional.empty();
    private boolean linkUp;

    private DomainXmlReader() {}

    static DomainFacts read(String xml) {
        try {
            var reader = new DomainXmlReader();
            var events = FACTORY.createXMLStreamReader(new StringReader(xml));
            while (events.hasNext()) {
                switch (events.next()) {
                    case XMLStreamReader.START_ELEMENT -> reader.element(events);
                    case XMLStreamReader.END_ELEMENT -> reader.end(events);
                    default -> {}
                }
            }
            return new DomainFacts(reader.accelerated, reader.machine, reader.agentConnected, reader.cards);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("libvirt's XML of a domain: " + e.getMessage(), e);
        }
    }

    private void element(XMLStreamReader element) {
        switch (element.getLocalName()) {
            case "domain" -> accelerated = "kvm".equals(element.getAttributeValue(null, "type"));
            case "type" -> {
                var found = element.getAttributeValue(null, "machine");
                machine = found == null ? machine : found;
            }
            case "target" -> {
                if (AGENT.equals(element.getAttributeValue(null, "name"))) {
                    agentConnected = "connected".equals(element.getAttributeValue(null, "state"));
                }
            }
            case "interface" -> begin(DomainFacts.Kind.TAP);
            case "hostdev" -> begin(DomainFacts.Kind.FUNCTION);
            case "link" -> linkUp = !"down".equals(element.getAttributeValue(null, "state"));
            case "alias" -> {
                var name = element.getAttributeValue(null, "name");
                inCard.ifPresent(kind -> card(kind, name == null ? "" : name));
            }
            default -> {}
        }
    }

    private void begin(DomainFacts.Kind kind) {
        inCard = Optional.of(kind);
        linkUp = true;
    }

    private void card(DomainFacts.Kind kind, String alias) {
        var prefix = switch (kind) {
            case TAP -> NetworkInterface.ALIAS;
            case FUNCTION -> HostFunction.ALIAS;
        };
        if (alias.startsWith(prefix)) {
            cards.add(new DomainFacts.Card(alias.substring(prefix.length()), linkUp, kind));
        }
    }

    private void end(XMLStreamReader element) {
        if ("interface".equals(element.getLocalName()) || "hostdev".equals(element.getLocalName())) {
            inCard = Optional.empty();
        }
    }
}
