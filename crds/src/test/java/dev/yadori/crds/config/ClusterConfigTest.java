package dev.yadori.crds.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterConfigTest {

    private final YAMLMapper yaml = new YAMLMapper();

    @Test
    void anEmptyObjectIsTheDefaults() {
        ClusterConfig.Resolution resolution = ClusterConfig.from(KubeVirtSpec.empty());

        assertThat(resolution.violations()).isEmpty();
        assertThat(resolution.config()).isEqualTo(ClusterConfig.DEFAULT);
    }

    static Stream<Arguments> settings() {
        return Stream.concat(guestSettings(), otherSettings());
    }

    private static Stream<Arguments> guestSettings() {
        return Stream.of(
                setting("cpuModel: Haswell", c -> c.guestDefaults().cpuModel(), "Haswell"),
                setting("machineType: pc-q35-9.0", c -> c.guestDefaults().machineType(), "pc-q35-9.0"),
                setting(
                        "{machineType: q35, architectureConfiguration: {amd64: {machineType: pc-q35-8.2}}}",
                        c -> c.guestDefaults().machineType(),
                        "pc-q35-8.2"),
                setting("evictionStrategy: LiveMigrate", c -> c.guestDefaults().evictionStrategy(), "LiveMigrate"),
                setting("emulatedMachines: [pc*]", c -> c.guestDefaults().emulatedMachines(), List.of("pc*")),
                setting(
                        "architectureConfiguration: {amd64: {emulatedMachines: [q35]}}",
                        c -> c.guestDefaults().emulatedMachines(),
                        List.of("q35")),
                setting("memBalloonStatsPeriod: 0", c -> c.guestDefaults().balloonPeriodSeconds(), 0),
                setting(
                        "virtualMachineOptions: {disableFreePageReporting: {}}",
                        c -> c.guestDefaults().freePageReporting(),
                        false));
    }

    private static Stream<Arguments> otherSettings() {
        return Stream.of(
                setting("imagePullPolicy: Always", c -> c.podRules().imagePullPolicy(), "Always"),
                setting("cpuRequest: 0.0505", c -> c.podRules().cpuRequestMillis(), 51),
                setting("cpuRequest: 250m", c -> c.podRules().cpuRequestMillis(), 250),
                setting(
                        "developerConfiguration: {cpuAllocationRatio: 1}",
                        c -> c.podRules().cpuAllocationRatio(),
                        1),
                setting(
                        "developerConfiguration: {memoryOvercommit: 150}",
                        c -> c.podRules().memoryOvercommitPercent(),
                        150),
                setting(
                        "additionalGuestMemoryOverheadRatio: '1.25'",
                        c -> c.podRules().overheadRatio(),
                        1.25),
                setting(
                        "developerConfiguration: {nodeSelectors: {zone: a}}",
                        c -> c.podRules().nodeSelectors(),
                        Map.of("zone", "a")),
                setting("defaultRuntimeClass: kata", c -> c.podRules().runtimeClass(), Optional.of("kata")),
                setting(
                        "network: {defaultNetworkInterface: masquerade, permitBridgeInterfaceOnPodNetwork: false}",
                        ClusterConfig::networking,
                        new ClusterConfig.Networking(Binding.MASQUERADE, false)),
                setting("developerConfiguration: {useEmulation: true}", ClusterConfig::useEmulation, true),
                setting("developerConfiguration: {featureGates: [HostDisk]}", c -> c.isEnabled("HostDisk"), true),
                setting("developerConfiguration: {featureGates: [HostDisk]}", c -> c.isEnabled("ImageVolume"), true),
                setting(
                        "developerConfiguration: {disabledFeatureGates: [ImageVolume]}",
                        c -> c.isEnabled("ImageVolume"),
                        false));
    }

    private static Arguments setting(String configuration, Function<ClusterConfig, Object> getter, Object expected) {
        return arguments(configuration, getter, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aSettingIsTaken(String configuration, Function<ClusterConfig, Object> getter, Object expected)
            throws IOException {
        ClusterConfig.Resolution resolution = resolve(configuration);

        assertThat(resolution.violations()).isEmpty();
        assertThat(getter.apply(resolution.config())).isEqualTo(expected);
        assertThat(getter.apply(ClusterConfig.DEFAULT))
                .satisfiesAnyOf(
                        value -> assertThat(value).isNotEqualTo(expected),
                        value -> assertThat(configuration).contains("featureGates: [HostDisk]"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "machineType: pc | machineType: pc matches none of emulatedMachines, which are q35*, pc-q35*",
                "architectureConfiguration: {amd64: {machineType: pc}} | architectureConfiguration.amd64.machineType: pc"
                        + " matches none of emulatedMachines, which are q35*, pc-q35*",
                "cpuModel: ' ' | cpuModel: has no such value as  ",
                "evictionStrategy: Maybe | evictionStrategy: must be None, LiveMigrate, LiveMigrateIfPossible or External",
                "emulatedMachines: [q*5] | emulatedMachines[0]: must be a machine type, with * only as its last"
                        + " character",
                "memBalloonStatsPeriod: -1 | memBalloonStatsPeriod: must be at least 0, is -1",
                "imagePullPolicy: Sometimes | imagePullPolicy: has no such value as Sometimes",
                "cpuRequest: '0' | cpuRequest: must be more than 0 and no more than there can be, is 0",
                "cpuRequest: '1e999999999' | cpuRequest: is not an amount of CPU: 1e999999999",
                "cpuRequest: '1e99999' | cpuRequest: must be more than 0 and no more than there can be, is 1e99999",
                "cpuRequest: '1e-999999999' | cpuRequest: must be more than 0 and no more than there can be, is 1e-999999999",
                "cpuRequest: much | cpuRequest: is not an amount of CPU: much",
                "developerConfiguration: {cpuAllocationRatio: 0} | developerConfiguration.cpuAllocationRatio: must be at"
                        + " least 1, is 0",
                "developerConfiguration: {memoryOvercommit: -5} | developerConfiguration.memoryOvercommit: must be at"
                        + " least 1, is -5",
                "additionalGuestMemoryOverheadRatio: NaN | additionalGuestMemoryOverheadRatio: must be a number from 1 to"
                        + " 100, is NaN",
                "additionalGuestMemoryOverheadRatio: '0.5' | additionalGuestMemoryOverheadRatio: must be a number from 1"
                        + " to 100, is 0.5",
                "network: {defaultNetworkInterface: slirp} | network.defaultNetworkInterface: must be bridge or"
                        + " masquerade, is slirp",
                "network: {defaultNetworkInterface: bridge, permitBridgeInterfaceOnPodNetwork: false} |"
                        + " network.defaultNetworkInterface: bridge is not possible while"
                        + " permitBridgeInterfaceOnPodNetwork is false",
            })
    void aSettingThatCannotBeFollowedIsNamedAndDefaulted(String configuration, String violation) throws IOException {
        ClusterConfig.Resolution resolution = resolve(configuration);

        assertThat(resolution.violations())
                .singleElement()
                .extracting(found -> found.toString().strip())
                .isEqualTo("spec.configuration." + violation);
        assertThat(resolution.config().guestDefaults()).isEqualTo(ClusterConfig.DEFAULT.guestDefaults());
        assertThat(resolution.config().podRules()).isEqualTo(ClusterConfig.DEFAULT.podRules());
    }

    @Test
    void allFaultsAreNamedTogether() throws IOException {
        ClusterConfig.Resolution resolution = resolve("{cpuRequest: much, imagePullPolicy: Sometimes,"
                + " developerConfiguration: {featureGates: [A, B], disabledFeatureGates: [B]}}");

        assertThat(resolution.violations())
                .extracting(ConfigViolation::field)
                .containsExactlyInAnyOrder(
                        "spec.configuration.cpuRequest",
                        "spec.configuration.imagePullPolicy",
                        "spec.configuration.developerConfiguration.disabledFeatureGates[0]");
        assertThat(resolution.config().gates()).contains("A").doesNotContain("B");
    }

    private ClusterConfig.Resolution resolve(String configuration) throws IOException {
        String flow = configuration.startsWith("{") ? configuration : "{" + configuration + "}";
        return ClusterConfig.from(yaml.readValue("configuration: " + flow, KubeVirtSpec.class));
    }
}
