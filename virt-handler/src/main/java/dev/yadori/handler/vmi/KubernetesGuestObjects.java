package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.service.events.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@link GuestObjects} in the cluster. */
public final class KubernetesGuestObjects implements GuestObjects {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final EventRecorder events;

    public KubernetesGuestObjects(KubernetesClient client, EventRecorder events) {
        this.client = client;
        this.events = events;
    }

    @Override
    public Optional<VirtualMachineInstance> guest(String namespace, String name) throws ObjectsUnknownException {
        try {
            return Optional.ofNullable(client.resources(VirtualMachineInstance.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get());
        } catch (KubernetesClientException failure) {
            throw unknown(failure);
        }
    }

    @Override
    public Optional<Map<String, ClaimInfo>> claims(VirtualMachineInstance vmi) throws ObjectsUnknownException {
        var spec = Objects.requireNonNull(vmi.getSpec(), "spec");
        var known = vmi.getStatus() == null ? Map.<String, ClaimInfo>of() : Claims.recorded(vmi.getStatus());
        var claims = new HashMap<String, ClaimInfo>();
        for (var volume : spec.volumes()) {
            var claimName = volume.claim();
            var name = Objects.requireNonNullElse(volume.name(), "");
            if (claimName.isEmpty()) {
                continue;
            }
            var claim = known.containsKey(name)
                    ? Optional.ofNullable(known.get(name))
                    : claim(vmi.getMetadata().getNamespace(), claimName.get());
            if (claim.isEmpty()) {
                return Optional.empty();
            }
            claims.put(name, claim.get());
        }
        return Optional.of(claims);
    }

    private Optional<ClaimInfo> claim(String namespace, String name) throws ObjectsUnknownException {
        try {
            return Optional.ofNullable(client.persistentVolumeClaims()
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .map(Claims::info);
        } catch (KubernetesClientException failure) {
            throw unknown(failure);
        }
    }

    @Override
    public Optional<VirtualMachineInstance> writeStatus(VirtualMachineInstance read, Map<String, Object> fields) {
        try {
            return Optional.ofNullable(client.resource(read)
                    .subresource("status")
                    .patch(MERGE, StatusPatch.json(client.getKubernetesSerialization(), read, fields)));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == NOT_FOUND || failure.getCode() == CONFLICT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public void claim(VirtualMachineInstance read, String node) {
        var meta = read.getMetadata();
        var patch = Map.of(
                "metadata",
                Map.of(
                        "resourceVersion",
                        meta.getResourceVersion(),
                        "uid",
                        meta.getUid(),
                        "labels",
                        Map.of(KubeVirtLabels.NODE_NAME, node)));
        try {
            client.resources(VirtualMachineInstance.class)
                    .inNamespace(meta.getNamespace())
                    .withName(meta.getName())
                    .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != NOT_FOUND && failure.getCode() != CONFLICT) {
                throw failure;
            }
        }
    }

    @Override
    public void tell(VirtualMachineInstance about, VmiAction.Emit event) {
        if (event.warning()) {
            events.warning(about, event.reason(), event.message());
        } else {
            events.normal(about, event.reason(), event.message());
        }
    }

    private static ObjectsUnknownException unknown(KubernetesClientException failure) {
        return new ObjectsUnknownException("the API server cannot be asked: " + failure.getMessage(), failure);
    }
}
