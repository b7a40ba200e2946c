package dev.yadori.controller.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestSeriesTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void guestsAreToldWithTheLabelsThatOperatorsKnow() throws IOException {
        var series = new GuestSeries(EvictionStrategy.NONE);
        series.add(
                YAML.unmarshal(resource("in-vmi.yaml"), VirtualMachineInstance.class),
                Optional.of(YAML.unmarshal(resource("in-pod.yaml"), Pod.class)));
        series.add(Guests.guest(), Optional.empty());

        assertThat(series.text()).isEqualTo(resource("out-metrics.txt"));
    }

    @ParameterizedTest
    @CsvSource({
        "LiveMigrate, True, 0",
        "LiveMigrate, Unknown, 0",
        "LiveMigrate, False, 1",
        "LiveMigrate, , 1",
        "LiveMigrateIfPossible, False, 0",
        "None, , 0",
        "External, False, 0"
    })
    void guestThatIsToBeMovedAndCannotIsNotEvictable(String strategy, @Nullable String movable, int stuck) {
        var vmi = movable == null
                ? Guests.guest()
                : Guests.with(
                        Guests.guest(),
                        new StatusChange(Map.of(
                                "conditions",
                                List.of(Guests.condition("LiveMigratable", movable, "Because", Guests.NOW)))));

        var series = new GuestSeries(EvictionStrategy.parse(strategy));
        series.add(vmi, Optional.empty());

        assertThat(series.text())
                .contains("kubevirt_vmi_non_evictable{node=\"\",namespace=\"shop\",name=\"web\"} " + stuck + ".0\n")
                .contains("evictable=\"" + (stuck == 0) + "\"");
    }

    @Test
    void guestsThatHaveEndedAreNotOutdated() {
        var vmi = Guests.guest(VirtualMachineInstancePhase.SUCCEEDED);
        vmi.getMetadata().setLabels(Map.of("kubevirt.io/outdatedLauncherImage", ""));

        var series = new GuestSeries(EvictionStrategy.NONE);
        series.add(vmi, Optional.empty());

        assertThat(series.text()).contains("kubevirt_vmi_number_of_outdated{} 0.0\n");
    }

    @Test
    void whatAGuestMakesUpIsCut() {
        var cards = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 1000; i++) {
            cards.add(Map.of("interfaceName", i + "\"\\\n".repeat(500), "ipAddress", "10.0.0." + i));
        }
        var os = Map.of("name", "\ud83d\ude00".repeat(4000), "kernelRelease", "x".repeat(4000));
        var vmi = Guests.with(Guests.guest(), new StatusChange(Map.of("interfaces", cards, "guestOSInfo", os)));
        vmi.getMetadata().setAnnotations(Map.of("vm.kubevirt.io/os", "y".repeat(200_000)));

        var series = new GuestSeries(EvictionStrategy.NONE);
        series.add(vmi, Optional.empty());

        var text = series.text();
        assertThat(text.lines().filter(line -> line.startsWith("kubevirt_vmi_status_addresses")))
                .hasSize(16);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(16 * 1024);
        assertThat(text).contains("guest_os_name=\"" + "\ud83d\ude00".repeat(64) + "\"");
        assertThat(text.lines()).allMatch(line -> line.startsWith("#") || line.startsWith("kubevirt_"));
    }

    private static String resource(String name) throws IOException {
        try (var file = GuestSeriesTest.class.getResourceAsStream("/guest-series/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
