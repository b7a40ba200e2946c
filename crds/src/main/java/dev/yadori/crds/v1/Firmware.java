package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Boot firmware and identity of the machine. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Firmware(
        @JsonPropertyDescription(
                "SMBIOS and domain UUID. Random, and kept for the life of a VirtualMachine, if absent.")
        @Nullable
        String uuid,

        @JsonPropertyDescription("SMBIOS serial number. Random if absent.") @Nullable
        String serial,

        @JsonPropertyDescription("BIOS or EFI. BIOS by default, EFI on arm64.") @Nullable
        Bootloader bootloader,

        @JsonPropertyDescription("Kernel to boot without a bootloader. None by default.") @Nullable
        KernelBoot kernelBoot,

        @JsonPropertyDescription("ACPI tables from Secrets. None by default.") @Nullable
        AcpiTables acpi) {

    /** Exactly one of bios and efi. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(value = "!(has(self.bios) && has(self.efi))", message = "bios and efi exclude each other")
    public record Bootloader(
            @JsonPropertyDescription("Boots by BIOS.") @Nullable
            Bios bios,

            @JsonPropertyDescription("Boots by EFI.") @Nullable
            Efi efi) {}

    /** BIOS. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Bios(
            @JsonPropertyDescription("Whether BIOS messages go to the serial console. False by default.") @Nullable
            Boolean useSerial) {}

    /** EFI. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Efi(
            @JsonPropertyDescription("Whether only signed code boots; needs features.smm. True by default.") @Nullable
            Boolean secureBoot,

            @JsonPropertyDescription("Whether EFI variables survive a stop, on a claim made for it. False by default.")
            @Nullable
            Boolean persistent) {}

    /** A kernel taken from a container image. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record KernelBoot(
            @JsonPropertyDescription("Command line of the kernel; needs a kernel. Empty by default.") @Nullable
            String kernelArgs,

            @JsonPropertyDescription("The image with kernel and initrd.") @Nullable
            KernelContainer container) {}

    /** Image with a kernel, an initrd or both. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "has(self.kernelPath) || has(self.initrdPath)",
            message = "kernelPath, initrdPath or both must be given")
    public record KernelContainer(
            @JsonPropertyDescription("Reference of the image.") @Required @Nullable
            String image,

            @JsonPropertyDescription(
                    "Always, Never or IfNotPresent. Always for :latest and untagged, else IfNotPresent.")
            @Nullable
            String imagePullPolicy,

            @JsonPropertyDescription("Name of the Secret for the registry. None by default.") @Nullable
            String imagePullSecret,

            @JsonPropertyDescription("Absolute path of the kernel in the image. None by default.") @Nullable
            String kernelPath,

            @JsonPropertyDescription("Absolute path of the initrd in the image. None by default.") @Nullable
            String initrdPath) {}

    /** ACPI tables of licences. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record AcpiTables(
            @JsonPropertyDescription("Name of the Secret volume with slic.bin. None by default.") @Nullable
            String slicNameRef,

            @JsonPropertyDescription("Name of the Secret volume with msdm.bin. None by default.") @Nullable
            String msdmNameRef) {}
}
