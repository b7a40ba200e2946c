package dev.yadori.handler.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {

    private static final Path FILES = Path.of("src/test/resources/heartbeat");

    @TempDir
    private Path folder;

    @BeforeEach
    void probe() throws IOException {
        Files.createDirectories(probeFile("capabilities/domain-capabilities"));
        Files.copy(FILES.resolve("domain-qemu.xml"), probeFile("capabilities/domain-capabilities/qemu.xml"));
        Files.copy(FILES.resolve("domain-kvm.xml"), probeFile("capabilities/domain-capabilities/kvm.xml"));
        Files.copy(FILES.resolve("emulator.xml"), probeFile("capabilities/9a8b.xml"));
        Files.createDirectories(folder.resolve("kubelet"));
    }

    @Test
    void nodeWithoutUsableKvmIsWhatTheEmulatorCanDo() throws IOException {
        Files.writeString(probeFile("kvm"), "unusable: no guest kernel boots\n");
        NodeCapabilities node = known();
        assertThat(node.machines()).contains("q35", "pc-q35-7.0");
        assertThat(node.features()).contains("aes", "vaes").doesNotContain("invtsc");
    }

    @Test
    void nodeWithUsableKvmIsWhatKvmCanDo() throws IOException {
        Files.writeString(probeFile("kvm"), "usable\n");
        NodeCapabilities node = known();
        assertThat(node.machines()).containsExactlyInAnyOrder("q35", "pc-q35-7.2");
        assertThat(node.features()).contains("invtsc", "vme").doesNotContain("aes");
    }

    @Test
    void nothingIsKnownBeforeTheProbeHasFinished() {
        assertThat(read().capabilities()).isInstanceOf(NodeFacts.Finding.Unknown.class);
    }

    @Test
    void nothingIsKnownWhereAFileCannotBeRead() throws IOException {
        Files.writeString(probeFile("kvm"), "unusable: no guest kernel boots\n");
        Files.writeString(probeFile("capabilities/domain-capabilities/qemu.xml"), "<domainCapabilities><machine>");
        assertThat(read().capabilities()).isInstanceOf(NodeFacts.Finding.Unknown.class);
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Files.writeString(probeFile("kvm"), "unusable: no guest kernel boots\n");
        Files.delete(probeFile("capabilities/9a8b.xml"));
        Files.createSymbolicLink(
                probeFile("capabilities/9a8b.xml"),
                FILES.resolve("emulator.xml").toAbsolutePath());
        assertThat(read().capabilities()).isInstanceOf(NodeFacts.Finding.Unknown.class);
    }

    @Test
    void cpusAreStaticWhereKubeletSaysSo() throws IOException {
        assertThat(read().staticCpus()).isFalse();
        Files.writeString(folder.resolve("kubelet/cpu_manager_state"), "{\"policyName\":\"none\",\"checksum\":1}");
        assertThat(read().staticCpus()).isFalse();
        Files.writeString(folder.resolve("kubelet/cpu_manager_state"), "{\"policyName\":\"static\",\"checksum\":1}");
        assertThat(read().staticCpus()).isTrue();
    }

    private NodeCapabilities known() {
        NodeFacts.Finding finding = read().capabilities();
        assertThat(finding).isInstanceOf(NodeFacts.Finding.Known.class);
        return ((NodeFacts.Finding.Known) finding).capabilities();
    }

    private NodeFacts read() {
        return new NodeFiles(folder.resolve("probe"), folder.resolve("kubelet")).read(true);
    }

    private Path probeFile(String name) {
        return folder.resolve("probe").resolve(name);
    }
}
