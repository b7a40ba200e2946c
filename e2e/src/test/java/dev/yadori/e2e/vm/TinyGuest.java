package dev.yadori.e2e.vm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a virtual machine with the tiny guest. It serves over HTTP on port 80: its name at /name, what tells one
 * boot from another at /boot, and whatever the test has it write into /srv.
 *
 * @param image of its containerDisk
 * @param runStrategy null: it is not a VirtualMachine but an instance of its own
 * @param binding of its only interface
 * @param memory a quantity
 */
record TinyGuest(
        String name,
        String image,
        @Nullable String runStrategy,
        Map<String, String> labels,
        Map<String, String> nodeSelector,
        List<Extra> extras,
        List<String> commands,
        String binding,
        String memory) {
    static final String IMAGE =
            Optional.ofNullable(System.getenv("YADORI_GUEST_IMAGE")).orElse("localhost/yadori-guest-tiny:dev");
    static final String KERNEL_IMAGE = Optional.ofNullable(System.getenv("YADORI_GUEST_KERNEL_IMAGE"))
            .orElse("localhost/yadori-guest-tiny-kernel:dev");
    /** Each virtio disk takes some of it: with nine of them a guest of 96Mi runs out. */
    static final String MEMORY = "128Mi";

    static final String PASSWORD = "yadori";
    private static final String MASQUERADE = "masquerade";
    private static final String API_VERSION = "kubevirt.io/v1";

    /**
     * A disk beside the guest's own.
     *
     * @param disk what is said of it under devices.disks, but for its name
     * @param volume its source
     */
    record Extra(String name, Map<String, Object> disk, Map<String, Object> volume) {
        Map<String, Object> asDisk() {
            return with(disk);
        }

        Map<String, Object> asVolume() {
            return with(volume);
        }

        private Map<String, Object> with(Map<String, Object> fields) {
            return merged(Map.of("name", name), fields);
        }
    }

    static TinyGuest vm(String name) {
        return new TinyGuest(
                name, IMAGE, "Always", Map.of("guest", name), Map.of(), List.of(), List.of(), MASQUERADE, MEMORY);
    }

    /** An instance without a VirtualMachine. */
    static TinyGuest vmi(String name) {
        return new TinyGuest(
                name, IMAGE, null, Map.of("guest", name), Map.of(), List.of(), List.of(), MASQUERADE, MEMORY);
    }

    TinyGuest withRunStrategy(String strategy) {
        return new TinyGuest(name, image, strategy, labels, nodeSelector, extras, commands, binding, memory);
    }

    TinyGuest withImage(String other) {
        return new TinyGuest(name, other, runStrategy, labels, nodeSelector, extras, commands, binding, memory);
    }

    TinyGuest withLabel(String key, String value) {
        return new TinyGuest(
                name,
                image,
                runStrategy,
                merged(labels, Map.of(key, value)),
                nodeSelector,
                extras,
                commands,
                binding,
                memory);
    }

    TinyGuest onNodesWith(String key, String value) {
        return new TinyGuest(name, image, runStrategy, labels, Map.of(key, value), extras, commands, binding, memory);
    }

    /** A virtio disk of a volume; its serial number is its name, by which the guest finds it. */
    TinyGuest withDisk(String volumeName, Map<String, Object> volume) {
        var disk = Map.<String, Object>of("disk", Map.of("bus", "virtio"), "serial", volumeName);
        return withExtra(new Extra(volumeName, disk, volume));
    }

    TinyGuest withExtra(Extra extra) {
        var more = Stream.concat(extras.stream(), Stream.of(extra)).toList();
        return new TinyGuest(name, image, runStrategy, labels, nodeSelector, more, commands, binding, memory);
    }

    /** At layer 2 of the pod's network, instead of behind address translation. */
    TinyGuest bridged() {
        return new TinyGuest(name, image, runStrategy, labels, nodeSelector, extras, commands, "bridge", memory);
    }

    TinyGuest withMemory(String quantity) {
        return new TinyGuest(name, image, runStrategy, labels, nodeSelector, extras, commands, binding, quantity);
    }

    /** A shell command that the guest runs before it serves. */
    TinyGuest running(String command) {
        var more = Stream.concat(commands.stream(), Stream.of(command)).toList();
        return new TinyGuest(name, image, runStrategy, labels, nodeSelector, extras, more, binding, memory);
    }

    GenericKubernetesResource manifest() {
        var spec = runStrategy == null
                ? guestSpec()
                : Map.of(
                        "runStrategy",
                        runStrategy,
                        "template",
                        Map.of("metadata", Map.of("labels", labels), "spec", guestSpec()));
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(API_VERSION);
        resource.setKind(runStrategy == null ? "VirtualMachineInstance" : "VirtualMachine");
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withLabels(labels).build());
        resource.setAdditionalProperty("spec", spec);
        return resource;
    }

    private Map<String, Object> guestSpec() {
        var all = new ArrayList<Extra>();
        var virtio = Map.<String, Object>of("disk", Map.of("bus", "virtio"));
        all.add(new Extra("root", virtio, Map.of("containerDisk", Map.of("image", image))));
        all.add(new Extra("cloud-init", virtio, Map.of("cloudInitNoCloud", Map.of("userData", userData()))));
        all.addAll(extras);
        var devices = Map.of(
                "disks",
                all.stream().map(Extra::asDisk).toList(),
                "interfaces",
                List.of(Map.of("name", "default", binding, Map.of())));
        return Map.of(
                "domain",
                Map.of("memory", Map.of("guest", memory), "devices", devices),
                "networks",
                List.of(Map.of("name", "default", "pod", Map.of())),
                "nodeSelector",
                nodeSelector,
                "terminationGracePeriodSeconds",
                5,
                "volumes",
                all.stream().map(Extra::asVolume).toList());
    }

    private String userData() {
        var script = new StringBuilder("#!/bin/sh\n");
        script.append("mkdir -p /srv\n");
        script.append("hostname >/srv/name\n");
        script.append("cp /proc/sys/kernel/random/boot_id /srv/boot\n");
        commands.forEach(command -> script.append(command).append('\n'));
        return script.append("httpd -p 80 -h /srv\n").toString();
    }

    private static <V> Map<String, V> merged(Map<String, ? extends V> one, Map<String, ? extends V> other) {
        var all = new TreeMap<String, V>(one);
        all.putAll(other);
        return all;
    }
}
