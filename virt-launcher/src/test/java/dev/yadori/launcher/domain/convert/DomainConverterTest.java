package dev.yadori.launcher.domain.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.HostCases;
import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.LaunchCases;
import dev.yadori.launcher.domain.Placement;
import dev.yadori.launcher.domain.xml.DomainXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden folders. To accept what is written now: -DargLine=-Dyadori.golden.write=true, then read the diff. */
class DomainConverterTest {
    private static final Path FOLDERS = Path.of("src/test/resources/convert");
    private static final String EMULATED = "emulated";

    static Stream<String> cases() {
        return Stream.concat(LaunchCases.all().keySet().stream(), Stream.of(EMULATED));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDomainIsAsInItsFolder(String name) throws IOException {
        var file = FOLDERS.resolve(name).resolve("out-domain.xml");
        var written = name.equals(EMULATED)
                ? DomainXml.of(DomainConverter.convert(LaunchCases.MINIMAL, withoutKvm(), Placement.ANYWHERE))
                : DomainXml.of(DomainConverter.convert(LaunchCases.named(name), LaunchCases.HOST, placement(name)));
        if (Boolean.getBoolean("yadori.golden.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, written);
        }
        assertThat(file).hasContent(written);
    }

    /** In a pod that has these of the node's processors. */
    private static Placement placement(String name) {
        var host = HostCases.named("two", CpuSet.parse("1-2,4,9-10,12"));
        return switch (PlacementPlanner.plan(LaunchCases.named(name).compute(), host)) {
            case PlacementPlan.Placed(var placement) ->
                placement.withFunctions(Map.of("near", 0, "far-a", 1, "far-b", 1, "placed", 0, "nowhere", 7));
            case PlacementPlan.Impossible(var why) -> throw new IllegalStateException(why);
        };
    }

    private static HostFacts withoutKvm() {
        return new HostFacts(false, LaunchCases.HOST.emulator(), LaunchCases.HOST.firmware());
    }

    @Test
    void everyFolderHasItsCase() throws IOException {
        try (var folders = Files.list(FOLDERS)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(cases().toList());
        }
    }

    static Stream<CpuModel> processorsWhoseFeaturesCount() {
        var one = List.of(new CpuModel.CpuFeature("smep", CpuModel.Policy.DISABLE));
        return Stream.of(
                new CpuModel.Named("Nehalem", List.of()), new CpuModel.HostModel(one), new CpuModel.Maximum(one));
    }

    @ParameterizedTest
    @MethodSource("processorsWhoseFeaturesCount")
    void whatEmulationMakesOfAProcessorIsAskedWhereItCounts(CpuModel model) {
        assertThat(DomainXml.of(DomainConverter.convert(LaunchCases.minimal(model), withoutKvm(), Placement.ANYWHERE)))
                .doesNotContain("qemu:");
    }

    @Test
    void whatEmulationMakesOfAProcessorIsNotAskedWhereNobodyAskedForAny() {
        assertThat(DomainXml.of(DomainConverter.convert(
                        LaunchCases.minimal(new CpuModel.HostPassthrough(List.of())),
                        withoutKvm(),
                        Placement.ANYWHERE)))
                .contains("<qemu:del capability=\"cpu-unavailable-features\"/>");
    }

    @Test
    void guestIsToldThatItIsAloneByKvmOnly() {
        var domain = DomainConverter.convert(LaunchCases.named("dedicated"), withoutKvm(), placement("dedicated"));

        assertThat(DomainXml.of(domain)).contains("vcpupin").doesNotContain("hint-dedicated");
    }

    @Test
    void aGuestThatAskedForNothingGetsNoDevices() {
        assertThat(DomainConverter.convert(LaunchCases.MINIMAL, LaunchCases.HOST, Placement.ANYWHERE)
                        .devices())
                .containsExactly(
                        new Device.Controller(Device.ControllerKind.NO_USB, OptionalInt.of(0)), new Device.NoBalloon());
    }

    @ParameterizedTest
    @CsvSource({"0,a", "25,z", "26,aa", "27,ab", "701,zz", "702,aaa"})
    void drivesAreLetteredLikeLinuxDoes(int index, String letters) {
        assertThat(Drives.letters(index)).isEqualTo(letters);
    }
}
