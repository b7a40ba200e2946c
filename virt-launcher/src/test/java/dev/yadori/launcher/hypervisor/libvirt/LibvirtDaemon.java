package dev.yadori.launcher.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A libvirtd of its own for a test, set up like the one in a launcher pod: without root and with its state in one folder. */
public final class LibvirtDaemon implements AutoCloseable {
    static final String EMULATOR = "/usr/bin/qemu-system-x86_64";

    private static final String NOBODY = "65534";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path folder;
    private final List<String> wrapper;
    private Process process;

    private LibvirtDaemon(Path folder, List<String> wrapper) throws IOException {
        this.folder = folder;
        this.wrapper = wrapper;
        this.process = launch();
    }

    /** Whether this machine has what it takes. */
    public static boolean isPossible() {
        return Stream.of("/usr/sbin/libvirtd", EMULATOR, "/usr/bin/virsh", "/usr/bin/setpriv")
                .allMatch(program -> Files.isExecutable(Path.of(program)));
    }

    /** The folder becomes the daemon's. */
    public static LibvirtDaemon start(Path folder) throws IOException {
        return start(folder, List.of());
    }

    /** As in another pod: what is in the first folder is seen by the daemon in the second. For root only. */
    public static LibvirtDaemon startElsewhere(Path folder, Path own, Path seenAt) throws IOException {
        var mounting = "mount --bind '%s' '%s' && exec \"$@\"".formatted(own, seenAt);
        return start(folder, List.of("unshare", "-m", "sh", "-c", mounting, "sh"));
    }

    /** Whether this process may do what only root may. */
    public static boolean isRoot() {
        return ROOT;
    }

    /** Gives files to the user that guests run as. */
    public static void give(Path folder) throws IOException {
        run(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
    }

    private static LibvirtDaemon start(Path folder, List<String> wrapper) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var name : List.of("config/libvirt", "cache", "run")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.writeString(folder.resolve("config/libvirt/qemu.conf"), """
                security_driver = "none"
                cgroup_controllers = []
                namespaces = []
                remember_owner = 0
                seccomp_sandbox = 0
                stdio_handler = "file"
                """);
        if (ROOT) {
            run(List.of("chown", "-R", NOBODY, folder.toString()));
        }
        var daemon = new LibvirtDaemon(folder, wrapper);
        daemon.awaitAnswer();
        return daemon;
    }

    public String uri() {
        return "qemu+unix:///session?socket=" + socket();
    }

    public Path folder() {
        return folder;
    }

    private Path socket() {
        return folder.resolve("run/libvirt/libvirt-sock");
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(wrapper);
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        }
        command.add("/usr/sbin/libvirtd");
        var builder = new ProcessBuilder(command);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                folder.resolveSibling(folder.getFileName() + ".log").toFile());
        return builder.start();
    }

    private void awaitAnswer() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    assertThat(process.isAlive()).isTrue();
                    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                        assertThat(channel.connect(UnixDomainSocketAddress.of(socket())))
                                .isTrue();
                    }
                });
    }

    /** Ends the daemon as a crash would. */
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Starts it where it was killed. */
    public void restart() throws IOException {
        Files.deleteIfExists(folder.resolve("run/libvirt/libvirtd.pid"));
        process = launch();
        awaitAnswer();
    }

    /** The process of a domain, by the pid file that libvirt keeps. */
    public Optional<ProcessHandle> emulator(String domain) throws IOException {
        var file = folder.resolve("run/libvirt/qemu/run/" + domain + ".pid");
        return Files.exists(file)
                ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                : Optional.empty();
    }

    /** Removes every domain. */
    public void clear() throws IOException {
        for (var name : virsh("list", "--all", "--name")
                .lines()
                .filter(line -> !line.isBlank())
                .toList()) {
            run(List.of("virsh", "-q", "-c", uri(), "destroy", name));
            virsh("undefine", name);
        }
    }

    /** What virsh prints. */
    public String virsh(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("virsh", "-q", "-c", uri()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        return output;
    }

    /** The domains go before the daemon, which would leave them running. */
    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            restart();
        }
        clear();
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** 64 MiB that are not even booted from, emulated. */
    public static String domain(UUID guest, String name) {
        return """
                <domain type='qemu'>
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <memory unit='MiB'>64</memory>
                  <vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='q35'>hvm</type></os>
                  <features><acpi/></features>
                  <on_reboot>restart</on_reboot>
                  <devices>
                    <emulator>/usr/bin/qemu-system-x86_64</emulator>
                    <controller type='usb' model='none'/>
                    <controller type='pci' model='pcie-root'/>
                    <controller type='pci' model='pcie-root-port'/>
                    <controller type='pci' model='pcie-root-port'/>
                    <memballoon model='none'/>
                    <video><model type='vga' vram='2048'/></video>
                  </devices>
                </domain>
                """.formatted(name, guest);
    }
}
