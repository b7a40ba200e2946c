package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnMetadataTest {
    private static final OwnMetadata COPIES = new OwnMetadata(new KubernetesSerialization());

    static Stream<HasMetadata> objects() {
        return Stream.of(
                new VirtualMachineInstance(metadata(), null, null),
                new NodeBuilder()
                        .withMetadata(metadata())
                        .withNewSpec()
                        .addNewTaint("NoSchedule", "a", null, null)
                        .endSpec()
                        .build(),
                new ConfigMapBuilder()
                        .withMetadata(metadata())
                        .addToData("a", "1")
                        .build());
    }

    private static ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName("one")
                .withNamespace("default")
                .withUid("u")
                .withResourceVersion("7")
                .addToLabels("a", "1")
                .addToAnnotations("b", "2")
                .addToFinalizers("first")
                .addNewOwnerReference()
                .withName("owner")
                .endOwnerReference()
                .build();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void changedMetadataOfACopyIsNotTheCaches(HasMetadata cached) {
        var copy = COPIES.copy(cached);
        assertThat(copy).isEqualTo(cached).isNotSameAs(cached).hasSameClassAs(cached);

        copy.addFinalizer("dev.yadori/second");
        copy.getMetadata().getLabels().put("a", "3");
        copy.getMetadata().getAnnotations().put("b", "3");
        copy.getMetadata().getOwnerReferences().clear();
        copy.getMetadata().setResourceVersion("8");

        assertThat(cached.getMetadata()).isEqualTo(metadata());
    }
}
