package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveFieldsTest {

    private static VirtualMachineInstanceSpec spec(String more) {
        return Cases.SERIALIZATION.unmarshal("""
                domain: {memory: {guest: 128Mi}, devices: {}}
                %s
                """.formatted(more), VirtualMachineInstanceSpec.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodeSelector: {zone: a} | false",
                "affinity: {nodeAffinity: {}} | false",
                "tolerations: [{key: broken, operator: Exists}] | false",
                "evictionStrategy: LiveMigrate | false",
                "hostname: other | true",
                "architecture: arm64 | true",
                "priorityClassName: high | true",
                "terminationGracePeriodSeconds: 5 | true",
                "volumes: [{name: more, emptyDisk: {capacity: 1Gi}}] | true",
                "networks: [{name: more, pod: {}}] | true",
            })
    void fieldIsLiveOrWaitsForARestart(String field, boolean restart) {
        assertThat(LiveFields.needRestart(spec(""), spec(field))).isEqualTo(restart);
        assertThat(LiveFields.needRestart(spec(field), spec(""))).isEqualTo(restart);
        assertThat(LiveFields.behind(spec(""), spec(field)).isEmpty()).isEqualTo(restart);
        assertThat(LiveFields.behind(spec(field), spec(field))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', down", "down, ''", "'', up", "up, down", "'', absent", "down, absent"})
    void stateOfAnInterfaceIsLive(String running, String wanted) {
        assertThat(LiveFields.needRestart(withState(running), withState(wanted)))
                .isFalse();

        var changes = LiveFields.behind(withState(running), withState(wanted));

        assertThat(changes)
                .isEqualTo(Map.of("domain/devices/interfaces", withState(wanted).interfaces()));
    }

    @Test
    void everythingElseOfAnInterfaceStaysAsItIsInTheGuest() {
        var instance = InterfaceStates.follow(
                card("name: blue, bridge: {}, macAddress: '02:00:00:00:00:01'"), withState("down"));

        assertThat(instance.interfaces().getFirst().macAddress()).isEqualTo("02:00:00:00:00:01");
    }

    @Test
    void interfaceThatTheGuestWasStartedWithoutWaitsForARestart() {
        var started = withState("absent");
        var wanted = withState("up");

        assertThat(LiveFields.needRestart(started, wanted)).isTrue();
        assertThat(LiveFields.behind(started, InterfaceStates.within(started, wanted)))
                .isEmpty();
    }

    @Test
    void interfaceThatWasUnpluggedComesBack() {
        var started = withState("");
        var instance = withState("absent");
        var wanted = withState("up");

        assertThat(LiveFields.needRestart(started, wanted)).isFalse();
        assertThat(LiveFields.behind(instance, InterfaceStates.within(started, wanted)))
                .containsKey("domain/devices/interfaces");
    }

    @Test
    void anotherInterfaceWaitsForARestart() {
        assertThat(LiveFields.needRestart(withState(""), card("name: red, bridge: {}")))
                .isTrue();
        assertThat(LiveFields.behind(withState(""), card("name: red, bridge: {}")))
                .isEmpty();
    }

    private static VirtualMachineInstanceSpec withState(String state) {
        return card("name: blue, bridge: {}" + (state.isEmpty() ? "" : ", state: " + state));
    }

    private static VirtualMachineInstanceSpec card(String fields) {
        return Cases.SERIALIZATION.unmarshal(
                "domain: {devices: {interfaces: [{%s}]}}".formatted(fields), VirtualMachineInstanceSpec.class);
    }

    @Test
    void whatIsTakenOutOfTheTemplateIsTakenFromTheGuest() {
        assertThat(LiveFields.behind(spec("nodeSelector: {zone: a}"), spec("")))
                .isEqualTo(Map.of("nodeSelector", Map.of()));
    }

    @Test
    void defaultOfTheEvictionStrategyIsLeftAlone() {
        assertThat(LiveFields.behind(spec("evictionStrategy: None"), spec(""))).isEmpty();
    }
}
