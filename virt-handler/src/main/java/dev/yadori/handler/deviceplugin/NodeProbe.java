package dev.yadori.handler.deviceplugin;

import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.Errno;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.hostfs.LinuxException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** What the node's file system says of its devices, now. */
final class NodeProbe {

    /** Holds usable, or a sentence that begins with unusable. */
    static final String KVM_VERDICT = "kvm";

    /** For launchers: the same, and what libvirt knows of the emulator. */
    static final String FINDINGS = "capabilities";

    private static final String USABLE = "usable";
    private static final int VERDICT_LIMIT_BYTES = 4096;

    private final DevicePluginConfig config;
    private final DeviceNodes nodes;

    NodeProbe(DevicePluginConfig config, DeviceNodes nodes) {
        this.config = config;
        this.nodes = nodes;
    }

    DeviceHealth health(NodeDevice device) {
        if (device == NodeDevice.KVM) {
            Optional<String> objection = objectionToKvm();
            if (objection.isPresent()) {
                return new DeviceHealth.Unhealthy(objection.get());
            }
        }
        DeviceHealth health = open(original(device));
        return health instanceof DeviceHealth.Healthy ? provided(device) : health;
    }

    /** The node that launchers get. */
    Path node(NodeDevice device) throws IOException {
        return nodes.provide(device, original(device));
    }

    private DeviceHealth provided(NodeDevice device) {
        try {
            node(device);
            return new DeviceHealth.Healthy();
        } catch (IOException failure) {
            return new DeviceHealth.Unhealthy("no node of it can be made for launchers: " + failure.getMessage());
        }
    }

    private Path original(NodeDevice device) {
        return config.paths().devices().resolve(device.path());
    }

    /** The folder to give to launchers; empty until the probe has finished, which the verdict says. */
    Optional<Path> findings() {
        try (Descriptor folder = Descriptor.openTrusted(config.paths().probe());
                Descriptor verdict = folder.locateBeneath(KVM_VERDICT)) {
            return verdict.facts().kind() == FileFacts.Kind.REGULAR
                    ? Optional.of(config.paths().probe().resolve(FINDINGS))
                    : Optional.empty();
        } catch (LinuxException absent) {
            return Optional.empty();
        }
    }

    private Optional<String> objectionToKvm() {
        return switch (config.kvm()) {
            case NEVER -> Optional.of("switched off by configuration");
            case WHERE_PRESENT -> Optional.empty();
            case WHERE_PROVEN -> verdictAgainstKvm();
        };
    }

    private Optional<String> verdictAgainstKvm() {
        try (Descriptor folder = Descriptor.openTrusted(config.paths().probe());
                Descriptor file = folder.openBeneath(KVM_VERDICT)) {
            String verdict = file.readText(VERDICT_LIMIT_BYTES).strip();
            return verdict.equals(USABLE) ? Optional.empty() : Optional.of("the node's probe says: " + verdict);
        } catch (LinuxException failure) {
            return Optional.of(
                    failure.errno() == Errno.NO_SUCH_FILE
                            ? "the node's probe has not said whether it runs guests"
                            : failure.reason());
        } catch (IOException failure) {
            return Optional.of("the verdict of the node's probe: " + failure.getMessage());
        }
    }

    /** To open a node makes the kernel load its module. */
    private static DeviceHealth open(Path node) {
        if (!isDevice(node)) {
            return new DeviceHealth.Unhealthy("the node has no " + node);
        }
        try (FileChannel opened = FileChannel.open(node, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return opened.isOpen()
                    ? new DeviceHealth.Healthy()
                    : new DeviceHealth.Unhealthy(node + " was closed at once");
        } catch (NoSuchFileException gone) {
            return new DeviceHealth.Unhealthy("the node has no " + node);
        } catch (IOException failure) {
            return new DeviceHealth.Unhealthy("%s cannot be opened: %s".formatted(node, failure.getMessage()));
        }
    }

    private static boolean isDevice(Path node) {
        return Files.exists(node) && !Files.isRegularFile(node) && !Files.isDirectory(node);
    }
}
