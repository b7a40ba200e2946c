package dev.yadori.virtctl;

import dev.yadori.crds.v1.KubeVirtNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A VirtualMachine as a user would write it: what is not said is not in it. Pure. */
record VmManifest(
        Place place, String runStrategy, String memory, long graceSeconds, List<VmDrive> drives, CloudInitSeed seed) {

    private static final String CLOUD_INIT_DISK = "cloudinitdisk";
    private static final String NAME = "name";

    /** Those that a user may wish for. */
    static final List<String> STRATEGIES = List.of("Always", "RerunOnFailure", "Manual", "Halted", "Once");

    /**
     * Where the machine is to be.
     *
     * @param namespace that the user has named
     */
    record Place(Optional<String> namespace, String name) {
        Place {
            // Names of the API, which a manifest would be refused without.
            var _ = new Target(Target.MACHINES, name, namespace.orElse(null));
        }

        private Map<String, Object> metadata() {
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put(NAME, name);
            namespace.ifPresent(there -> metadata.put("namespace", there));
            return metadata;
        }
    }

    VmManifest {
        drives = List.copyOf(drives);
        runStrategy = GuestService.oneOf("--run-strategy", runStrategy, STRATEGIES);
        if (!memory.matches("[0-9]+(\\.[0-9]+)?([KMGT]i?)?")) {
            throw new UnreachableException("--memory must be a quantity such as 512Mi");
        }
        requireUnlike(drives);
    }

    /** The manifest as YAML has it. */
    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", KubeVirtNames.API_VERSION);
        tree.put("kind", "VirtualMachine");
        tree.put("metadata", place.metadata());
        var spec = new LinkedHashMap<String, Object>();
        spec.put("runStrategy", runStrategy);
        spec.put("template", Map.of("spec", instance()));
        tree.put("spec", spec);
        return tree;
    }

    private Map<String, Object> instance() {
        var cloudInit = seed.source();
        var instance = new LinkedHashMap<String, Object>();
        var domain = new LinkedHashMap<String, Object>();
        domain.put("memory", Map.of("guest", memory));
        domain.put("devices", devices(cloudInit.isPresent()));
        instance.put("domain", domain);
        instance.put("terminationGracePeriodSeconds", graceSeconds);
        var volumes = volumes(cloudInit);
        if (!volumes.isEmpty()) {
            instance.put("volumes", volumes);
        }
        return instance;
    }

    private Map<String, Object> devices(boolean withCloudInit) {
        List<Map<String, Object>> disks = new ArrayList<>();
        for (VmDrive drive : drives) {
            var disk = new LinkedHashMap<String, Object>();
            disk.put(NAME, drive.name());
            disk.put(drive.isCdRom() ? "cdrom" : "disk", Map.of("bus", drive.isCdRom() ? "sata" : "virtio"));
            if (drive.bootOrder() != null) {
                disk.put("bootOrder", drive.bootOrder());
            }
            disks.add(disk);
        }
        if (withCloudInit) {
            disks.add(named(CLOUD_INIT_DISK, "disk", Map.of("bus", "virtio")));
        }
        return disks.isEmpty() ? Map.of() : Map.of("disks", disks);
    }

    private List<Map<String, Object>> volumes(Optional<Map.Entry<String, Map<String, Object>>> cloudInit) {
        List<Map<String, Object>> volumes = new ArrayList<>();
        drives.forEach(drive -> volumes.add(drive.volume()));
        cloudInit.ifPresent(source -> volumes.add(named(CLOUD_INIT_DISK, source.getKey(), source.getValue())));
        return volumes;
    }

    private static Map<String, Object> named(String name, String key, Object value) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(NAME, name);
        tree.put(key, value);
        return tree;
    }

    private static void requireUnlike(List<VmDrive> drives) {
        Set<String> names = new HashSet<>(Set.of(CLOUD_INIT_DISK));
        Set<Integer> orders = new HashSet<>();
        for (VmDrive drive : drives) {
            if (!names.add(drive.name())) {
                throw new UnreachableException("there is already a volume with name '" + drive.name() + "'");
            }
            if (drive.bootOrder() != null && !orders.add(drive.bootOrder())) {
                throw new UnreachableException("bootorder " + drive.bootOrder() + " was specified multiple times");
            }
        }
    }
}
