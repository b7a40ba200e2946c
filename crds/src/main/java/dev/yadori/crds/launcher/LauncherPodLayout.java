package dev.yadori.crds.launcher;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Names and paths of a launcher pod that more than one component relies on. Those below /var/run/kubevirt* are KubeVirt's,
 * because tools look there.
 */
public final class LauncherPodLayout {

    /** The only container that matters, and the first. */
    public static final String COMPUTE_CONTAINER = "compute";

    /** The emptyDir in which the launcher, libvirtd and the init keep their state. */
    public static final String RUN_VOLUME = "run";

    public static final String RUN_PATH = "/run/yadori";

    /** In {@link #RUN_VOLUME}: where the launcher answers gRPC. */
    public static final String LAUNCHER_SOCKET = "launcher.sock";

    /** In the folder of {@link #RUN_VOLUME}: there while the guest's own readiness check is good. */
    public static final String READY_FILE = RUN_PATH + "/probes/ready";

    /** There while the guest's own liveness check fails. */
    public static final String DEAD_FILE = RUN_PATH + "/probes/dead";

    /** There as soon as the guest has run in this pod. */
    public static final String BEGUN_FILE = RUN_PATH + "/probes/begun";

    /** In {@link #RUN_VOLUME}: where the launcher takes raw sockets for router advertisements. */
    public static final String ROUTER_SOCKET = "router.sock";

    /** The emptyDir of overlays, empty disks and cloud-init images. */
    public static final String EPHEMERAL_DISKS_VOLUME = "ephemeral-disks";

    public static final String EPHEMERAL_DISKS_PATH = "/var/run/kubevirt-ephemeral-disks";

    /** The emptyDir of consoles and of what is mounted for the launcher alone. */
    public static final String PRIVATE_VOLUME = "private";

    public static final String PRIVATE_PATH = "/var/run/kubevirt-private";

    /** The pod volume of the image with a guest's kernel. */
    public static final String KERNEL_BOOT_VOLUME = "kernel-boot-volume";

    public static final String KERNEL_BOOT_PATH = "/var/run/kubevirt/container-disks/kernel-boot";

    /** The container that keeps the image with a guest's kernel open where the cluster mounts no images. */
    public static final String KERNEL_BOOT_CONTAINER = "kernel-boot";

    /** Where the token of a serviceAccount volume is. */
    public static final String SERVICE_ACCOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** User and group of everything in the pod. */
    public static final long USER = 107;

    private static final String DISK_CONTAINER = "volume";
    private static final int LONGEST_NAME = 63;
    private static final int KEPT_OF_LONG_NAME = 20;

    private LauncherPodLayout() {}

    /** The mounted image of a containerDisk. */
    public static String containerDiskPath(String volume) {
        return "/var/run/kubevirt/container-disks/" + volume;
    }

    /** The container that keeps the image of a containerDisk open where the cluster mounts no images. */
    public static String containerDiskContainer(String volume) {
        String name = DISK_CONTAINER + volume;
        if (name.length() <= LONGEST_NAME && volume.indexOf('.') < 0) {
            return name;
        }
        String start = volume.replace('.', '-');
        return DISK_CONTAINER + start.substring(0, Math.min(KEPT_OF_LONG_NAME, start.length())) + "-"
                + UUID.nameUUIDFromBytes(volume.getBytes(StandardCharsets.UTF_8));
    }

    /** The folder that a claim with a file system is mounted on; its disk is disk.img in there. */
    public static String fileSystemClaimPath(String volume) {
        return PRIVATE_PATH + "/vmi-disks/" + volume;
    }

    /** The device of a claim of mode Block. */
    public static String blockClaimPath(String volume) {
        return "/dev/" + volume;
    }

    public static String configMapPath(String volume) {
        return PRIVATE_PATH + "/config-map/" + volume;
    }

    public static String secretPath(String volume) {
        return PRIVATE_PATH + "/secret/" + volume;
    }

    public static String downwardApiPath(String volume) {
        return PRIVATE_PATH + "/downwardapi/" + volume;
    }

    public static String sysprepPath(String volume) {
        return PRIVATE_PATH + "/sysprep/" + volume;
    }

    /** The folder of a hostDisk. */
    public static String hostDiskPath(String volume) {
        return PRIVATE_PATH + "/host-disks/" + volume;
    }

    /** The mounted Secret with a cloud-init volume's user data. */
    public static String cloudInitUserDataPath(String volume) {
        return PRIVATE_PATH + "/cloud-init/" + volume + "/user-data";
    }

    /** The mounted Secret with a cloud-init volume's network data. */
    public static String cloudInitNetworkDataPath(String volume) {
        return PRIVATE_PATH + "/cloud-init/" + volume + "/network-data";
    }

    /** The mounted Secret of an access credential. */
    public static String accessCredentialPath(String secret) {
        return PRIVATE_PATH + "/access-credentials/" + secret;
    }
}
