package dev.yadori.controller.vmi.pod;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeDeviceBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A pod's volumes while they are gathered, each with the place where the compute container sees it. */
final class VolumeSet {

    private final List<Volume> volumes = new ArrayList<>();
    private final List<VolumeMount> mounts = new ArrayList<>();
    private final List<VolumeDevice> devices = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** A volume that is mounted. */
    void mount(String wantedName, String path, boolean readOnly, UnaryOperator<VolumeBuilder> source) {
        String name = add(wantedName, path, source);
        mounts.add(new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build());
    }

    /** A volume for other containers than the compute container; gives its name. */
    String hidden(String wantedName, UnaryOperator<VolumeBuilder> source) {
        return add(wantedName, wantedName, source);
    }

    /** A volume that is a block device. */
    void device(String wantedName, String path, UnaryOperator<VolumeBuilder> source) {
        devices.add(new VolumeDeviceBuilder()
                .withName(add(wantedName, path, source))
                .withDevicePath(path)
                .build());
    }

    /** Adds it under the wanted name, or under one with a hash of its path where that is taken or no DNS label. */
    private String add(String wantedName, String path, UnaryOperator<VolumeBuilder> source) {
        String name = LauncherNames.volume(wantedName);
        if (!names.add(name)) {
            name = LauncherNames.hashed(name, path);
            names.add(name);
        }
        volumes.add(source.apply(new VolumeBuilder().withName(name)).build());
        return name;
    }

    List<Volume> volumes() {
        return List.copyOf(volumes);
    }

    List<VolumeMount> mounts() {
        return List.copyOf(mounts);
    }

    List<VolumeDevice> devices() {
        return List.copyOf(devices);
    }
}
