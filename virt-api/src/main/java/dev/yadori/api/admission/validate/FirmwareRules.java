package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Features;
import dev.yadori.crds.v1.Firmware;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the guest boots with, and who it is to its system. */
final class FirmwareRules {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private FirmwareRules() {}

    static void check(SpecView view, Faults faults) {
        Firmware firmware = view.firmware().orElse(null);
        if (firmware == null) {
            return;
        }
        FieldPath at = view.at("domain.firmware");
        String uuid = firmware.uuid();
        if (uuid != null && !uuid.isEmpty() && !UUID.matcher(uuid).matches()) {
            faults.invalid(at.field("uuid"), "must be a UUID as in RFC 4122, is '" + uuid + "'");
        }
        Texts.serial(firmware.serial(), at.field("serial"), faults);
        Optional.ofNullable(firmware.bootloader())
                .ifPresent(bootloader -> bootloader(view, bootloader, at.field("bootloader"), faults));
        Optional.ofNullable(firmware.kernelBoot()).ifPresent(kernel -> kernel(kernel, at.field("kernelBoot"), faults));
    }

    private static void bootloader(SpecView view, Firmware.Bootloader bootloader, FieldPath at, Faults faults) {
        Firmware.Efi efi = bootloader.efi();
        boolean secure = efi != null && !Boolean.FALSE.equals(efi.secureBoot());
        if (secure && !systemManagementMode(view)) {
            faults.invalid(
                    at.field("efi.secureBoot"),
                    "needs domain.features.smm.enabled, and is on unless it is set to false");
        }
        Firmware.Bios bios = bootloader.bios();
        boolean withoutSerial = view.devices()
                .map(Devices::autoattachSerialConsole)
                .filter(attached -> !attached)
                .isPresent();
        if (bios != null && Boolean.TRUE.equals(bios.useSerial()) && withoutSerial) {
            faults.invalid(at.field("bios.useSerial"), "needs domain.devices.autoattachSerialConsole");
        }
    }

    private static boolean systemManagementMode(SpecView view) {
        return view.domain()
                .map(DomainSpec::features)
                .map(Features::smm)
                .filter(smm -> !Boolean.FALSE.equals(smm.enabled()))
                .isPresent();
    }

    private static void kernel(Firmware.KernelBoot kernel, FieldPath at, Faults faults) {
        Firmware.KernelContainer container = kernel.container();
        if (container == null) {
            faults.required(at.field("container"), "must be given");
            return;
        }
        FieldPath image = at.field("container");
        Texts.notBlank(container.image(), image.field("image"), faults);
        Texts.pullPolicy(container.imagePullPolicy(), image.field("imagePullPolicy"), faults);
        Texts.absolutePath(container.kernelPath(), image.field("kernelPath"), faults);
        Texts.absolutePath(container.initrdPath(), image.field("initrdPath"), faults);
        if (container.kernelPath() == null || container.kernelPath().isEmpty()) {
            faults.required(image.field("kernelPath"), "must be given");
        }
    }
}
