package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.handler.launcher.GuestNetwork.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodImagesTest {
    private static final String ID = "containerd://" + "d".repeat(64);

    private static LauncherPodObject pod(String text) {
        return Sample.JSON.unmarshal(text, LauncherPodObject.class);
    }

    @Test
    void imageIsKeptByTheContainerOfItsVolume() {
        var pod = pod("""
                spec:
                  initContainers: [{name: container-disk-binary}, {name: volumeroot}]
                status:
                  initContainerStatuses:
                  - {name: container-disk-binary, containerID: "containerd://0", state: {terminated: {exitCode: 0}}}
                  - {name: volumeroot, containerID: "%s", state: {running: {}}}
                """.formatted(ID));

        assertThat(PodImages.of(Sample.vmi("Scheduled"), pod))
                .isEqualTo(new PodImages.Ready(List.of(new Image("/var/run/kubevirt/container-disks/root", ID))));
    }

    @Test
    void kernelIsAnImageToo() {
        var pod = pod("""
                spec:
                  initContainers: [{name: kernel-boot}]
                status:
                  initContainerStatuses: [{name: kernel-boot, containerID: "%s", state: {running: {}}}]
                """.formatted(ID));

        assertThat(PodImages.of(Sample.vmi("Scheduled"), pod))
                .isEqualTo(
                        new PodImages.Ready(List.of(new Image("/var/run/kubevirt/container-disks/kernel-boot", ID))));
    }

    @Test
    void podWithImageVolumesHasNothingToMount() {
        assertThat(PodImages.of(Sample.vmi("Scheduled"), pod("spec: {containers: [{name: compute}]}")))
                .isEqualTo(new PodImages.Ready(List.of()));
    }

    @Test
    void containerThatRestartsIsWaitedFor() {
        var pod = pod("""
                spec:
                  initContainers: [{name: volumeroot}]
                status:
                  initContainerStatuses:
                  - {name: volumeroot, containerID: "%s", state: {waiting: {reason: CrashLoopBackOff}}}
                """.formatted(ID));

        assertThat(PodImages.of(Sample.vmi("Scheduled"), pod)).isInstanceOf(PodImages.NotYet.class);
    }

    @Test
    void containerNobodyHasHeardOfIsWaitedFor() {
        assertThat(PodImages.of(Sample.vmi("Scheduled"), pod("spec: {initContainers: [{name: volumeroot}]}")))
                .isInstanceOf(PodImages.NotYet.class);
    }
}
