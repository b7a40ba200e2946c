package dev.yadori.controller.vm;

import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Firmware;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtNames;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineSpec.VirtualMachineTemplate;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the next instance of a VirtualMachine is. */
final class InstanceTemplate {

    /** The name that KubeVirt gives, and our admission too. */
    private static final String DEFAULT_NETWORK = "default";

    private InstanceTemplate() {}

    /**
     * An instance of the name of the VirtualMachine, with labels and annotations of the template alone, and with the
     * identity that the guest had at its last start.
     *
     * @param defaultBinding of a guest whose template says nothing of networks
     */
    static VirtualMachineInstance instantiate(VirtualMachine vm, Binding defaultBinding, boolean paused) {
        var template = template(vm);
        var uid = vm.getMetadata().getUid();
        var identified = CardAddresses.onSecondaryNetworks(withIdentity(template.spec(), uid), uid);
        var spec = connected(identified, defaultBinding, uid);
        return new VirtualMachineInstance(
                metadata(vm, template.metadata()),
                paused ? spec.withStartStrategy(VirtualMachineInstanceSpec.StartStrategy.PAUSED) : spec);
    }

    private static VirtualMachineTemplate template(VirtualMachine vm) {
        if (vm.getSpec() == null || vm.getSpec().template() == null) {
            throw new IllegalArgumentException("spec.template: required");
        }
        return vm.getSpec().template();
    }

    private static ObjectMeta metadata(VirtualMachine vm, @Nullable ObjectMeta given) {
        var own = vm.getMetadata();
        return new ObjectMetaBuilder()
                .withName(own.getName())
                .withNamespace(own.getNamespace())
                .withLabels(given == null ? Map.of() : given.getLabels())
                .withAnnotations(given == null ? Map.of() : given.getAnnotations())
                .addToAnnotations(KubeVirtAnnotations.VM_GENERATION, Long.toString(own.getGeneration()))
                .withOwnerReferences(Revisions.ownedBy(vm))
                .withFinalizers(KubeVirtNames.VM_CONTROLLER_FINALIZER)
                .build();
    }

    private static VirtualMachineInstanceSpec withIdentity(@Nullable VirtualMachineInstanceSpec spec, String vmUid) {
        if (spec == null || spec.domain() == null) {
            throw new IllegalArgumentException("spec.template.spec.domain: required");
        }
        DomainSpec domain = spec.domain();
        return spec.withDomain(domain.withFirmware(identified(domain.firmware(), vmUid))
                .withDevices(addressed(domain.devices(), vmUid)));
    }

    private static Firmware identified(@Nullable Firmware given, String vmUid) {
        var firmware = given == null ? new Firmware(null, null, null, null, null) : given;
        return new Firmware(
                firmware.uuid() == null ? GuestIdentity.uuid(vmUid, "firmware").toString() : firmware.uuid(),
                firmware.serial() == null ? GuestIdentity.uuid(vmUid, "serial").toString() : firmware.serial(),
                firmware.bootloader(),
                firmware.kernelBoot(),
                firmware.acpi());
    }

    /**
     * What admission would add otherwise, which knows no identity. With a bridge there is none to give, and it is left to
     * admission.
     */
    private static VirtualMachineInstanceSpec connected(
            VirtualMachineInstanceSpec spec, Binding defaultBinding, String vmUid) {
        var domain = Objects.requireNonNull(spec.domain(), "domain");
        var devices = domain.devices();
        if (defaultBinding != Binding.MASQUERADE
                || devices == null
                || !spec.networks().isEmpty()
                || !devices.interfaces().isEmpty()
                || Boolean.FALSE.equals(devices.autoattachPodInterface())) {
            return spec;
        }
        var card = Interface.masqueraded(DEFAULT_NETWORK, CardAddresses.of(vmUid, DEFAULT_NETWORK));
        var network = new Network(DEFAULT_NETWORK, new Network.PodNetwork(null, null), null, null);
        return spec.withDomain(domain.withDevices(devices.withInterfaces(List.of(card))))
                .withNetworks(List.of(network));
    }

    private static @Nullable Devices addressed(@Nullable Devices devices, String vmUid) {
        return devices == null
                ? null
                : devices.withInterfaces(devices.interfaces().stream()
                        .map(card -> addressed(card, vmUid))
                        .toList());
    }

    /**
     * Behind address translation nobody but the pod sees the address. On a bridge the pod's network may know the pod by the
     * address that it gave it, and drop what comes from another.
     */
    private static Interface addressed(Interface card, String vmUid) {
        return card.ownMacAddress().isPresent() || card.masquerade() == null || card.name() == null
                ? card
                : card.withMacAddress(CardAddresses.of(vmUid, card.name()));
    }
}
