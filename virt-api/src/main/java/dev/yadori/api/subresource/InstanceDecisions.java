package dev.yadori.api.subresource;

import dev.yadori.api.subresource.Write.Op;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What keeps a VirtualMachineInstance from what is asked of it, if anything does. Pure. */
final class InstanceDecisions {

    private static final String KIND = "virtualmachineinstance";
    private static final String NOT_RUNNING = "VMI is not running";

    private final String name;
    private final InstanceView instance;

    InstanceDecisions(VirtualMachineInstance instance) {
        this.name = instance.getMetadata().getName();
        this.instance = new InstanceView(Optional.of(instance));
    }

    Optional<Refusal> pause(boolean snapshotUnderway) {
        if (!instance.isRunning()) {
            return conflict(NOT_RUNNING);
        }
        if (instance.hasLivenessProbe()) {
            return Optional.of(
                    Refusal.forbidden(KIND, name, "Pausing VMIs with LivenessProbe is currently not supported"));
        }
        if (snapshotUnderway) {
            return conflict("VM snapshot is in progress");
        }
        return instance.isPaused() ? conflict("VMI is already paused") : Optional.empty();
    }

    Optional<Refusal> unpause(boolean snapshotUnderway) {
        if (!instance.isRunning()) {
            return conflict(NOT_RUNNING);
        }
        if (snapshotUnderway) {
            return conflict("VM snapshot is in progress");
        }
        return instance.isPaused() ? Optional.empty() : conflict("VMI is not paused");
    }

    /** Of freeze, unfreeze and reset. */
    Optional<Refusal> running() {
        return instance.isRunning() ? Optional.empty() : conflict(NOT_RUNNING);
    }

    Optional<Refusal> softReboot() {
        if (!instance.isRunning()) {
            return conflict(NOT_RUNNING);
        }
        if (instance.isPaused()) {
            return conflict("VMI is paused");
        }
        return instance.hasAgent() || instance.hasAcpi()
                ? Optional.empty()
                : conflict("VMI neither have the agent connected nor the ACPI feature enabled");
    }

    /** Clients wait for a guest as long as they are told 400. */
    Optional<Refusal> console() {
        return stream(instance.hasSerialConsole(), "No serial consoles are present.");
    }

    Optional<Refusal> screen() {
        return stream(instance.hasScreen(), "No graphics devices are present.");
    }

    private Optional<Refusal> stream(boolean has, String without) {
        if (!has) {
            return Optional.of(Refusal.badRequest(without));
        }
        if (instance.isIn(VirtualMachineInstancePhase.FAILED)) {
            return conflict("VMI is in failed status");
        }
        return instance.isRunning() ? Optional.empty() : Optional.of(Refusal.badRequest(NOT_RUNNING));
    }

    Optional<Refusal> portForward() {
        if (instance.isPaused()) {
            return conflict("VMI is paused");
        }
        return instance.address().isEmpty()
                ? Optional.of(Refusal.badRequest("VMI has no IP address yet"))
                : Optional.empty();
    }

    Optional<Refusal> agent() {
        if (!instance.isRunning()) {
            return Optional.of(Refusal.failed(NOT_RUNNING));
        }
        return instance.hasAgent()
                ? Optional.empty()
                : Optional.of(Refusal.failed("VMI does not have guest agent connected"));
    }

    Optional<Refusal> usbRedirection() {
        return instance.takesUsb() ? Optional.empty() : conflict("Not configured with USB Redirection");
    }

    /**
     * Takes back that the guest shall leave its node.
     *
     * @param draining whether its node still sends its guests away, which would ask for it anew
     */
    Decision cancelEvacuation(VirtualMachineInstance object, Options.EvacuateCancel options, boolean draining) {
        String leaving = instance.status()
                .map(VirtualMachineInstanceStatus::evacuationNodeName)
                .orElse("");
        if (leaving.isEmpty()) {
            return new Decision.Do(List.of());
        }
        if (draining) {
            return new Decision.Refused(
                    Refusal.badRequest("node " + leaving + " has the taint of a drain: guests have to leave it"));
        }
        String meant = Objects.requireNonNullElse(options.evacuationNodeName(), "");
        if (!meant.isEmpty() && !meant.equals(leaving)) {
            return new Decision.Refused(
                    Refusal.conflict(KIND, name, "VMI is to leave node " + leaving + ", not " + meant));
        }
        return new Decision.Do(List.of(new Write.PatchInstanceStatus(List.of(
                Op.version(object.getMetadata().getResourceVersion()), Op.remove("/status/evacuationNodeName")))));
    }

    private Optional<Refusal> conflict(String message) {
        return Optional.of(Refusal.conflict(KIND, name, message));
    }
}
