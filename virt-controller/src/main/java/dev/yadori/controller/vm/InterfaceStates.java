package dev.yadori.controller.vm;

import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.LinkState;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Whether the interfaces of a guest are up, down or absent, which can change while it runs. */
final class InterfaceStates {

    private InterfaceStates() {}

    /** The first specification with the states that the other names. */
    static VirtualMachineInstanceSpec follow(VirtualMachineInstanceSpec spec, VirtualMachineInstanceSpec other) {
        return changed(spec, other, (one, next) -> one.withState(next.state()));
    }

    /**
     * What of a template a guest can follow that runs: an interface that was absent when it was started stays so, because its
     * pod was made without that network.
     */
    static VirtualMachineInstanceSpec within(VirtualMachineInstanceSpec started, VirtualMachineInstanceSpec template) {
        return changed(
                template,
                started,
                (one, then) -> then.state() == LinkState.ABSENT ? one.withState(LinkState.ABSENT) : one);
    }

    private static VirtualMachineInstanceSpec changed(
            VirtualMachineInstanceSpec spec, VirtualMachineInstanceSpec other, BinaryOperator<Interface> change) {
        DomainSpec domain = spec.domain();
        Devices devices = domain == null ? null : domain.devices();
        if (domain == null || devices == null) {
            return spec;
        }
        Map<String, Interface> others = other.interfaces().stream()
                .filter(one -> one.name() != null)
                .collect(Collectors.toMap(one -> Objects.requireNonNull(one.name()), one -> one, (one, _) -> one));
        List<Interface> after = devices.interfaces().stream()
                .map(one -> Optional.ofNullable(one.name())
                        .map(others::get)
                        .map(next -> change.apply(one, next))
                        .orElse(one))
                .toList();
        return spec.withDomain(domain.withDevices(devices.withInterfaces(after)));
    }
}
