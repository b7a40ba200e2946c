package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An image can be mounted as a volume. */
class ImageVolumeE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    @Test
    void podReadsTheFilesOfAnImageThatItMountsButCannotChangeThem() {
        var spec = ToolsPod.idle("reader")
                .editSpec()
                .addNewVolume()
                .withName("image")
                .withNewImage()
                .withReference(ToolsPod.IMAGE)
                .withPullPolicy("IfNotPresent")
                .endImage()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("image")
                .withMountPath("/image")
                .endVolumeMount()
                .endContainer()
                .endSpec();

        var pod = NAMESPACE.start(spec.build());

        assertThat(pod.shell("cat /image/etc/os-release")).isNotEmpty().isEqualTo(pod.shell("cat /etc/os-release"));
        assertThat(pod.exec("touch", "/image/file").error()).contains("Read-only file system");
    }
}
