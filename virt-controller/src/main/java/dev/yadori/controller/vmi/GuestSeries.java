package dev.yadori.controller.vmi;

import static dev.yadori.service.metrics.Exposition.label;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.GuestOsInfo;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus.MachineStatus;
import dev.yadori.service.metrics.Exposition;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the objects say of each guest, under KubeVirt's names and labels. A guest has at most {@value #MOST_ADDRESSES} series of
 * addresses and three others, and what its owner or its agent has chosen is cut.
 */
final class GuestSeries {
    private static final int LONGEST = 64;
    private static final int MOST_ADDRESSES = 16;
    private static final String OF_TEMPLATES = "vm.kubevirt.io/";

    private final Exposition exposition = new Exposition();
    private final EvictionStrategy strategyOfCluster;
    private int outdated;

    GuestSeries(EvictionStrategy strategyOfCluster) {
        this.strategyOfCluster = strategyOfCluster;
    }

    String text() {
        exposition.gauge("kubevirt_vmi_number_of_outdated", "", outdated);
        return exposition.text();
    }

    /** @param pod the one that the guest runs in */
    void add(VirtualMachineInstance vmi, Optional<Pod> pod) {
        Optional<VirtualMachineInstanceStatus> status = Optional.ofNullable(vmi.getStatus());
        var named = Exposition.labels(
                label("namespace", vmi.getMetadata().getNamespace()),
                label("name", vmi.getMetadata().getName()));
        // Also where there is none: Prometheus would put the node of this process there.
        var placed = Exposition.labels(label("node", text(status.map(VirtualMachineInstanceStatus::nodeName))), named);
        boolean evictable = isEvictable(vmi, status);
        boolean old = map(vmi.getMetadata().getLabels()).containsKey(KubeVirtLabels.OUTDATED_LAUNCHER_IMAGE);
        outdated += old && !phase(status).isFinal() ? 1 : 0;
        exposition.gauge(
                "kubevirt_vmi_info",
                Exposition.labels(
                        placed,
                        label("phase", phase(status).wire().toLowerCase(Locale.ROOT)),
                        ofTemplate(vmi),
                        system(status),
                        label("evictable", Boolean.toString(evictable)),
                        label("outdated", Boolean.toString(old)),
                        pod.map(one -> label("vmi_pod", one.getMetadata().getName()))
                                .orElse("")),
                1);
        exposition.gauge("kubevirt_vmi_non_evictable", placed, evictable ? 0 : 1);
        pod.flatMap(GuestSeries::overhead)
                .ifPresent(bytes -> exposition.gauge("kubevirt_vmi_launcher_memory_overhead_bytes", named, bytes));
        addresses(status, placed);
    }

    private static VirtualMachineInstancePhase phase(Optional<VirtualMachineInstanceStatus> status) {
        return status.map(VirtualMachineInstanceStatus::phase).orElse(VirtualMachineInstancePhase.PENDING);
    }

    /** A guest that is to be moved, and of which it is not known yet whether it can, counts as one that cannot. */
    private boolean isEvictable(VirtualMachineInstance vmi, Optional<VirtualMachineInstanceStatus> status) {
        var strategy = Optional.ofNullable(vmi.getSpec()).map(VirtualMachineInstanceSpec::evictionStrategy);
        return strategy.orElse(strategyOfCluster) != EvictionStrategy.LIVE_MIGRATE
                || status.stream().flatMap(known -> known.conditions().stream()).anyMatch(GuestSeries::isMovable);
    }

    private static boolean isMovable(Condition condition) {
        return ConditionTypes.LIVE_MIGRATABLE.equals(condition.type()) && !"False".equals(condition.status());
    }

    private static String ofTemplate(VirtualMachineInstance vmi) {
        var annotations = map(vmi.getMetadata().getAnnotations());
        return Exposition.labels(
                label("os", annotations.getOrDefault(OF_TEMPLATES + "os", ""), LONGEST),
                label("workload", annotations.getOrDefault(OF_TEMPLATES + "workload", ""), LONGEST),
                label("flavor", annotations.getOrDefault(OF_TEMPLATES + "flavor", ""), LONGEST));
    }

    private static String system(Optional<VirtualMachineInstanceStatus> status) {
        var os = status.map(VirtualMachineInstanceStatus::guestOSInfo);
        return Exposition.labels(
                label("guest_os_kernel_release", text(os.map(GuestOsInfo::kernelRelease)), LONGEST),
                label(
                        "guest_os_machine",
                        text(status.map(VirtualMachineInstanceStatus::machine).map(MachineStatus::type)),
                        LONGEST),
                label("guest_os_arch", text(os.map(GuestOsInfo::machine)), LONGEST),
                label("guest_os_name", text(os.map(GuestOsInfo::name)), LONGEST),
                label("guest_os_version_id", text(os.map(GuestOsInfo::versionId)), LONGEST));
    }

    private static Optional<Double> overhead(Pod pod) {
        return Optional.ofNullable(
                        map(pod.getMetadata().getAnnotations()).get(KubeVirtAnnotations.MEMORY_OVERHEAD_BYTES))
                .filter(bytes -> bytes.matches("[0-9]{1,18}"))
                .map(Double::valueOf);
    }

    private void addresses(Optional<VirtualMachineInstanceStatus> status, String placed) {
        status.stream()
                .flatMap(known -> known.interfaces().stream())
                .filter(card -> card.name() != null || card.interfaceName() != null || card.ipAddress() != null)
                .map(GuestSeries::address)
                .distinct()
                .limit(MOST_ADDRESSES)
                .forEach(address ->
                        exposition.gauge("kubevirt_vmi_status_addresses", Exposition.labels(placed, address), 1));
    }

    private static String address(InterfaceStatus card) {
        return Exposition.labels(
                label("vnic_name", text(card.name()), LONGEST),
                label("interface_name", text(card.interfaceName()), LONGEST),
                label("address", text(card.ipAddress()), LONGEST),
                label("type", text(card.ipAddress()).isEmpty() ? "SystemInterface" : "ExternalInterface"));
    }

    private static String text(Optional<String> known) {
        return known.orElse("");
    }

    private static String text(@Nullable String known) {
        return Objects.requireNonNullElse(known, "");
    }

    private static Map<String, String> map(@Nullable Map<String, String> known) {
        return Objects.requireNonNullElse(known, Map.of());
    }
}
