import dev.yadori.handler.deviceplugin.LauncherDeviceNodes;
import dev.yadori.handler.deviceplugin.NodeDevice;
import dev.yadori.handler.pod.FunctionClaim;
import dev.yadori.handler.pod.LauncherProcess;
import dev.yadori.handler.pod.LockedMemory;
import dev.yadori.handler.pod.PciAddress;
import dev.yadori.handler.pod.PciBus;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PeerVerdict;
import dev.yadori.handler.pod.PodUid;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtHypervisor;
import dev.yadori.launcher.lifecycle.FileJournal;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * A pod with the libvirtd in it, as if on a node of its own: what a handler and a launcher do there.
 *
 * @param function that the pod was given
 * @param home what the pod has as /run/lab
 */
record Side(PodUid pod, LauncherProcess libvirtd, LibvirtHypervisor hypervisor, String function, Path home) {
    static final int USER = 107;
    static final String DEVICES = "/dev/lab";
    private static final Path PROC = Path.of("/proc");
    private static final FunctionClaim CLAIM =
            new FunctionClaim(new PciBus(Path.of("/sys")), new LockedMemory(PROC), Path.of("/dev"), USER);

    /** From the function, the pod, the process of its libvirtd, and its home. */
    static Side of(List<String> words) {
        var pod = new PodUid(words.get(1));
        var home = Path.of(words.get(3));
        var trusted = (PeerVerdict.Trusted) new PeerCheck(PROC, USER).verify(Integer.parseInt(words.get(2)), USER, pod);
        var socket = home.resolve("run/libvirt/libvirt-sock");
        return new Side(
                pod,
                trusted.process(),
                new LibvirtHypervisor("qemu+unix:///session?socket=" + socket, "/usr/bin/qemu-system-x86_64"),
                words.get(0),
                home);
    }

    /** What a handler does before a guest has a function. */
    void claim(String wanted, long lockedBytes) throws IOException {
        CLAIM.claim(pod, libvirtd, List.of(new PciAddress(wanted)), lockedBytes);
    }

    /** A new life of a launcher. */
    GuestLifecycle lifecycle(UUID guest) {
        var thread = Executors.newSingleThreadScheduledExecutor();
        var made = new GuestLifecycle(
                hypervisor, new FileJournal(home.resolve("journal-" + guest)), InstantSource.system(), thread, _ -> {});
        made.attach();
        return made;
    }

    List<DomainFacts.Card> cards(UUID guest) {
        return hypervisor.observe(guest) instanceof Observation.Present(var _, var facts) ? facts.cards() : List.of();
    }

    /** Into the container, as a runtime does with what the device plugin has made. */
    void lend(NodeDevice device) throws IOException, InterruptedException {
        var original = Path.of("/dev").resolve(device.path());
        var node = new LauncherDeviceNodes(Path.of(DEVICES), USER).provide(device, original);
        run("nsenter", "-t", String.valueOf(libvirtd.pid()), "-m", "mount", "--bind", node.toString(), original.toString());
    }

    static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    /** How often the guest's emulator has a file open. */
    long opened(String guest, String file) throws IOException {
        long count = 0;
        for (var descriptor : children(emulator(guest).resolve("fd"))) {
            count += Files.isSymbolicLink(descriptor)
                            && Files.readSymbolicLink(descriptor).endsWith(file)
                    ? 1
                    : 0;
        }
        return count;
    }

    /** How often the kernel's threads have run that carry the guest's packets; each has the emulator's process in its name. */
    long turnsOfVhost(String guest) throws IOException {
        var emulator = emulator(guest);
        var name = "vhost-" + emulator.getFileName();
        long turns = 0;
        for (var folder : List.of(PROC, emulator.resolve("task"))) {
            for (var thread : children(folder)) {
                if (Files.exists(thread.resolve("comm"))
                        && Files.readString(thread.resolve("comm")).strip().equals(name)) {
                    turns += Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).strip().split(" ")[2]);
                }
            }
        }
        return turns;
    }

    private Path emulator(String guest) throws IOException {
        return PROC.resolve(Files.readString(home.resolve("run/libvirt/qemu/run/" + guest + ".pid"))
                .strip());
    }

    private static List<Path> children(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder)) {
            all.forEach(found::add);
        }
        return found;
    }
}
