package dev.yadori.crds.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessFromPodTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcpSocket: {port: 22} | masquerade | true",
                "httpGet: {port: 80} | masquerade | true",
                "httpGet: {port: 80, scheme: http} | masquerade | true",
                "httpGet: {port: 80, scheme: HTTPS} | masquerade | false",
                "httpGet: {port: 80, host: elsewhere.example} | masquerade | false",
                "tcpSocket: {port: 22, host: elsewhere.example} | masquerade | false",
                "guestAgentPing: {} | masquerade | false",
                "exec: {command: [/bin/check]} | masquerade | false",
                "tcpSocket: {port: 22} | bridge | false",
            })
    void launcherMakesItWhereItReachesTheGuest(String probe, String binding, boolean fromPod) {
        var spec = spec("livenessProbe: {%s}".formatted(probe), binding);

        assertThat(LivenessFromPod.of(spec, Map.of()).isPresent()).isEqualTo(fromPod);
    }

    @Test
    void proxyOfAMeshWouldAnswerInTheGuestsPlace() {
        var spec = spec("livenessProbe: {tcpSocket: {port: 22}}", "masquerade");

        assertThat(LivenessFromPod.of(spec, Map.of("sidecar.istio.io/inject", "true")))
                .isEmpty();
    }

    @Test
    void readinessStaysTheKubelets() {
        assertThat(LivenessFromPod.of(spec("readinessProbe: {tcpSocket: {port: 22}}", "masquerade"), Map.of()))
                .isEmpty();
    }

    private static VirtualMachineInstanceSpec spec(String probe, String binding) {
        return YAML.unmarshal("""
                        %s
                        domain: {devices: {interfaces: [{name: default, %s: {}}]}}
                        networks: [{name: default, pod: {}}]
                        """.formatted(probe, binding), VirtualMachineInstanceSpec.class);
    }
}
