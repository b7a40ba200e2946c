package dev.yadori.launcher.domain.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Disk;
import dev.yadori.launcher.domain.LaunchCases;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class DomainXmlTest {
    private static String driveOf(String path) {
        return DomainXml.of(new Device.Drive(
                LaunchCases.disk("d", Disk.Kind.DISK, Disk.Bus.VIRTIO, new Disk.Source.RawFile(path)), "vda"));
    }

    private static Element parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d'/><source file='/etc/shadow",
                "/d\"/><source file=\"/etc/shadow",
                "]]></disk><hostdev/>&lt;&amp;&#0;",
                "<!--",
                "日本語 🏯",
                "%s ${x} {{y}}",
                "  spaces  "
            })
    void aHostileNameStaysAName(String name) throws Exception {
        var disk = parsed(driveOf(name));
        assertThat(disk.getElementsByTagName("source").getLength()).isEqualTo(1);
        var source = (Element) disk.getElementsByTagName("source").item(0);
        assertThat(source.getAttribute("file")).isEqualTo(name);
        assertThat(disk.getElementsByTagName("hostdev").getLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<log file='/etc/passwd'/>", "]]>", "&entity;", "\"'"})
    void aHostileTextStaysAText(String text) throws Exception {
        assertThat(parsed(DomainXml.of(new Device.Rng(text))).getTextContent().strip())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "a\rb", "\u001b[2J", "\uffff", "\ud800"})
    void whatXmlCannotHoldIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> driveOf(name));
    }

    @Test
    void aDeviceByItselfIsWrittenAsInADomain() {
        assertThat(DomainXml.of(new Device.NoBalloon())).isEqualToIgnoringWhitespace("<memballoon model=\"none\"/>");
    }
}
