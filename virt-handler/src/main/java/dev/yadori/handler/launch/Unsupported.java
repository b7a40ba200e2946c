package dev.yadori.handler.launch;

import dev.yadori.crds.v1.Architecture;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;

/** Fields of the API for which a launcher has no counterpart, and which no other mapper looks at. */
final class Unsupported {
    private Unsupported() {}

    static void check(Guest guest, FieldErrors errors) {
        var architecture = guest.spec().architecture();
        if (architecture != null && Architecture.parse(architecture) != Architecture.AMD64) {
            errors.add("spec.architecture", "only amd64 is supported");
        }
        errors.empty("spec.utilityVolumes", guest.spec().utilityVolumes());
        domain(guest.domain(), errors);
        firmware(guest.domain(), errors);
        cpu(guest.domain(), errors);
        devices(guest.devices(), errors);
        switches(guest.devices(), errors);
    }

    private static void domain(DomainSpec domain, FieldErrors errors) {
        errors.absent("spec.domain.ioThreadsPolicy", domain.ioThreadsPolicy());
        errors.absent("spec.domain.ioThreads", domain.ioThreads());
        errors.absent("spec.domain.chassis", domain.chassis());
        errors.absent("spec.domain.launchSecurity", domain.launchSecurity());
    }

    private static void firmware(DomainSpec domain, FieldErrors errors) {
        var firmware = domain.firmware();
        if (firmware == null) {
            return;
        }
        errors.absent("spec.domain.firmware.acpi", firmware.acpi());
        var loader = firmware.bootloader();
        if (loader != null && loader.efi() != null) {
            errors.off(
                    "spec.domain.firmware.bootloader.efi.persistent",
                    loader.efi().persistent());
        }
    }

    private static void cpu(DomainSpec domain, FieldErrors errors) {
        var cpu = domain.cpu();
        if (cpu == null) {
            return;
        }
        errors.absent("spec.domain.cpu.realtime", cpu.realtime());
    }

    private static void devices(Devices devices, FieldErrors errors) {
        errors.empty("spec.domain.devices.filesystems", devices.filesystems());
        errors.empty("spec.domain.devices.gpus", devices.gpus());
        errors.empty("spec.domain.devices.hostDevices", devices.hostDevices());
        errors.empty("spec.domain.devices.panicDevices", devices.panicDevices());
        errors.absent("spec.domain.devices.tpm", devices.tpm());
        errors.absent("spec.domain.devices.video", devices.video());
        errors.absent("spec.domain.devices.sound", devices.sound());
        errors.absent("spec.domain.devices.clientPassthrough", devices.clientPassthrough());
        errors.absent("spec.domain.devices.downwardMetrics", devices.downwardMetrics());
    }

    private static void switches(Devices devices, FieldErrors errors) {
        errors.off("spec.domain.devices.autoattachVSOCK", devices.autoattachVSOCK());
        errors.off("spec.domain.devices.blockMultiQueue", devices.blockMultiQueue());
        errors.off("spec.domain.devices.useVirtioTransitional", devices.useVirtioTransitional());
    }
}
