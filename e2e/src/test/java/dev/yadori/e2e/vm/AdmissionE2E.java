package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.vm.TinyGuest.Extra;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot be done is refused where it is said, with the path of the field. */
class AdmissionE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);

    @Test
    void volumeWithoutASourceIsRefused() {
        refused(TinyGuest.vm("sourceless").withDisk("data", Map.of()), "spec.template.spec.volumes[2]");
    }

    @Test
    void busThatDoesNotExistIsRefused() {
        var disk = Map.<String, Object>of("disk", Map.of("bus", "carrier-pigeon"));
        var volume = Map.<String, Object>of("emptyDisk", Map.of("capacity", "1Mi"));

        refused(
                TinyGuest.vm("bus").withExtra(new Extra("data", disk, volume)),
                "spec.template.spec.domain.devices.disks[2]");
    }

    @Test
    void whatIsNotSupportedYetIsRefusedAndNotIgnored() {
        refused(
                TinyGuest.vmi("hotplug").withDisk("data", Map.of("dataVolume", Map.of("name", "none"))),
                "spec.volumes[2].dataVolume");
    }

    @Test
    void whatIsFineIsAccepted() {
        GUESTS.create(TinyGuest.vm("fine").withRunStrategy("Halted"));
        GUESTS.delete("fine");
    }

    private static void refused(TinyGuest guest, String field) {
        assertThatThrownBy(() -> GUESTS.create(guest))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(field);
    }
}
