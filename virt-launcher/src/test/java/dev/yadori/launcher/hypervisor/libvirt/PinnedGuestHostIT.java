package dev.yadori.launcher.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.CpuTopology;
import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Domain;
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
import java.util.stream.Stream;
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

    /** On ordinary pages, which nobody but this test asks for. */
    @Test
    void guestHasACellOfTheNodeAndABusThatIsNearToIt() throws Exception {
        var cell = new Placement.Cell(0, CpuSet.parse("0-1"), 65_536, new TreeMap<>());
        var placement = new Placement(List.of(1, 0), Optional.empty(), List.of(cell), Map.of());
        var plain = domain(new CpuTopology(1, 2, 1), 0, placement);
        var buses = Stream.of(
                new Device.ExpanderBus(1, 253, 0), new Device.ExpanderPort(2, 1, 0), new Device.ExpanderPort(3, 1, 1));

        start(plain.withDevices(Stream.concat(buses, plain.devices().stream()).toList()));

        assertThat(allowed()).containsEntry("CPU 0/TCG", "1").containsEntry("CPU 1/TCG", "0");
        assertThat(memory()).contains("bind:0");
        assertThat(daemon.virsh("qemu-monitor-command", "--hmp", "pinned", "info numa"))
                .contains("1 nodes")
                .contains("node 0 cpus: 0 1")
                .contains("node 0 size: 64 MB");
        assertThat(daemon.virsh("qemu-monitor-command", "--hmp", "pinned", "info qtree"))
                .contains("dev: pxb-pcie")
                .contains("bus_nr = 253")
                .contains("numa_node = 0");
    }

    private static String memory() throws IOException {
        return Files.readString(
                Path.of("/proc/" + daemon.emulator("pinned").orElseThrow().pid() + "/numa_maps"));
    }

    private void start(CpuTopology topology, int emulatorProcessors) throws Exception {
        start(domain(topology, emulatorProcessors, placement(compute(topology, emulatorProcessors))));
    }

    private void start(Domain domain) throws Exception {
        hypervisor.define(DomainXml.of(domain));
        hypervisor.start(domain.identity().uuid(), true);
    }

    private static LaunchSpec.Compute compute(CpuTopology topology, int emulatorProcessors) {
        return new LaunchSpec.Compute(
                topology,
                new CpuModel.HostModel(List.of()),
                65_536,
                OptionalInt.empty(),
                Optional.of(new LaunchSpec.Dedication(emulatorProcessors, false, false)));
    }

    private static Domain domain(CpuTopology topology, int emulatorProcessors, Placement placement) {
        var minimal = LaunchCases.MINIMAL;
        var spec = new LaunchSpec(
                LaunchCases.identity("pinned"),
                compute(topology, emulatorProcessors),
                minimal.boot(),
                minimal.features(),
                minimal.clock(),
                minimal.consoles(),
                LaunchCases.NO_DEVICES);
        var host = new HostFacts(false, LibvirtDaemon.EMULATOR, LaunchCases.HOST.firmware());
        return DomainConverter.convert(spec, host, placement);
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
