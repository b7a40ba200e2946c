package dev.yadori.launcher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs a guest that checks itself. A device node alone says nothing: there are hosts on which KVM opens and no guest boots. */
public final class KvmTrial {
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Path DEVICE = Path.of("/dev/kvm");

    private static final Object ROOT = 0;

    private final String emulator;
    private final Path folder;

    /** The folder is one to which a file can be written. */
    public KvmTrial(String emulator, Path folder) {
        this.emulator = emulator;
        this.folder = folder;
    }

    /** Costs a tenth of a second where KVM works. */
    public Acceleration run() {
        return obstacle().orElseGet(() -> run("kvm", "host"));
    }

    /** Why there is no need to try. */
    public Optional<Acceleration> obstacle() {
        if (!Files.exists(DEVICE)) {
            return Optional.of(new Acceleration.Unusable("there is no " + DEVICE));
        }
        return Files.isReadable(DEVICE) && Files.isWritable(DEVICE)
                ? Optional.empty()
                : Optional.of(new Acceleration.Unusable(DEVICE + " may not be opened"));
    }

    /**
     * Takes the device away from this container, where it was given to its user: pods of a node without usable KVM have none
     * either, and libvirt believes what it learnt of an emulator only where the device is as it was then.
     */
    void withhold() throws IOException {
        if (!Files.exists(DEVICE)) {
            return;
        }
        var user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!user.equals(ROOT) && user.equals(Files.getAttribute(DEVICE, "unix:uid"))) {
            Files.setPosixFilePermissions(DEVICE, Set.of());
        }
    }

    /** With an accelerator and a processor by QEMU's names. */
    Acceleration run(String accelerator, String processor) {
        try {
            var firmware = Files.createTempFile(folder, "kvm-trial", ".bin");
            try {
                Files.write(firmware, TrialFirmware.image());
                return run(command(accelerator, processor, firmware));
            } finally {
                Files.deleteIfExists(firmware);
            }
        } catch (IOException e) {
            return new Acceleration.Unusable("a trial could not be made: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Acceleration.Unusable("a trial was interrupted");
        }
    }

    private List<String> command(String accelerator, String processor, Path firmware) {
        return List.of(
                emulator,
                "-accel",
                accelerator,
                "-cpu",
                processor,
                "-machine",
                "q35",
                "-m",
                "8",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-device",
                TrialFirmware.DEVICE,
                "-bios",
                firmware.toString());
    }

    private static Acceleration run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Acceleration.Unusable(
                        "a guest does not get to 64-bit code within " + TIME.toSeconds() + " s");
            }
            return process.exitValue() == TrialFirmware.SUCCESS
                    ? new Acceleration.Usable()
                    : new Acceleration.Unusable("the emulator of a trial ended with status " + process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
