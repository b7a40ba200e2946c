package dev.yadori.controller.vmi.pod;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.Volume.ContainerDiskSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Containers that keep the images of disks open where the cluster mounts no images: virt-handler mounts what it finds below
 * their roots. They are init containers that go on, so that they are there before the guest and end after it.
 */
final class ImageContainers {

    private static final String BINARY_VOLUME = "container-disk-binary";
    private static final String BINARY_PATH = "/yadori-keeper";
    private static final String SHELL = BINARY_PATH + "/busybox";
    private static final String SHELL_IN_LAUNCHER = "/usr/bin/busybox";
    /** The first process of a container is ended by no signal that it does not ask for. */
    private static final String STAY = "trap 'exit 0' TERM INT; while :; do \"$0\" sleep 86400 & wait; done";

    private static final Map<String, Quantity> REQUESTS =
            Map.of("cpu", new Quantity("1m"), "memory", new Quantity("1M"), "ephemeral-storage", new Quantity("50M"));
    private static final Map<String, Quantity> LIMITS =
            Map.of("cpu", new Quantity("10m"), "memory", new Quantity("40M"));
    private static final Map<String, Quantity> COPY_REQUESTS =
            Map.of("cpu", new Quantity("10m"), "memory", new Quantity("1M"));
    private static final Map<String, Quantity> COPY_LIMITS =
            Map.of("cpu", new Quantity("100m"), "memory", new Quantity("40M"));

    private final boolean guaranteed;
    private final String binaryVolume;

    private ImageContainers(boolean guaranteed, String binaryVolume) {
        this.guaranteed = guaranteed;
        this.binaryVolume = binaryVolume;
    }

    /** None for a guest without images; else the volume of their program is added to the set. */
    static List<Container> of(
            VirtualMachineInstanceSpec spec, DomainSpec domain, Container compute, VolumeSet volumes) {
        List<Image> images = images(spec, domain);
        if (images.isEmpty()) {
            return List.of();
        }
        String binary =
                volumes.hidden(BINARY_VOLUME, volume -> volume.withNewEmptyDir().endEmptyDir());
        var made = new ImageContainers(isGuaranteed(compute.getResources()), binary);
        var containers = new ArrayList<Container>();
        containers.add(made.copy(compute));
        images.forEach(image -> containers.add(made.keep(image)));
        return containers;
    }

    private record Image(String container, String reference, String pullPolicy) {
        static Image of(String container, @Nullable String image, @Nullable String pullPolicy) {
            String reference = Objects.requireNonNull(image, "image of " + container);
            return new Image(
                    container, reference, pullPolicy == null ? PodVolumes.defaultPullPolicy(reference) : pullPolicy);
        }
    }

    private static List<Image> images(VirtualMachineInstanceSpec spec, DomainSpec domain) {
        var images = new ArrayList<Image>();
        PodVolumes.kernel(domain)
                .map(kernel ->
                        Image.of(LauncherPodLayout.KERNEL_BOOT_CONTAINER, kernel.image(), kernel.imagePullPolicy()))
                .ifPresent(images::add);
        spec.volumes().forEach(volume -> {
            ContainerDiskSource disk = volume.containerDisk();
            if (disk != null) {
                String name = Objects.requireNonNull(volume.name(), "volumes.name");
                images.add(
                        Image.of(LauncherPodLayout.containerDiskContainer(name), disk.image(), disk.imagePullPolicy()));
            }
        });
        return images;
    }

    /** Puts a program that needs nothing else where images without any program can reach it. */
    private Container copy(Container compute) {
        return new ContainerBuilder()
                .withName(BINARY_VOLUME)
                .withImage(compute.getImage())
                .withImagePullPolicy(compute.getImagePullPolicy())
                .withCommand("/usr/bin/install", "-m", "0555", SHELL_IN_LAUNCHER, SHELL)
                .withResources(resources(COPY_REQUESTS, COPY_LIMITS))
                .withSecurityContext(security())
                .addNewVolumeMount()
                .withName(binaryVolume)
                .withMountPath(BINARY_PATH)
                .endVolumeMount()
                .build();
    }

    private Container keep(Image image) {
        return new ContainerBuilder()
                .withName(image.container())
                .withImage(image.reference())
                .withImagePullPolicy(image.pullPolicy())
                .withCommand(SHELL, "sh", "-c", STAY, SHELL)
                .withRestartPolicy("Always")
                .withResources(resources(REQUESTS, LIMITS))
                .withSecurityContext(security())
                .addNewVolumeMount()
                .withName(binaryVolume)
                .withMountPath(BINARY_PATH)
                .withReadOnly(true)
                .endVolumeMount()
                .build();
    }

    /** The image must not change below a mount of it: its root is read-only. */
    private static SecurityContext security() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    /** One container that may use more than it requests takes the whole pod its guarantee. */
    private ResourceRequirements resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        var requested = new TreeMap<>(requests);
        if (guaranteed) {
            requested.putAll(limits);
        }
        return new ResourceRequirementsBuilder()
                .withRequests(requested)
                .withLimits(new TreeMap<>(limits))
                .build();
    }

    private static boolean isGuaranteed(ResourceRequirements compute) {
        Map<String, Quantity> limits = compute.getLimits();
        return List.of("cpu", "memory").stream()
                .allMatch(resource -> limits.containsKey(resource)
                        && limits.get(resource).equals(compute.getRequests().get(resource)));
    }
}
