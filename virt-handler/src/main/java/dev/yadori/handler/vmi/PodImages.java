package dev.yadori.handler.vmi;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.handler.launcher.GuestNetwork.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which images are to be mounted for a guest: those that containers of its pod keep open, if any do. */
sealed interface PodImages {

    /** They are all up. None, where the kubelet has mounted them. */
    record Ready(List<Image> images) implements PodImages {
        public Ready {
            images = List.copyOf(images);
        }
    }

    /** One is not up yet, as far as is known here. */
    record NotYet(String reason) implements PodImages {}

    /** What the pod's own shape says, which does not change; the cluster's configuration may have. */
    static PodImages of(VirtualMachineInstance vmi, LauncherPodObject pod) {
        Set<String> containers = pod.getSpec().initContainers().stream()
                .map(LauncherPodObject.Named::name)
                .collect(Collectors.toSet());
        var images = new ArrayList<Image>();
        for (Map.Entry<String, String> place : places(vmi).entrySet()) {
            if (containers.contains(place.getKey())) {
                Optional<String> id = runningId(pod, place.getKey());
                if (id.isEmpty()) {
                    return new NotYet("container " + place.getKey() + " with the image of a disk does not run yet");
                }
                images.add(new Image(place.getValue(), id.get()));
            }
        }
        return new Ready(images);
    }

    /** Paths by the container that would keep their image open. */
    private static Map<String, String> places(VirtualMachineInstance vmi) {
        VirtualMachineInstanceSpec spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        var places = new TreeMap<String, String>();
        spec.volumes().stream().filter(volume -> volume.containerDisk() != null).forEach(volume -> {
            String name = String.valueOf(volume.name());
            places.put(LauncherPodLayout.containerDiskContainer(name), LauncherPodLayout.containerDiskPath(name));
        });
        places.put(LauncherPodLayout.KERNEL_BOOT_CONTAINER, LauncherPodLayout.KERNEL_BOOT_PATH);
        return places;
    }

    private static Optional<String> runningId(LauncherPodObject pod, String container) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.initContainerStatuses().stream())
                .filter(status -> container.equals(status.name()))
                .filter(status -> status.state() != null && status.state().running() != null)
                .map(LauncherPodObject.Container::containerID)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
