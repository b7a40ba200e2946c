package dev.yadori.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.launcher.hypervisor.libvirt.LibvirtDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProbeHostIT {

    @Test
    void writesWhatTheNodeCanDo(@TempDir Path folder, @TempDir Path out) throws IOException, InterruptedException {
        assumeThat(LibvirtDaemon.isPossible()).isTrue();
        try (var daemon = LibvirtDaemon.start(folder)) {
            var cache = daemon.folder().resolve("cache/libvirt/qemu/cache/capabilities");

            new NodeProbe(daemon.uri(), new KvmTrial(Programs.EMULATOR, out), cache).write(out);
        }

        assertThat(Acceleration.parse(Files.readString(out.resolve("kvm")))).isPresent();
        var forPods = out.resolve("capabilities");
        assertThat(forPods.resolve("kvm")).hasSameTextualContentAs(out.resolve("kvm"));
        assertThat(forPods.resolve("domain-capabilities/qemu.xml")).content().contains("<domain>qemu</domain>");
        assertThat(forPods).isDirectoryContaining("glob:**/*.xml");
    }
}
