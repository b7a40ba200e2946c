package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.config.ClusterConfig;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Disks for volumes, an interface for the pod network, and the buses of devices. */
final class DeviceDefaults {

    private static final String DEFAULT_NETWORK = "default";

    private DeviceDefaults() {}

    static void apply(ObjectNode spec, ObjectNode domain, ClusterConfig config) {
        ObjectNode devices = Tree.object(domain, "devices");
        network(spec, devices, config);
        disksOfVolumes(spec, devices);
        Tree.objects(devices.path("disks")).forEach(DeviceDefaults::target);
        inputs(devices);
    }

    private static void network(ObjectNode spec, ObjectNode devices, ClusterConfig config) {
        boolean none =
                spec.path("networks").isEmpty() && devices.path("interfaces").isEmpty();
        if (!none || !devices.path("autoattachPodInterface").asBoolean(true)) {
            return;
        }
        Tree.list(spec, "networks").addObject().put("name", DEFAULT_NETWORK).putObject("pod");
        String binding = config.networking().defaultBinding().name().toLowerCase(Locale.ROOT);
        Tree.list(devices, "interfaces")
                .addObject()
                .put("name", DEFAULT_NETWORK)
                .putObject(binding);
    }

    private static void disksOfVolumes(ObjectNode spec, ObjectNode devices) {
        Set<String> used = new HashSet<>();
        Tree.objects(devices.path("disks"))
                .forEach(disk -> used.add(disk.path("name").asText()));
        Tree.objects(devices.path("filesystems"))
                .forEach(files -> used.add(files.path("name").asText()));
        for (ObjectNode volume : Tree.objects(spec.path("volumes"))) {
            String name = volume.path("name").asText();
            if (used.add(name)) {
                Tree.list(devices, "disks").addObject().put("name", name);
            }
        }
    }

    private static void target(ObjectNode disk) {
        if (disk.path("cdrom") instanceof ObjectNode cdrom) {
            Tree.putIfAbsent(cdrom, "bus", "sata");
            Tree.putIfAbsent(cdrom, "readonly", true);
            Tree.putIfAbsent(cdrom, "tray", "closed");
        } else if (disk.path("lun") instanceof ObjectNode lun) {
            Tree.putIfAbsent(lun, "bus", "scsi");
        } else {
            Tree.putIfAbsent(Tree.object(disk, "disk"), "bus", "sata");
        }
    }

    private static void inputs(ObjectNode devices) {
        if (devices.path("autoattachInputDevice").asBoolean(false)
                && devices.path("inputs").isEmpty()) {
            ArrayNode inputs = Tree.list(devices, "inputs");
            inputs.addObject().put("name", "default-0");
        }
        JsonNode inputs = devices.path("inputs");
        for (ObjectNode input : Tree.objects(inputs)) {
            Tree.putIfAbsent(input, "type", "tablet");
            Tree.putIfAbsent(input, "bus", "usb");
        }
    }
}
