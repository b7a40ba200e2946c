package dev.yadori.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instance that is measured: the tiny guest with masquerade and NoCloud, a web page on port 80. */
record BenchGuest(String name, boolean booting, boolean cpuLimited) {
    static final String API_VERSION = "kubevirt.io/v1";
    static final String KIND = "VirtualMachineInstance";
    static final long MEMORY_BYTES = 90L << 20;
    private static final String MEMORY = "90Mi";
    /** In less the tiny guest's kernel runs out of memory while it boots, mostly. */
    private static final String MEMORY_TO_BOOT = "128Mi";

    private static final String CPU = "100m";
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("YADORI_GUEST_IMAGE")).orElse("localhost/yadori-guest-tiny:dev");
    private static final String USER_DATA = """
            #!/bin/sh
            mkdir -p /srv
            echo up >/srv/index.html
            httpd -p 80 -h /srv
            """;

    GenericKubernetesResource manifest() {
        var virtio = Map.of("bus", "virtio");
        var devices = Map.of(
                "disks",
                List.of(Map.of("name", "root", "disk", virtio), Map.of("name", "seed", "disk", virtio)),
                "interfaces",
                List.of(Map.of("name", "default", "masquerade", Map.of())));
        var memory = booting ? MEMORY_TO_BOOT : MEMORY;
        var resources = Map.of("memory", memory, "cpu", CPU);
        var limits = cpuLimited ? resources : Map.of("memory", memory);
        var spec = new LinkedHashMap<String, Object>();
        spec.put("domain", Map.of("devices", devices, "resources", Map.of("requests", resources, "limits", limits)));
        spec.put("networks", List.of(Map.of("name", "default", "pod", Map.of())));
        spec.put("terminationGracePeriodSeconds", 0);
        spec.put(
                "volumes",
                List.of(
                        Map.of("name", "root", "containerDisk", Map.of("image", IMAGE)),
                        Map.of("name", "seed", "cloudInitNoCloud", Map.of("userData", USER_DATA))));
        if (!booting) {
            spec.put("startStrategy", "Paused");
        }
        var instance = new GenericKubernetesResource();
        instance.setApiVersion(API_VERSION);
        instance.setKind(KIND);
        instance.setMetadata(new ObjectMetaBuilder().withName(name).build());
        instance.setAdditionalProperty("spec", spec);
        return instance;
    }
}
