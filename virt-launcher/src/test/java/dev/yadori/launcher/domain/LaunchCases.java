package dev.yadori.launcher.domain;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** What is asked for in each golden case; what must come of it is in the folder of the same name. */
public final class LaunchCases {
    public static final HostFacts HOST = new HostFacts(
            true,
            "/usr/bin/qemu-system-x86_64",
            new HostFacts.Firmware(
                    new HostFacts.UefiImage("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
                    new HostFacts.UefiImage(
                            "/usr/share/OVMF/OVMF_CODE_4M.secboot.fd", "/usr/share/OVMF/OVMF_VARS_4M.ms.fd")));
    public static final LaunchSpec.Devices NO_DEVICES = new LaunchSpec.Devices(
            List.of(), List.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private static final int STANDBY = 9;
    private static final String RUN = "/run/yadori/";
    private static final LaunchSpec.Boot BIOS =
            new LaunchSpec.Boot("q35", new LaunchSpec.FirmwareKind.Bios(false), Optional.empty(), true);
    private static final LaunchSpec.Consoles NO_CONSOLES =
            new LaunchSpec.Consoles(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Features PLAIN = new Features(true, Optional.empty(), true, false, false, List.of());
    private static final Clock UTC = new Clock(new Clock.Base.Utc(0), List.of());
    public static final LaunchSpec MINIMAL = minimal(new CpuModel.HostModel(List.of()));

    private LaunchCases() {}

    /** A guest that asks for nothing but this processor. */
    public static LaunchSpec minimal(CpuModel model) {
        return new LaunchSpec(identity("minimal"), compute(model), BIOS, PLAIN, UTC, NO_CONSOLES, NO_DEVICES);
    }

    /** Those with KVM by their names. */
    public static Map<String, LaunchSpec> all() {
        var cases = new TreeMap<String, LaunchSpec>();
        cases.put("minimal", MINIMAL);
        cases.put("usual", usual());
        cases.put("disks", withDevices("disks", disks(), List.of(), 0));
        cases.put("interfaces", withDevices("interfaces", List.of(), interfaces(), 4));
        cases.put("functions", withDevices("functions", List.of(), functions(), 2));
        cases.put("windows", windows());
        cases.put("dedicated", dedicated("dedicated", new CpuTopology(1, 2, 2), 2, false));
        cases.put("cells", dedicated("cells", new CpuTopology(3, 1, 2), 0, true));
        cases.put("functions-in-cells", functionsInCells(0));
        cases.put("functions-in-cells-with-ports", functionsInCells(2));
        cases.put("kernel", kernel());
        return cases;
    }

    public static LaunchSpec named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    public static LaunchSpec.Identity identity(String name) {
        return new LaunchSpec.Identity(name, new UUID(1, 2), Optional.empty(), "default", new UUID(3, 4));
    }

    private static LaunchSpec.Compute compute(CpuModel model) {
        return new LaunchSpec.Compute(new CpuTopology(1, 1, 1), model, 131_072, OptionalInt.empty(), Optional.empty());
    }

    public static Disk disk(String name, Disk.Kind kind, Disk.Bus bus, Source source) {
        return new Disk(
                name,
                kind,
                bus,
                source,
                new Disk.Access(kind == Disk.Kind.CDROM, false),
                new Disk.Tuning(Disk.Cache.NONE, Optional.of(Disk.Io.NATIVE), Disk.Discard.UNMAP),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static NetworkInterface card(String name, NetworkInterface.Model model, int number) {
        return new NetworkInterface(
                name,
                model,
                "tap" + number,
                new MacAddress(0x020000000000L + number),
                OptionalInt.empty(),
                OptionalInt.empty(),
                GuestSlot.ANY,
                OptionalInt.empty(),
                number == 2 ? NetworkInterface.LinkState.DOWN : NetworkInterface.LinkState.UP,
                number == STANDBY);
    }

    private static LaunchSpec withDevices(
            String name, List<Disk> disks, List<? extends Card> interfaces, int hotplugPorts) {
        return new LaunchSpec(
                identity(name),
                MINIMAL.compute(),
                BIOS,
                PLAIN,
                UTC,
                NO_CONSOLES,
                new LaunchSpec.Devices(
                        disks,
                        List.copyOf(interfaces),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        hotplugPorts));
    }

    private static LaunchSpec usual() {
        var overlay = new Source.Qcow2File(
                RUN + "disks/root.qcow2", Optional.of(new Source.RawFile("/run/images/root/disk.img")));
        var root = disk("root", Disk.Kind.DISK, Disk.Bus.VIRTIO, overlay);
        var consoles = new LaunchSpec.Consoles(
                Optional.of(new LaunchSpec.SerialConsole(RUN + "serial0.sock", Optional.of(RUN + "serial0.log"))),
                Optional.of(RUN + "vnc.sock"),
                Optional.of(LaunchSpec.Tablet.VIRTIO));
        var devices = new LaunchSpec.Devices(
                List.of(root),
                List.of(card("default", NetworkInterface.Model.VIRTIO, 0)),
                true,
                Optional.of(new MemoryBalloon(Duration.ofSeconds(10), true)),
                Optional.of(WatchdogAction.POWEROFF),
                Optional.of(RUN + "agent.sock"),
                0);
        return new LaunchSpec(identity("usual"), MINIMAL.compute(), BIOS, PLAIN, UTC, consoles, devices);
    }

    private static List<Disk> disks() {
        var base = new Source.BlockDevice("/dev/base");
        var chain = new Source.Qcow2File(
                "/disks/top.qcow2", Optional.of(new Source.Qcow2File("/disks/middle.qcow2", Optional.of(base))));
        var disks = new ArrayList<Disk>();
        disks.add(new Disk(
                "chain",
                Disk.Kind.DISK,
                Disk.Bus.VIRTIO,
                chain,
                new Disk.Access(false, false),
                new Disk.Tuning(Disk.Cache.WRITEBACK, Optional.of(Disk.Io.THREADS), Disk.Discard.IGNORE),
                OptionalInt.of(1),
                Optional.of("SN-1")));
        disks.add(new Disk(
                "shared",
                Disk.Kind.DISK,
                Disk.Bus.SCSI,
                new Source.RawFile("/disks/shared.img"),
                new Disk.Access(false, true),
                new Disk.Tuning(Disk.Cache.NONE, Optional.empty(), Disk.Discard.UNMAP),
                OptionalInt.of(2),
                Optional.empty()));
        disks.add(disk("lun", Disk.Kind.LUN, Disk.Bus.SCSI, new Source.BlockDevice("/dev/lun")));
        disks.add(disk("cd", Disk.Kind.CDROM, Disk.Bus.SATA, new Source.RawFile("/disks/seed.iso")));
        disks.add(disk("tray", Disk.Kind.CDROM, Disk.Bus.SATA, new Source.Empty()));
        disks.add(disk("stick", Disk.Kind.DISK, Disk.Bus.USB, new Source.Qcow2File("/a.qcow2", Optional.empty())));
        IntStream.range(0, 27)
                .mapToObj(i -> disk("many" + i, Disk.Kind.DISK, Disk.Bus.VIRTIO, new Source.RawFile("/many/" + i)))
                .forEach(disks::add);
        return disks;
    }

    private static List<NetworkInterface> interfaces() {
        var tuned = new NetworkInterface(
                "default",
                NetworkInterface.Model.VIRTIO,
                "tap0",
                MacAddress.parse("02:00:00:aa:bb:cc"),
                OptionalInt.of(1400),
                OptionalInt.of(4),
                new GuestSlot(Optional.of(PciAddress.parse("0000:0a:00.0")), OptionalInt.of(16383)),
                OptionalInt.of(1),
                NetworkInterface.LinkState.UP,
                false);
        return List.of(
                tuned,
                card("old", NetworkInterface.Model.E1000, 1),
                card("newer", NetworkInterface.Model.E1000E, 2),
                card("new", NetworkInterface.Model.IGB, 3),
                card("isa", NetworkInterface.Model.NE2K_PCI, 4),
                card("amd", NetworkInterface.Model.PCNET, 5),
                card("cheap", NetworkInterface.Model.RTL8139, 6));
    }

    /** Beside a card on a tap: one function to boot from, and one with a place of its own in the guest and a standby. */
    private static List<Card> functions() {
        return List.of(
                card("default", NetworkInterface.Model.VIRTIO, 0),
                card("calm", NetworkInterface.Model.VIRTIO, STANDBY),
                new HostFunction(
                        "boot",
                        PciAddress.parse("0000:3b:02.1"),
                        new GuestSlot(Optional.empty(), OptionalInt.of(2)),
                        OptionalInt.of(1),
                        Optional.empty()),
                new HostFunction(
                        "fast",
                        PciAddress.parse("0001:AF:1f.7"),
                        at("0000:05:00.0"),
                        OptionalInt.empty(),
                        Optional.of("calm")));
    }

    /** In a pod with six processors of its own. */
    private static LaunchSpec dedicated(String name, CpuTopology topology, int emulatorProcessors, boolean cells) {
        var model = cells ? new CpuModel.HostModel(List.of()) : new CpuModel.HostPassthrough(List.of());
        var compute = new LaunchSpec.Compute(
                topology,
                model,
                cells ? 5 * 2048 : 131_072,
                cells ? OptionalInt.of(2048) : OptionalInt.empty(),
                Optional.of(new LaunchSpec.Dedication(emulatorProcessors, cells, cells)));
        return new LaunchSpec(identity(name), compute, BIOS, PLAIN, UTC, NO_CONSOLES, NO_DEVICES);
    }

    /** Two functions near to the second cell and one near to the first, one with a place of its own, and one near to nothing. */
    private static LaunchSpec functionsInCells(int hotplugPorts) {
        var cells = dedicated("functions-in-cells", new CpuTopology(3, 1, 2), 0, true);
        var cards = List.<Card>of(
                card("default", NetworkInterface.Model.VIRTIO, 0),
                function("far-a", "0000:af:02.0", Optional.empty()),
                function("near", "0000:3b:02.1", Optional.empty()),
                function("placed", "0000:3b:02.2", Optional.of("0000:02:00.0")),
                function("nowhere", "0000:05:00.1", Optional.empty()),
                function("far-b", "0000:af:02.1", Optional.empty()));
        return new LaunchSpec(
                cells.identity(),
                cells.compute(),
                BIOS,
                PLAIN,
                UTC,
                NO_CONSOLES,
                new LaunchSpec.Devices(
                        List.of(), cards, false, Optional.empty(), Optional.empty(), Optional.empty(), hotplugPorts));
    }

    private static HostFunction function(String name, String host, Optional<String> guest) {
        return new HostFunction(
                name,
                PciAddress.parse(host),
                new GuestSlot(guest.map(PciAddress::parse), OptionalInt.empty()),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static GuestSlot at(String address) {
        return new GuestSlot(Optional.of(PciAddress.parse(address)), OptionalInt.empty());
    }

    private static LaunchSpec windows() {
        var hyperv = List.<Features.Hyperv>of(
                new Features.Hyperv.Toggle(Features.HypervToggle.RELAXED, true),
                new Features.Hyperv.Spinlocks(true, OptionalInt.of(8191)),
                new Features.Hyperv.VendorId(true, "yadori"),
                new Features.Hyperv.SyntheticTimer(true, true),
                new Features.Hyperv.Toggle(Features.HypervToggle.IPI, false));
        var timers = List.of(
                new Clock.Timer(
                        Clock.TimerName.RTC,
                        true,
                        Optional.of(Clock.TickPolicy.CATCHUP),
                        Optional.of(Clock.Track.GUEST)),
                new Clock.Timer(Clock.TimerName.HPET, false, Optional.empty(), Optional.empty()));
        var model = new CpuModel.Named(
                "Skylake-Client-IBRS",
                List.of(
                        new CpuModel.CpuFeature("vmx", CpuModel.Policy.REQUIRE),
                        new CpuModel.CpuFeature("mpx", CpuModel.Policy.DISABLE)));
        return new LaunchSpec(
                identity("windows"),
                new LaunchSpec.Compute(
                        new CpuTopology(2, 4, 2), model, 4_194_304, OptionalInt.of(2048), Optional.empty()),
                new LaunchSpec.Boot(
                        "pc-q35-10.0",
                        new LaunchSpec.FirmwareKind.Uefi(true, RUN + "nvram/windows_VARS.fd"),
                        Optional.empty(),
                        false),
                new Features(true, Optional.of(true), true, false, true, hyperv),
                new Clock(new Clock.Base.Timezone("Europe/Berlin"), timers),
                new LaunchSpec.Consoles(
                        Optional.empty(), Optional.of(RUN + "vnc.sock"), Optional.of(LaunchSpec.Tablet.USB)),
                NO_DEVICES);
    }

    private static LaunchSpec kernel() {
        var kernel = new DirectKernel("/boot/vmlinuz", Optional.of("/boot/initrd"), Optional.of("console=ttyS0 quiet"));
        return new LaunchSpec(
                identity("kernel"),
                compute(new CpuModel.HostPassthrough(List.of())),
                new LaunchSpec.Boot(
                        "q35",
                        new LaunchSpec.FirmwareKind.Uefi(false, RUN + "nvram/kernel_VARS.fd"),
                        Optional.of(kernel),
                        true),
                PLAIN,
                new Clock(new Clock.Base.Utc(3600), List.of()),
                NO_CONSOLES,
                NO_DEVICES);
    }
}
