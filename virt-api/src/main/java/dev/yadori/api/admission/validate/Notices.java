package dev.yadori.api.admission.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a good object has no effect, or will go: warnings, one sentence each, so that nothing is ignored in silence. */
public final class Notices {

    /** Annotations of KubeVirt that ask for what this version does not do, and without which the guest runs just as well. */
    private static final List<String> UNUSED = List.of(
            KubeVirtAnnotations.QGS_SOCKET_PATH,
            KubeVirtAnnotations.KEEP_LAUNCHER_ALIVE_AFTER_FAILURE,
            KubeVirtAnnotations.PAUSE_GUEST_AGENT_PROBES,
            KubeVirtAnnotations.MEMFD,
            KubeVirtAnnotations.LIBVIRT_LOG_FILTERS,
            KubeVirtAnnotations.DISABLE_PCI_HOLE64,
            KubeVirtAnnotations.PLACE_PCI_DEVICES_ON_ROOT_COMPLEX);

    private static final String NO_EFFECT = "has no effect in this version";

    private Notices() {}

    /** Of a VirtualMachine: its own spec and its template. */
    public static List<String> ofMachine(JsonNode spec) {
        List<String> notices = new ArrayList<>();
        if (spec.hasNonNull("running")) {
            notices.add("spec.running: is deprecated, use spec.runStrategy");
        }
        JsonNode template = spec.path("template");
        FieldPath path = FieldPath.SPEC.field("template");
        notices.addAll(ofInstance(
                template.path("metadata"), path.field("metadata"), template.path("spec"), path.field("spec")));
        return notices;
    }

    /** Of a VirtualMachineInstance. */
    public static List<String> ofInstance(JsonNode metadata, FieldPath metadataPath, JsonNode spec, FieldPath path) {
        List<String> notices = new ArrayList<>();
        for (String annotation : UNUSED) {
            if (metadata.path("annotations").has(annotation)) {
                notices.add(metadataPath.field("annotations").key(annotation) + ": " + NO_EFFECT);
            }
        }
        bridges(spec, path, notices);
        return notices;
    }

    private static void bridges(JsonNode spec, FieldPath path, List<String> notices) {
        Set<String> bridged = new HashSet<>();
        JsonNode interfaces = spec.path("domain").path("devices").path("interfaces");
        for (int i = 0; i < interfaces.size(); i++) {
            JsonNode card = interfaces.path(i);
            if (!card.path("bridge").isObject()) {
                continue;
            }
            bridged.add(card.path("name").asText());
            if (!card.path("ports").isEmpty()) {
                notices.add(path.field("domain.devices.interfaces").index(i).field("ports")
                        + ": has no effect with bridge, by which every port reaches the guest");
            }
        }
        JsonNode networks = spec.path("networks");
        for (int i = 0; i < networks.size(); i++) {
            JsonNode pod = networks.path(i).path("pod");
            if (bridged.contains(networks.path(i).path("name").asText()) && !pod.isEmpty()) {
                notices.add(path.field("networks").index(i).field("pod")
                        + ": its networks have no effect with bridge, by which the guest has the pod's address");
            }
        }
    }
}
