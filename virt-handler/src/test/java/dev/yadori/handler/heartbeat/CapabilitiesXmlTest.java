package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesXmlTest {

    private static final Path FILES = Path.of("src/test/resources/heartbeat");

    @Test
    void domainCapabilitiesOfARealLibvirtAreRead() throws IOException {
        CapabilitiesXml.Domain domain = CapabilitiesXml.domain(read("domain-qemu.xml"));
        assertThat(domain.machine()).isEqualTo("pc-q35-7.2");
        assertThat(domain.models().usable()).contains("Nehalem", "qemu64").doesNotContain("EPYC");
        assertThat(domain.models().known())
                .contains("EPYC", "Haswell", "Nehalem")
                .doesNotContain("virtio");
        assertThat(domain.hyperv()).containsExactlyInAnyOrder("spinlocks", "vendor_id");
        assertThat(domain.hostModel()).hasValueSatisfying(model -> {
            assertThat(model.name()).isEqualTo("EPYC");
            assertThat(model.vendor()).isEqualTo("AMD");
            assertThat(model.requiredFeatures()).contains("vaes", "3dnow").doesNotContain("vme", "rdseed");
        });
    }

    @Test
    void emulatorsCacheIsReadForOneAccelerator() throws IOException {
        assertThat(CapabilitiesXml.emulator(read("emulator.xml"), "tcg").machines())
                .containsExactlyInAnyOrder("pc-q35-7.0", "pc-q35-7.1", "pc-q35-7.2", "q35", "isapc");
        assertThat(CapabilitiesXml.emulator(read("emulator.xml"), "tcg").features())
                .containsExactlyInAnyOrder("aes", "sse4.1", "avx2", "lahf-lm", "lahf_lm");
        assertThat(CapabilitiesXml.emulator(read("emulator.xml"), "kvm").machines())
                .containsExactlyInAnyOrder("pc-q35-7.2", "q35");
        assertThat(CapabilitiesXml.emulator(read("emulator.xml"), "kvm").features())
                .containsExactlyInAnyOrder("avx512f", "invtsc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no document",
                "<other/>",
                "<domainCapabilities><machine>pc",
                "<domainCapabilities><machine><value/></machine></domainCapabilities>",
                "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                        + "<domainCapabilities><machine>&e;</machine></domainCapabilities>",
            })
    void nothingElseIsRead(String text) {
        assertThatThrownBy(() -> CapabilitiesXml.domain(text)).isInstanceOf(IOException.class);
    }

    private static String read(String name) throws IOException {
        return Files.readString(FILES.resolve(name));
    }
}
