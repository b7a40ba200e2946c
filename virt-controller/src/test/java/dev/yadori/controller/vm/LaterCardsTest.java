package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.launcher.CardAddresses;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaterCardsTest {
    private static final String LATE = "{name: late, bridge: {}}";
    private static final String NETWORK = "{name: late, multus: {networkName: late}}";
    private static final VirtualMachineInstanceSpec STARTED = spec("", "");

    @Test
    void bridgeOnANetworkOfMultusComesWithTheNextPod() {
        var template = spec(LATE, NETWORK);
        var cards = LaterCards.of(instance(STARTED, "True"), STARTED, template);

        var grown = cards.addedTo(STARTED, Cases.VM_UID);

        assertThat(grown.interfaces()).extracting(Interface::name).containsExactly("default", "late");
        assertThat(grown.networks()).extracting(Network::name).containsExactly("default", "late");
        assertThat(grown.interfaces().getLast().macAddress()).isEqualTo(CardAddresses.of(Cases.VM_UID, "late"));
        assertThat(cards.needRestart()).isFalse();
        var after = LaterCards.of(instance(grown, "True"), STARTED, template);
        assertThat(after.addedTo(grown, Cases.VM_UID)).isEqualTo(grown);
        assertThat(after.needRestart()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: late, masquerade: {}}|{name: late, pod: {}}",
                "{name: late, sriov: {}}|{name: late, multus: {networkName: late}}",
                "{name: late, bridge: {}}|{name: late, multus: {networkName: late, default: true}}",
            })
    void everyOtherCardWaitsForARestart(String added) {
        var parts = added.split("\\|", -1);
        var cards = LaterCards.of(instance(STARTED, "True"), STARTED, spec(parts[0], parts[1]));

        assertThat(cards.addedTo(STARTED, Cases.VM_UID)).isEqualTo(STARTED);
        assertThat(cards.needRestart()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"False", "Unknown"})
    void guestThatCannotMoveWaitsForARestart(String migratable) {
        var cards = LaterCards.of(instance(STARTED, migratable), STARTED, spec(LATE, NETWORK));

        assertThat(cards.addedTo(STARTED, Cases.VM_UID)).isEqualTo(STARTED);
        assertThat(cards.needRestart()).isTrue();
    }

    @Test
    void cardThatIsAbsentHasNothingToComeWith() {
        var cards = LaterCards.of(
                instance(STARTED, "True"), STARTED, spec("{name: late, bridge: {}, state: absent}", NETWORK));

        assertThat(cards.addedTo(STARTED, Cases.VM_UID)).isEqualTo(STARTED);
        assertThat(cards.needRestart()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // What the instance has beside its first card, what the template has, and whether that needs a restart.
                "{name: late, bridge: {}} | {name: late, bridge: {}} | false",
                "{name: late, bridge: {}, macAddress: '02:00:00:00:00:09'} | {name: late, bridge: {}} | false",
                "{name: late, bridge: {}} | {name: late, bridge: {}, state: down} | false",
                "{name: late, bridge: {}} | {name: late, bridge: {}, macAddress: '02:00:00:00:00:09'} | true",
                "{name: late, bridge: {}} | {name: late, bridge: {}, model: e1000} | true",
                "{name: late, bridge: {}} | `` | true",
                "{name: late, bridge: {}, state: down} | `` | true",
                "{name: late, bridge: {}, state: absent} | `` | false",
            })
    void cardThatCameIsOfThisTemplate(String guest, String template, boolean restart) {
        for (var migratable : new String[] {"True", "False"}) {
            var instance = instance(spec(guest, NETWORK), migratable);
            var wanted = spec(template, template.isEmpty() ? "" : NETWORK);

            assertThat(LaterCards.of(instance, STARTED, wanted).needRestart()).isEqualTo(restart);
        }
    }

    @Test
    void cardThatCameOnAnotherNetworkWaitsForARestart() {
        var instance = instance(spec(LATE, NETWORK), "True");
        var cards = LaterCards.of(instance, STARTED, spec(LATE, "{name: late, multus: {networkName: other}}"));

        assertThat(cards.addedTo(spec(LATE, NETWORK), Cases.VM_UID)).isEqualTo(spec(LATE, NETWORK));
        assertThat(cards.needRestart()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"up, true", "down, true", "absent, false"})
    void cardOfTheStartMayLeaveTheTemplateOnceItIsUnplugged(String state, boolean restart) {
        var started = spec(LATE, NETWORK);
        var instance = instance(spec("{name: late, bridge: {}, state: " + state + "}", NETWORK), "True");

        assertThat(LaterCards.of(instance, started, STARTED).needRestart()).isEqualTo(restart);
    }

    @Test
    void cardThatEveryGuestGetsIsNotMissedInTheTemplate() {
        var none = Cases.SERIALIZATION.unmarshal("domain: {devices: {}}", VirtualMachineInstanceSpec.class);

        assertThat(LaterCards.of(instance(STARTED, "True"), none, none).needRestart())
                .isFalse();
    }

    private static VirtualMachineInstanceSpec spec(String card, String network) {
        return Cases.SERIALIZATION.unmarshal(
                """
                        domain: {devices: {interfaces: [{name: default, masquerade: {}}%s]}}
                        networks: [{name: default, pod: {}}%s]
                        """.formatted(card.isEmpty() ? "" : ", " + card, network.isEmpty() ? "" : ", " + network),
                VirtualMachineInstanceSpec.class);
    }

    private static VirtualMachineInstance instance(VirtualMachineInstanceSpec spec, String migratable) {
        var instance = Cases.SERIALIZATION.unmarshal("""
                        apiVersion: kubevirt.io/v1
                        kind: VirtualMachineInstance
                        metadata: {name: web}
                        status: {conditions: [{type: LiveMigratable, status: "%s"}]}
                        """.formatted(migratable), VirtualMachineInstance.class);
        instance.setSpec(spec);
        return instance;
    }
}
