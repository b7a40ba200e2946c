package dev.yadori.launcher.host;

import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.libvirt.LibvirtHypervisor;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out, once a node and image, what otherwise each pod would: whether KVM runs guests, and what libvirt learns from the
 * emulator. A libvirtd has to run beside it, as it does beside every launcher.
 */
public final class NodeProbe {
    private static final String CAPABILITIES = "capabilities";

    /** In there, what libvirt says of each type of domain, qemu.xml and, where it is usable, kvm.xml. */
    private static final String DOMAIN_CAPABILITIES = "domain-capabilities";

    private static final String MACHINE = "q35";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofMillis(100);

    private final LibvirtHypervisor libvirt;
    private final KvmTrial trial;
    private final Path libvirtCache;

    /** The cache is libvirt's own, of what it knows of emulators. */
    NodeProbe(String uri, KvmTrial trial, Path libvirtCache) {
        this.libvirt = new LibvirtHypervisor(uri, Programs.EMULATOR);
        this.trial = trial;
        this.libvirtCache = libvirtCache;
    }

    /** With the paths of the launcher's image. */
    public static NodeProbe inPod(String uri, Path run) {
        return new NodeProbe(
                uri, new KvmTrial(Programs.EMULATOR, run), run.resolve("cache/libvirt/qemu/cache/capabilities"));
    }

    /**
     * Each file is replaced wholly, and the verdict last: where it is, there is all.
     *
     * @param folder of which {@code kvm} is for the node's own use and {@code capabilities} for its pods
     */
    public void write(Path folder) throws IOException, InterruptedException {
        var verdict = trial.run();
        if (verdict instanceof Acceleration.Unusable) {
            trial.withhold();
        }
        var forPods = folder.resolve(CAPABILITIES);
        Files.createDirectories(forPods.resolve(DOMAIN_CAPABILITIES));
        writeCapabilities(forPods, "qemu");
        if (verdict instanceof Acceleration.Usable) {
            writeCapabilities(forPods, "kvm");
        }
        try (var known = Files.newDirectoryStream(libvirtCache, "*.xml")) {
            for (var file : known) {
                replace(forPods.resolve(file.getFileName()), Files.readString(file));
            }
        }
        replace(forPods.resolve(NodeVerdict.FILE), verdict.text() + "\n");
        replace(folder.resolve(NodeVerdict.FILE), verdict.text() + "\n");
        Log.info()
                .addKeyValue("kvm", verdict.text())
                .addKeyValue("folder", folder)
                .log("node probed");
    }

    private void writeCapabilities(Path folder, String type) throws IOException, InterruptedException {
        replace(folder.resolve(DOMAIN_CAPABILITIES).resolve(type + ".xml"), capabilities(type));
    }

    /** libvirtd may still be on its way. */
    private String capabilities(String type) throws IOException, InterruptedException {
        var answer = new CompletableFuture<String>();
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var asking =
                    timer.scheduleWithFixedDelay(() -> ask(type, answer), 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IOException("libvirt does not answer", e);
            } catch (ExecutionException e) {
                throw new IOException("libvirt says nothing of " + type + ": " + e.getCause(), e);
            } finally {
                asking.cancel(true);
            }
        }
    }

    private void ask(String type, CompletableFuture<String> answer) {
        try {
            answer.complete(libvirt.domainCapabilities(MACHINE, type));
        } catch (HypervisorException e) {
            if (e.reason() != HypervisorException.Reason.UNREACHABLE) {
                answer.completeExceptionally(e);
            }
        }
    }

    private static void replace(Path file, String text) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
