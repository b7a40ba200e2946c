package dev.yadori.api.subresource;

import dev.yadori.api.subresource.Write.Op;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Features;
import dev.yadori.crds.v1.Probe;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An instance that there may be, as questions are asked about it. */
record InstanceView(Optional<VirtualMachineInstance> found) {

    private static final long DEFAULT_GRACE = 30;

    Optional<VirtualMachineInstanceStatus> status() {
        return found.map(VirtualMachineInstance::getStatus);
    }

    Optional<VirtualMachineInstanceSpec> spec() {
        return found.map(VirtualMachineInstance::getSpec);
    }

    Optional<VirtualMachineInstancePhase> phase() {
        return status().map(VirtualMachineInstanceStatus::phase);
    }

    boolean isIn(VirtualMachineInstancePhase phase) {
        return phase().filter(phase::equals).isPresent();
    }

    boolean isRunning() {
        return isIn(VirtualMachineInstancePhase.RUNNING);
    }

    boolean hasEnded() {
        return phase().filter(VirtualMachineInstancePhase::isFinal).isPresent();
    }

    /** Whether it is there and has not ended. */
    boolean isActive() {
        return found.isPresent() && !hasEnded();
    }

    Optional<String> uid() {
        return found.map(instance -> instance.getMetadata().getUid());
    }

    long graceSeconds() {
        return spec().map(VirtualMachineInstanceSpec::terminationGracePeriodSeconds)
                .orElse(DEFAULT_GRACE);
    }

    /** What gives it another time to shut down in. */
    Optional<Write> withGrace(long seconds) {
        return found.map(instance -> new Write.PatchInstance(List.of(
                Op.version(instance.getMetadata().getResourceVersion()),
                Op.add("/spec/terminationGracePeriodSeconds", seconds))));
    }

    boolean is(String condition) {
        List<Condition> conditions =
                status().map(VirtualMachineInstanceStatus::conditions).orElse(List.of());
        return Conditions.isTrue(conditions, condition);
    }

    boolean isPaused() {
        return is(ConditionTypes.PAUSED);
    }

    boolean hasAgent() {
        return is(ConditionTypes.AGENT_CONNECTED);
    }

    /** A guest without word of it has ACPI. */
    boolean hasAcpi() {
        return spec().map(VirtualMachineInstanceSpec::domain)
                .map(DomainSpec::features)
                .map(Features::acpi)
                .map(Features.FeatureState::enabled)
                .orElse(true);
    }

    boolean hasSerialConsole() {
        return devices().map(Devices::autoattachSerialConsole).orElse(true);
    }

    boolean hasScreen() {
        return devices().map(Devices::autoattachGraphicsDevice).orElse(true);
    }

    boolean takesUsb() {
        return devices().map(Devices::clientPassthrough).isPresent();
    }

    private Optional<Devices> devices() {
        return spec().map(VirtualMachineInstanceSpec::domain).map(DomainSpec::devices);
    }

    /** A check that a guest which stands still would fail. */
    boolean hasLivenessProbe() {
        return spec().map(VirtualMachineInstanceSpec::livenessProbe)
                .filter((Probe probe) -> probe.guestAgentPing() == null)
                .isPresent();
    }

    Optional<String> node() {
        return status().map(VirtualMachineInstanceStatus::nodeName).filter(node -> !node.isEmpty());
    }

    /** The first address of the guest, without a prefix length. */
    Optional<String> address() {
        return status().stream()
                .flatMap(status -> status.interfaces().stream())
                .flatMap(nic -> Stream.ofNullable(nic.ipAddress()))
                .filter(address -> !address.isEmpty())
                .findFirst();
    }
}
