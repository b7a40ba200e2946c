package dev.yadori.launcher.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.CpuTopology;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchCases;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.Placement;
import dev.yadori.launcher.domain.convert.DomainConverter;
import dev.yadori.launcher.domain.convert.PlacementPlan;
import dev.yadori.launcher.domain.convert.PlacementPlanner;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.host.SysfsNodeLayout;
import dev.yadori.launcher.hypervisor.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that is emulated, in what its launcher takes for a pod with the processors 0 and 1. */
class PinnedGuestHostIT {
    private static LibvirtDaemon daemon;

    @TempDir
    Path folder;

    private LibvirtHypervisor hypervisor;

    @BeforeAll
    static void startDaemon(@TempDir Path folder) throws IOException {
        assumeThat(LibvirtDaemon.isPossible()).isTrue();
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        daemon = LibvirtDaemon.start(folder);
    }

    @AfterAll
    static void stopDaemon() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    @BeforeEach
    void connect() {
        hypervisor = new LibvirtHypervisor(daemon.uri(), LibvirtDaemon.EMULATOR);
        await().untilAsserted(() -> assertThat(
                        hypervisor.observe(LaunchCases.MINIMAL.identity().uuid()))
                .isEqualTo(new Observation.Absent()));
    }

    @AfterEach
    void clear() throws IOException {
        hypervisor.close();
        daemon.clear();
    }

    @Test
    void eachProcessorOfTheGuestIsOnOneOfThePods() throws Exception {
        start(new CpuTopology(1, 2, 1), 0);

        assertThat(allowed()).containsEntry("CPU 0/TCG", "0").containsEntry("CPU 1/TCG", "1");
        assertThat(daemon.virsh("vcpupin", "pinned")).containsPattern("0 +0\n").containsPattern("1 +1\n");
    }

    @Test
    void emulatorIsBesideTheGuestsProcessors() throws Exception {
        start(new CpuTopology(1, 1, 1), 1);

        assertThat(allowed()).containsEntry("CPU 0/TCG", "0").containsEntry("qemu-system-x86", "1");
    }

    private void start(CpuTopology topology, int emulatorProcessors) throws Exception {
        var minimal = LaunchCases.MINIMAL;
        var compute = new LaunchSpec.Compute(
                topology,
                new CpuModel.HostModel(List.of()),
                65_536,
                OptionalInt.empty(),
                Optional.of(new LaunchSpec.Dedication(emulatorProcessors, false)));
        var spec = new LaunchSpec(
                LaunchCases.identity("pinned"),
                compute,
                minimal.boot(),
                minimal.features(),
                minimal.clock(),
                minimal.consoles(),
                LaunchCases.NO_DEVICES);
        var host = new HostFacts(false, LibvirtDaemon.EMULATOR, LaunchCases.HOST.firmware());
        hypervisor.define(DomainXml.of(DomainConverter.convert(spec, host, placement(compute))));
        hypervisor.start(spec.identity().uuid(), true);
    }

    private Placement placement(LaunchSpec.Compute compute) throws IOException {
        var status = Files.writeString(folder.resolve("status"), "Cpus_allowed_list:\t0-1\n");
        var layout = new SysfsNodeLayout(Path.of("/sys"), status);
        return switch (PlacementPlanner.plan(compute, layout.cpus())) {
            case PlacementPlan.Placed(var placement) -> placement;
            case PlacementPlan.Impossible(var why) -> throw new AssertionError(why);
        };
    }

    /** What the emulator's threads may run on, by their names. */
    private static Map<String, String> allowed() throws IOException {
        var emulator = daemon.emulator("pinned").orElseThrow();
        var allowed = new TreeMap<String, String>();
        try (var threads = Files.list(Path.of("/proc/" + emulator.pid() + "/task"))) {
            for (var thread : threads.toList()) {
                var status = Files.readAllLines(thread.resolve("status"));
                allowed.put(value(status, "Name:"), value(status, "Cpus_allowed_list:"));
            }
        }
        return allowed;
    }

    private static String value(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
