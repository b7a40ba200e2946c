package dev.yadori.handler.heartbeat;

import dev.yadori.handler.heartbeat.NodeCapabilities.HostModel;
import dev.yadori.handler.heartbeat.NodeCapabilities.Models;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads libvirt's domain capabilities, and what it keeps of the emulator. No entities, nothing from outside. */
final class CapabilitiesXml {

    /**
     * The document of {@code virsh domcapabilities}.
     *
     * @param machine that it is about, such as pc-q35-10.0
     */
    record Domain(String machine, Optional<HostModel> hostModel, Models models, Set<String> hyperv) {}

    /** libvirt's cache file of an emulator: machine types with their short names, and features of its widest CPU. */
    record Emulator(Set<String> machines, Set<String> features) {}

    private CapabilitiesXml() {}

    /**
     * Reads the domain capabilities.
     *
     * @throws IOException where it is not such a document
     */
    static Domain domain(String xml) throws IOException {
        DomainReader reader = new DomainReader();
        read(xml, "domainCapabilities", reader::element);
        return reader.result();
    }

    /**
     * Reads the emulator's.
     *
     * @param accelerator tcg or kvm; what is said of the other does not count
     * @throws IOException where it is not such a document
     */
    static Emulator emulator(String xml, String accelerator) throws IOException {
        EmulatorReader reader = new EmulatorReader(accelerator);
        read(xml, "qemuCaps", reader::element);
        return new Emulator(reader.machines, reader.features);
    }

    @FunctionalInterface
    private interface ElementHandler {
        void element(XMLStreamReader xml) throws XMLStreamException;
    }

    private static void read(String text, String root, ElementHandler handler) throws IOException {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text));
            xml.nextTag();
            if (!xml.getLocalName().equals(root)) {
                throw new IOException("the document is %s, not %s".formatted(xml.getLocalName(), root));
            }
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT) {
                    handler.element(xml);
                }
            }
        } catch (XMLStreamException failure) {
            throw new IOException("%s cannot be read: %s".formatted(root, failure.getMessage()), failure);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static final class DomainReader {
        private String machine = "";
        private String mode = "";
        private String hostModel = "";
        private String vendor = "";
        private boolean inHyperv;
        private final Set<String> required = new HashSet<>();
        private final Set<String> usable = new HashSet<>();
        private final Set<String> known = new HashSet<>();
        private final Set<String> hyperv = new HashSet<>();

        void element(XMLStreamReader xml) throws XMLStreamException {
            switch (xml.getLocalName()) {
                case "machine" -> machine = xml.getElementText();
                case "mode" -> mode = attribute(xml, "name");
                case "model" -> model(xml);
                case "vendor" -> vendor = xml.getElementText();
                case "feature" -> feature(xml);
                case "devices", "features" -> mode = "";
                case "hyperv" -> inHyperv = attribute(xml, "supported").equals("yes");
                case "value" -> value(xml);
                default -> {}
            }
        }

        private void model(XMLStreamReader xml) throws XMLStreamException {
            if (mode.equals("host-model")) {
                hostModel = xml.getElementText();
            } else if (mode.equals("custom")) {
                boolean isUsable = attribute(xml, "usable").equals("yes");
                String name = xml.getElementText();
                known.add(name);
                if (isUsable) {
                    usable.add(name);
                }
            }
        }

        private void feature(XMLStreamReader xml) {
            if (mode.equals("host-model") && attribute(xml, "policy").equals("require")) {
                required.add(attribute(xml, "name"));
            }
        }

        /** Hyper-V's are the last list of the document. */
        private void value(XMLStreamReader xml) throws XMLStreamException {
            if (inHyperv) {
                hyperv.add(xml.getElementText());
            }
        }

        Domain result() {
            Optional<HostModel> model =
                    hostModel.isEmpty() ? Optional.empty() : Optional.of(new HostModel(hostModel, vendor, required));
            return new Domain(machine, model, new Models(usable, known), hyperv);
        }
    }

    private static final class EmulatorReader {
        private final String accelerator;
        private boolean inHostCpu;
        private final Set<String> machines = new HashSet<>();
        private final Set<String> features = new HashSet<>();

        EmulatorReader(String accelerator) {
            this.accelerator = accelerator;
        }

        void element(XMLStreamReader xml) {
            switch (xml.getLocalName()) {
                case "hostCPU" -> inHostCpu = attribute(xml, "type").equals(accelerator);
                case "property" -> property(xml);
                case "machine" -> machine(xml);
                default -> {}
            }
        }

        private void property(XMLStreamReader xml) {
            if (inHostCpu
                    && attribute(xml, "type").equals("boolean")
                    && attribute(xml, "value").equals("true")) {
                String name = attribute(xml, "name");
                features.add(name);
                // QEMU's spelling; libvirt has underscores in some.
                features.add(name.replace('-', '_'));
            }
        }

        private void machine(XMLStreamReader xml) {
            if (attribute(xml, "type").equals(accelerator)) {
                machines.add(attribute(xml, "name"));
                if (!attribute(xml, "alias").isEmpty()) {
                    machines.add(attribute(xml, "alias"));
                }
            }
        }
    }
}
