package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Features of processor, chipset and hypervisor. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Features(
        @JsonPropertyDescription("ACPI. Enabled by default.") @Nullable
        FeatureState acpi,

        @JsonPropertyDescription("Local interrupt controller settings. Enabled by default.") @Nullable
        FeatureApic apic,

        @JsonPropertyDescription("Hyper-V enlightenments, one by one. None by default.") @Nullable
        FeatureHyperv hyperv,

        @JsonPropertyDescription(
                "All Hyper-V enlightenments the host has; then the guest cannot migrate. Off by default.")
        @Nullable
        FeatureState hypervPassthrough,

        @JsonPropertyDescription("How KVM shows itself. Visibly by default.") @Nullable
        FeatureKvm kvm,

        @JsonPropertyDescription("Paravirtual spin locks. The hypervisor's default if absent.") @Nullable
        FeatureState pvspinlock,

        @JsonPropertyDescription("System management mode, which secure boot needs. Off by default.") @Nullable
        FeatureState smm) {

    /** A switch. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureState(
            @JsonPropertyDescription("Whether the feature is on. True if the object is given.") @Nullable
            Boolean enabled) {}

    /** Interrupt controller. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureApic(
            @JsonPropertyDescription("Whether the feature is on. True if the object is given.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Whether interrupts end without an exit. False by default.") @Nullable
            Boolean endOfInterrupt) {}

    /** KVM. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureKvm(
            @JsonPropertyDescription("Whether the guest cannot see that it runs on KVM. False by default.") @Nullable
            Boolean hidden) {}

    /** Hyper-V enlightenments; what one needs of the others is filled in at admission. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureHyperv(
            @JsonPropertyDescription("Watchdogs in the guest are patient.") @Nullable
            FeatureState relaxed,

            @JsonPropertyDescription("Virtual interrupt controller.") @Nullable
            FeatureState vapic,

            @JsonPropertyDescription("Index of a virtual CPU.") @Nullable
            FeatureState vpindex,

            @JsonPropertyDescription("Time that CPUs really ran.") @Nullable
            FeatureState runtime,

            @JsonPropertyDescription("Synthetic interrupt controller.") @Nullable
            FeatureState synic,

            @JsonPropertyDescription("Reset by the hypervisor's interface.") @Nullable
            FeatureState reset,

            @JsonPropertyDescription("Frequencies of TSC and APIC.") @Nullable
            FeatureState frequencies,

            @JsonPropertyDescription("Notice of a changed TSC frequency.") @Nullable
            FeatureState reenlightenment,

            @JsonPropertyDescription("Interrupts between CPUs by the hypervisor.") @Nullable
            FeatureState ipi,

            @JsonPropertyDescription("Nested control structure; needs vapic and vmx.") @Nullable
            FeatureState evmcs,

            @JsonPropertyDescription("Notice of long spins.") @Nullable
            FeatureSpinlocks spinlocks,

            @JsonPropertyDescription("Vendor that the hypervisor names.") @Nullable
            FeatureVendorId vendorid,

            @JsonPropertyDescription("Synthetic timers; need synic and vpindex.") @Nullable
            FeatureSynicTimer synictimer,

            @JsonPropertyDescription("TLB flushes by the hypervisor; need vpindex.") @Nullable
            FeatureTlbFlush tlbflush) {}

    /** Spin notices. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureSpinlocks(
            @JsonPropertyDescription("Whether the feature is on. True if the object is given.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Spins until the notice. 4096 by default.") @Min(4096) @Nullable
            Long spinlocks) {}

    /** Vendor. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureVendorId(
            @JsonPropertyDescription("Whether the feature is on. True if the object is given.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Text of at most 12 characters. The hypervisor's own by default.")
            @Size(max = 12)
            @Nullable
            String vendorid) {}

    /** Synthetic timers. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureSynicTimer(
            @JsonPropertyDescription("Whether the feature is on. True if the object is given.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Direct mode of the timers. Off by default.") @Nullable
            FeatureState direct) {}

    /** TLB flushes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FeatureTlbFlush(
            @JsonPropertyDescription("Whether the feature is on. True if the object is given.") @Nullable
            Boolean enabled,

            @JsonPropertyDescription("Direct flushes of nested guests. Off by default.") @Nullable
            FeatureState direct,

            @JsonPropertyDescription("Flushes of ranges. Off by default.") @Nullable
            FeatureState extended) {}
}
