package dev.yadori.handler.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodCgroupTest {

    private static final String UID = "2f9fab64-b481-4334-816e-fbbcd302fa8e";
    private static final String UNDERSCORES = "2f9fab64_b481_4334_816e_fbbcd302fa8e";
    private static final String OTHER = "11111111-b481-4334-816e-fbbcd302fa8e";
    private static final String CONTAINER = "2511124935496fa5a6686699593df4db43336499568a394acb428548d138d324";
    private static final PodUid POD = PodUid.parse(UID);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0::/kubepods/burstable/pod" + UID + "/" + CONTAINER,
                "0::/kubepods/pod" + UID + "/" + CONTAINER,
                "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + UNDERSCORES
                        + ".slice/cri-containerd-" + CONTAINER + ".scope",
                "0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + UNDERSCORES
                        + ".slice:cri-containerd:" + CONTAINER,
                "0::/kubepods.slice/kubepods-pod" + UNDERSCORES + ".slice/crio-" + CONTAINER,
                "0::/../../pod" + UID + "/" + CONTAINER,
                "4:memory:/site/node2/kubepods/pod" + UID + "/" + CONTAINER + "\n0::/",
            })
    void podOfAnySpellingHolds(String file) {
        assertThat(PodCgroup.holds(file + "\n", POD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0::/",
                "0::/user.slice",
                "garbage",
                "0::/kubepods/pod" + OTHER + "/" + CONTAINER,
                // Made by the other pod below its own cgroup.
                "0::/kubepods/pod" + OTHER + "/pod" + UID,
                "0::/kubepods/pod" + OTHER + "/" + CONTAINER + "/kubepods-pod" + UNDERSCORES + ".slice",
                "0::/kubepods/xpod" + UID,
                "0::/kubepods/pod" + UID + "x",
                "4:memory:/kubepods/pod" + UID + "/c\n0::/kubepods/pod" + OTHER + "/c",
            })
    void whatIsNotThePodDoesNotHold(String file) {
        assertThat(PodCgroup.holds(file, POD)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0::/kubepods/burstable/pod" + UID + "/" + CONTAINER,
                "0::/kubepods/burstable/pod" + UID + "/" + CONTAINER + "/below",
                "0::/../cri-containerd-x/../pod" + UID + "/" + CONTAINER,
                "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + UNDERSCORES
                        + ".slice/cri-containerd-" + CONTAINER + ".scope",
                "0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + UNDERSCORES
                        + ".slice:cri-containerd:" + CONTAINER,
            })
    void containerOfAnySpellingHolds(String file) {
        assertThat(PodCgroup.holds(file + "\n", POD, new ContainerId(CONTAINER)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0::/",
                "0::/kubepods/pod" + UID,
                "0::/kubepods/pod" + UID + "/" + CONTAINER + "0",
                "0::/kubepods/pod" + OTHER + "/" + CONTAINER,
                "0::/kubepods/" + CONTAINER + "/pod" + UID + "/other",
                // Made by another container of the pod below its own cgroup.
                "0::/kubepods/pod" + UID + "/other/" + CONTAINER,
            })
    void whatIsNotTheContainerDoesNotHold(String file) {
        assertThat(PodCgroup.holds(file, POD, new ContainerId(CONTAINER))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                CONTAINER,
                "containerd://",
                "containerd://../../x",
                "containerd://" + CONTAINER + "/x",
                "a://1"
            })
    void strangeIdIsNone(String status) {
        assertThat(ContainerId.ofStatus(status)).isEmpty();
    }

    @Test
    void idIsWithoutItsRuntime() {
        assertThat(ContainerId.ofStatus("cri-o://" + CONTAINER)).contains(new ContainerId(CONTAINER));
    }
}
