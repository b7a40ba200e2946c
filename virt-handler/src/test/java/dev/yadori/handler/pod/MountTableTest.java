package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountTableTest {

    private static final MountTable TABLE = MountTable.parse("""
            1 0 0:40 / / ro,relatime - overlay overlay ro,lowerdir=/l
            2 1 254:1 /pods/x/volumes/kubernetes.io~empty-dir/a /run/kubevirt/container-disks/a ro - ext4 /dev/vda rw
            3 2 0:50 / /run/kubevirt/container-disks/a ro,nosuid,nodev,noexec - overlay overlay rw
            4 1 254:1 /pods/x/volumes/kubernetes.io~empty-dir/ab /run/kubevirt/container-disks/ab ro - ext4 /dev/vda rw
            garbage
            """);

    @Test
    void mountsLieOneAboveTheOther() {
        assertThat(TABLE.at("/var/run/kubevirt/container-disks/a"))
                .containsExactly("run/kubevirt/container-disks/a", "run/kubevirt/container-disks/a");
    }

    @Test
    void placeIsTheWholePath() {
        assertThat(TABLE.at("/var/run/kubevirt/container-disks/ab")).hasSize(1);
        assertThat(TABLE.at("/var/run/kubevirt/container-disks/b")).isEmpty();
        assertThat(TABLE.at("/var/run/kubevirt/container-disks")).isEmpty();
    }
}
