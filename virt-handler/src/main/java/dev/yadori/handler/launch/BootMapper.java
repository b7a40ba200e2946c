package dev.yadori.handler.launch;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.Firmware;
import dev.yadori.proto.launcher.v1.Boot;
import dev.yadori.proto.launcher.v1.DirectKernel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Machine, firmware and kernel. */
final class BootMapper {
    private BootMapper() {}

    static Boot boot(Guest guest, ClusterConfig config) {
        var machine = guest.domain().machine();
        var firmware = guest.domain().firmware();
        var boot = Boot.newBuilder()
                .setMachine(
                        machine == null
                                        || machine.type() == null
                                        || machine.type().isEmpty()
                                ? config.guestDefaults().machineType()
                                : machine.type());
        loader(boot, firmware == null ? null : firmware.bootloader());
        if (firmware != null
                && firmware.kernelBoot() != null
                && firmware.kernelBoot().container() != null) {
            boot.setKernel(kernel(firmware.kernelBoot(), firmware.kernelBoot().container()));
        }
        return boot.build();
    }

    private static void loader(Boot.Builder boot, Firmware.@Nullable Bootloader loader) {
        if (loader != null && loader.efi() != null) {
            boot.setUefi(
                    Boot.Uefi.newBuilder().setSecureBoot(isSecure(loader.efi())).build());
            return;
        }
        boolean serial = loader != null
                && loader.bios() != null
                && Boolean.TRUE.equals(loader.bios().useSerial());
        boot.setBios(Boot.Bios.newBuilder().setUseSerial(serial));
    }

    /** Secure boot is on unless it is switched off. */
    static boolean isSecure(Firmware.Efi efi) {
        return !Boolean.FALSE.equals(efi.secureBoot());
    }

    private static DirectKernel kernel(Firmware.KernelBoot boot, Firmware.KernelContainer image) {
        return DirectKernel.newBuilder()
                .setKernelPath(inImage(image.kernelPath()))
                .setInitrdPath(inImage(image.initrdPath()))
                .setArguments(Objects.requireNonNullElse(boot.kernelArgs(), ""))
                .build();
    }

    private static String inImage(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return "";
        }
        return LauncherPodLayout.KERNEL_BOOT_PATH + (path.startsWith("/") ? path : "/" + path);
    }
}
