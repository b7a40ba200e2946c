package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.RunStrategy;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionsTest {

    @Test
    void specComesBackFromItsRevision() {
        var vm = Cases.vm(RunStrategy.ALWAYS);
        var stored = Cases.SERIALIZATION.asJson(Revisions.of(vm, Cases.SERIALIZATION));

        var read = Cases.SERIALIZATION.unmarshal(stored, ControllerRevision.class);

        assertThat(Revisions.specOf(read, Cases.SERIALIZATION)).contains(vm.getSpec());
    }

    @Test
    void dataIsInTheBytesOfTheApiServer() {
        var tree = Map.of("b", List.of(1, true), "a", Map.of("d", "<x> & \"y\"\u2028\n", "c", "\u00e9"));

        assertThat(CanonicalJson.of(tree))
                .isEqualTo("{\"a\":{\"c\":\"\u00e9\",\"d\":\"\\u003cx\\u003e \\u0026 \\\"y\\\"\\u2028\\n\"},"
                        + "\"b\":[1,true]}");
    }

    @Test
    void instanceOfNobodyHasNoRevision() {
        var instance = Cases.instance(null);
        instance.getMetadata().setOwnerReferences(List.of());

        assertThat(Revisions.nameFor(instance)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "three", "-3", "99999999999999999999"})
    void generationThatIsNoNumberIsNone(String written) {
        var instance = Cases.instance(null);
        instance.getMetadata().setAnnotations(Map.of("kubevirt.io/vm-generation", written));

        assertThat(Revisions.generationOf(instance)).isEmpty();
        assertThat(Revisions.nameFor(instance)).isEmpty();
    }
}
