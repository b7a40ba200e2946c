package dev.yadori.api.subresource;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.HttpStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Arrays;
import java.util.List;

/** What KubeVirt's API has and this one cannot do yet: each row answers as KubeVirt does where it is switched off. */
enum MissingCapability {
    VM_ADD_VOLUME(
            "PUT",
            MachineRoutes.RESOURCE,
            "addvolume",
            false,
            "Unable to Add Volume because HotplugVolumes feature gate is not enabled."),
    VM_REMOVE_VOLUME(
            "PUT",
            MachineRoutes.RESOURCE,
            "removevolume",
            false,
            "Unable to Remove Volume because HotplugVolumes feature gate is not enabled."),
    VMI_ADD_VOLUME(
            "PUT",
            InstanceRoutes.RESOURCE,
            "addvolume",
            true,
            "Unable to Add Volume because HotplugVolumes feature gate is not enabled."),
    VMI_REMOVE_VOLUME(
            "PUT",
            InstanceRoutes.RESOURCE,
            "removevolume",
            true,
            "Unable to Remove Volume because HotplugVolumes feature gate is not enabled."),
    MEMORY_DUMP(
            "PUT",
            MachineRoutes.RESOURCE,
            "memorydump",
            false,
            "Unable to memory dump because HotplugVolumes feature gate is not enabled."),
    REMOVE_MEMORY_DUMP(
            "PUT",
            MachineRoutes.RESOURCE,
            "removememorydump",
            false,
            "Unable to remove memory dump because HotplugVolumes feature gate is not enabled."),
    VSOCK("GET", InstanceRoutes.RESOURCE, "vsock", false, "VSOCK feature gate is not enabled."),
    USB_REDIRECTION("GET", InstanceRoutes.RESOURCE, "usbredir", false, "USB redirection is not supported"),
    BACKUP("PUT", InstanceRoutes.RESOURCE, "backup", true, "IncrementalBackup feature gate is not enabled."),
    REDEFINE_CHECKPOINT(
            "PUT",
            InstanceRoutes.RESOURCE,
            "redefine-checkpoint",
            true,
            "IncrementalBackup feature gate is not enabled."),
    SEV_CERTIFICATES(
            "GET",
            InstanceRoutes.RESOURCE,
            "sev/fetchcertchain",
            true,
            "WorkloadEncryptionSEV feature gate is not enabled."),
    SEV_MEASUREMENT(
            "GET",
            InstanceRoutes.RESOURCE,
            "sev/querylaunchmeasurement",
            true,
            "WorkloadEncryptionSEV feature gate is not enabled."),
    SEV_SESSION(
            "PUT",
            InstanceRoutes.RESOURCE,
            "sev/setupsession",
            true,
            "WorkloadEncryptionSEV feature gate is not enabled."),
    SEV_SECRET(
            "PUT",
            InstanceRoutes.RESOURCE,
            "sev/injectlaunchsecret",
            true,
            "WorkloadEncryptionSEV feature gate is not enabled.");

    private final String method;
    private final String resource;
    private final String subresource;
    private final boolean listed;
    private final String message;

    MissingCapability(String method, String resource, String subresource, boolean listed, String message) {
        this.method = method;
        this.resource = resource;
        this.subresource = subresource;
        this.listed = listed;
        this.message = message;
    }

    static List<Route> routes(ClusterObjects objects) {
        return Arrays.stream(values()).map(row -> row.route(objects)).toList();
    }

    Refusal refusal(String name) {
        return switch (this) {
            // No guest has been given a slot for it, which is how KubeVirt answers then.
            case USB_REDIRECTION -> Refusal.conflict(InstanceRoutes.KIND, name, "Not configured with USB Redirection");
            case BACKUP, REDEFINE_CHECKPOINT -> Refusal.conflict(InstanceRoutes.KIND, name, message);
            default -> Refusal.badRequest(message);
        };
    }

    private Route route(ClusterObjects objects) {
        return new Route(method, resource, subresource, listed, (path, _) -> refused(objects, path));
    }

    private ApiAnswer refused(ClusterObjects objects, SubresourcePath path) {
        if (this == USB_REDIRECTION) {
            VirtualMachineInstance instance = InstanceRoutes.read(objects, path);
            InstanceRoutes.refuse(new InstanceDecisions(instance).usbRedirection());
            throw new RefusedException(new Refusal(HttpStatus.CONFLICT, message));
        }
        throw new RefusedException(refusal(path.name()));
    }
}
