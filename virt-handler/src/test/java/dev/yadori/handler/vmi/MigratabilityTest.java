package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.MigrationMethod;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigratabilityTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # interface  | annotation | volume                                        | modes         | reason | copies
                    masquerade   | no  | persistentVolumeClaim: {claimName: c}                | ReadWriteMany |                              | no
                    masquerade   | no  | persistentVolumeClaim: {claimName: c}                | ReadWriteOnce | DisksNotLiveMigratable       | no
                    masquerade   | no  | dataVolume: {name: c}                                |               | DisksNotLiveMigratable       | no
                    masquerade   | no  | containerDisk: {image: i}                            |               |                              | yes
                    masquerade   | no  | emptyDisk: {capacity: 1Gi}                           |               |                              | yes
                    masquerade   | no  | hostDisk: {path: /x, type: Disk}                     |               | DisksNotLiveMigratable       | no
                    masquerade   | no  | hostDisk: {path: /x, type: Disk, shared: true}       |               |                              | no
                    masquerade   | no  | ephemeral: {persistentVolumeClaim: {claimName: c}}   | ReadWriteMany |                              | yes
                    bridge       | no  | persistentVolumeClaim: {claimName: c}                | ReadWriteMany | InterfaceNotLiveMigratable   | no
                    bridge       | yes | persistentVolumeClaim: {claimName: c}                | ReadWriteMany |                              | no
                    """)
    void followsFromInterfacesAndDisks(
            String binding, String annotation, String volume, String modes, String reason, String copies) {
        var vmi = Sample.JSON.unmarshal(
                """
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: a, annotations: {%s: ""}}
                spec:
                  domain: {devices: {disks: [{name: v, disk: {}}], interfaces: [{name: n, %s: {}}]}}
                  networks: [{name: n, pod: {}}]
                  volumes: [{name: v, %s}]
                status:
                  volumeStatus: [{name: v, persistentVolumeClaimInfo: {claimName: c, accessModes: [%s]}}]
                """.formatted(
                        annotation.equals("yes") ? "kubevirt.io/allow-pod-bridge-network-live-migration" : "other",
                        binding,
                        volume,
                        modes == null ? "" : modes),
                VirtualMachineInstance.class);
        var status = Objects.requireNonNull(vmi.getStatus());

        var migratability = Migratability.of(vmi, status.volumeStatus());

        assertThat(migratability.reason()).isEqualTo(reason == null ? "" : reason);
        assertThat(migratability.possible()).isEqualTo(reason == null);
        assertThat(migratability.method())
                .isEqualTo(copies.equals("yes") ? MigrationMethod.BLOCK_MIGRATION : MigrationMethod.LIVE_MIGRATION);
    }

    @ParameterizedTest
    @CsvSource({"true, CPUsNotLiveMigratable", "false, ''"})
    void guestWithCpusOfItsOwnStays(boolean dedicated, String reason) {
        var vmi = Sample.JSON.unmarshal("""
                apiVersion: kubevirt.io/v1
                kind: VirtualMachineInstance
                metadata: {name: a}
                spec: {domain: {cpu: {dedicatedCpuPlacement: %s}, devices: {}}}
                """.formatted(dedicated), VirtualMachineInstance.class);

        assertThat(Migratability.of(vmi, List.of()).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"0,a", "25,z", "26,aa", "27,ab", "701,zz", "702,aaa"})
    void driveNamesCountLikeColumns(int index, String letters) {
        assertThat(VolumeTargets.letters(index)).isEqualTo(letters);
    }
}
