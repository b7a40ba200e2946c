package dev.yadori.crds.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.Interface;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StandbyCardsTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String FUNCTION = "name: fast\nsriov: {}\nmacAddress: '02:00:00:00:00:0a'";
    private static final String STANDBY = "name: calm\nbridge: {}\nmacAddress: '02:00:00:00:00:0a'";

    static Stream<Arguments> cards() {
        var pair = Map.of("fast", "calm");
        var none = Map.<String, String>of();
        return Stream.of(
                Arguments.of(List.of(FUNCTION, STANDBY), pair),
                Arguments.of(List.of(STANDBY, FUNCTION), pair),
                Arguments.of(
                        List.of(FUNCTION, "name: calm\nbridge: {}\nmodel: virtio\nmacAddress: 02-00-00-00-00-0A"),
                        pair),
                Arguments.of(List.of(FUNCTION, STANDBY.replace("0a", "0b")), none),
                Arguments.of(List.of(FUNCTION, STANDBY.replace("bridge: {}", "bridge: {}\nmodel: e1000")), none),
                Arguments.of(List.of(FUNCTION, STANDBY.replace("bridge: {}", "bridge: {}\nstate: absent")), none),
                Arguments.of(List.of(FUNCTION, STANDBY.replace("bridge", "masquerade")), none),
                Arguments.of(List.of(FUNCTION, FUNCTION.replace("fast", "faster")), none),
                Arguments.of(List.of(FUNCTION, STANDBY, STANDBY.replace("calm", "calmer")), none),
                Arguments.of(List.of("name: fast\nsriov: {}", "name: calm\nbridge: {}"), none));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void standbyIsVirtioOnABridgeWithTheFunctionsAddress(List<String> cards, Map<String, String> pairs) {
        assertThat(StandbyCards.of(cards.stream()
                        .map(card -> YAML.unmarshal(card, Interface.class))
                        .toList()))
                .isEqualTo(pairs);
    }
}
