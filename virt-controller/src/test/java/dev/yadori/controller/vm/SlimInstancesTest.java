package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SlimInstancesTest {

    /** Lists are written whole: what is missing here would be taken from the guest. */
    @Test
    void whatAnInstanceIsChangedByIsKeptWhole() {
        var whole = Cases.SERIALIZATION.unmarshal("""
                        metadata: {name: web, namespace: prod}
                        spec:
                          domain:
                            memory: {guest: 128Mi}
                            devices:
                              interfaces: [{name: default, masquerade: {}}, {name: blue, bridge: {}, state: down}]
                          networks: [{name: default, pod: {}}, {name: blue, multus: {networkName: blue}}]
                          nodeSelector: {zone: a}
                          tolerations: [{key: broken, operator: Exists}]
                          evictionStrategy: LiveMigrate
                          volumes: [{name: root, emptyDisk: {capacity: 1Gi}}]
                        """, VirtualMachineInstance.class);
        var store = new SlimInstances();

        store.put("prod/web", whole);

        var spec = Objects.requireNonNull(whole.getSpec());
        var kept = Objects.requireNonNull(
                Objects.requireNonNull(store.get("prod/web")).getSpec());
        assertThat(LiveFields.behind(kept, spec)).isEmpty();
        assertThat(kept.networks()).isEqualTo(spec.networks());
        assertThat(kept.interfaces()).isEqualTo(spec.interfaces());
        assertThat(kept.nodeSelector()).isEqualTo(Map.of("zone", "a"));
        assertThat(kept.volumes()).isEmpty();
        assertThat(Objects.requireNonNull(kept.domain()).memory()).isNull();
    }
}
