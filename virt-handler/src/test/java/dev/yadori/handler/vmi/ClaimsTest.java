package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launch.LaunchFacts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {

    private static PersistentVolumeClaim claim(String mode, String asked, String given) {
        return Sample.JSON.unmarshal("""
                metadata: {name: c}
                spec: {accessModes: [ReadWriteMany], volumeMode: %s, resources: {requests: {storage: %s}}}
                status: {capacity: {storage: %s}}
                """.formatted(mode, asked, given), PersistentVolumeClaim.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Block, 1Gi, 1Gi, true, 1073741824",
        "Filesystem, 64Mi, 1Gi, false, 67108864",
        ", 2Gi, 1Gi, false, 1073741824"
    })
    void aDiskIsAsLargeAsAskedForAndNeverLargerThanItsVolume(
            String mode, String asked, String given, boolean block, long bytes) {
        var info = Claims.info(claim(mode == null ? "null" : mode, asked, given));

        assertThat(Claims.of(info)).isEqualTo(new LaunchFacts.Claim(block, bytes));
    }

    @Test
    void theStatusShowsClaimsAndWhetherTheyCanBeShared() {
        var guest = Sample.JSON.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: a}
                spec:
                  domain: {devices: {disks: [{name: v, disk: {bus: scsi}}]}}
                  volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]
                status: {volumeStatus: [{name: v, reason: known}]}
                """, VirtualMachineInstance.class);
        var claims = Map.of("v", Claims.info(claim("Filesystem", "64Mi", "64Mi")));

        var volumes = VolumeTargets.of(
                Objects.requireNonNull(guest.getSpec()),
                Objects.requireNonNull(guest.getStatus()).volumeStatus(),
                claims);

        assertThat(volumes).singleElement().satisfies(volume -> {
            assertThat(volume.target()).isEqualTo("sda");
            assertThat(volume.reason()).isEqualTo("known");
            assertThat(volume.persistentVolumeClaimInfo()).isEqualTo(claims.get("v"));
        });
        assertThat(Migratability.of(guest, volumes).possible()).isTrue();
        assertThat(VolumeTargets.of(Objects.requireNonNull(guest.getSpec()), volumes, Map.of()))
                .isEqualTo(volumes);
    }
}
