package dev.yadori.launcher.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.TextFormat;
import dev.yadori.launcher.domain.DirectKernel;
import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.domain.LaunchCases;
import dev.yadori.launcher.domain.Placement;
import dev.yadori.launcher.domain.convert.DomainConverter;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.volume.PreparedMedia;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden folders, written as those of DomainConverterTest are; and a row for each field that can be wrong. */
class LaunchSpecMapperTest {
    private static final Path FOLDERS = Path.of("src/test/resources/launch");
    private static final RuntimePaths PATHS = RuntimePaths.inPod(new UUID(3, 4));

    static Stream<String> cases() throws IOException {
        try (var folders = Files.list(FOLDERS)) {
            return folders.map(folder -> folder.getFileName().toString()).toList().stream();
        }
    }

    private static LaunchSpec read(String name) throws IOException {
        return TextFormat.parse(Files.readString(FOLDERS.resolve(name).resolve("in-launch.txtpb")), LaunchSpec.class);
    }

    /** Every volume is a file, but those whose names say more. */
    private static PreparedMedia media(LaunchSpec spec) {
        Map<String, Medium> volumes = spec.getVolumesList().stream()
                .collect(Collectors.toMap(
                        volume -> volume.getName(),
                        volume -> new Medium(
                                source(volume.getName()), !volume.getName().contains("slow"))));
        var kernel = Optional.of(spec.getBoot())
                .filter(boot -> boot.hasKernel())
                .map(boot ->
                        new DirectKernel(boot.getKernel().getKernelPath(), Optional.empty(), Optional.of("quiet")));
        return new PreparedMedia(volumes, kernel);
    }

    private static Source source(String name) {
        return name.contains("block") ? new Source.BlockDevice("/dev/" + name) : new Source.RawFile("/disks/" + name);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDomainIsAsInItsFolder(String name) throws IOException {
        var file = FOLDERS.resolve(name).resolve("out-domain.xml");
        var spec = read(name);
        var written = DomainXml.of(DomainConverter.convert(
                LaunchSpecMapper.toDomain(spec, media(spec), PATHS), LaunchCases.HOST, Placement.ANYWHERE));
        if (Boolean.getBoolean("yadori.golden.write")) {
            Files.writeString(file, written);
        }
        assertThat(file).hasContent(written);
    }

    /** A row is merged into the fullest case; what it repeats is added at the end of lists. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identity.object_uid | identity { object_uid: 'no' }",
                "identity.firmware_uuid | identity { firmware_uuid: '1-1-1-1-1' }",
                "compute.topology.cores | compute { topology { cores: 0 } }",
                "compute.topology.sockets | compute { topology { sockets: 4294967295 } }",
                "compute.topology | compute { topology { sockets: 100000 cores: 100000 } }",
                "compute.memory_bytes | compute { memory_bytes: 18446744073709551615 }",
                "compute.hugepage_bytes | compute { hugepage_bytes: 5 }",
                "compute.dedicated.mirror_cells | compute { hugepage_bytes: 0 dedicated { mirror_cells: true } }",
                "compute.dedicated.emulator_cpus | compute { dedicated { emulator_cpus: 4294967295 } }",
                "compute.model.features[2].policy | compute { model { features { name: 'vmx' } } }",
                "compute.model.features[2].name | compute { model { features { policy: POLICY_REQUIRE } } }",
                "features.hyperv[5].toggle.name | features { hyperv { toggle { name: 'telepathy' } } }",
                "features.hyperv[5] | features { hyperv {} }",
                "clock.timers[2].name | clock { timers { name: 'sundial' } }",
                "clock.timers[2].tick_policy | clock { timers { name: 'rtc' tick_policy: 'hope' } }",
                "disks[5].name | disks { name: 'unknown' kind: KIND_DISK bus: BUS_SATA }",
                "disks[5].name | disks { kind: KIND_DISK bus: BUS_SATA }",
                "disks[5].kind | disks { name: 'root' bus: BUS_SATA }",
                "disks[5].kind | disks { name: 'root' kind: KIND_LUN bus: BUS_SCSI }",
                "disks[5].bus | disks { name: 'root' kind: KIND_DISK }",
                "disks[5].empty | disks { name: 'root' kind: KIND_DISK bus: BUS_SATA empty: true }",
                "disks[5].cache | disks { name: 'slow' kind: KIND_DISK bus: BUS_SATA cache: CACHE_NONE }",
                "disks[5].io | disks { name: 'slow' kind: KIND_DISK bus: BUS_SATA io: IO_NATIVE }",
                "interfaces[2].mac | interfaces { name: 'x' model: MODEL_E1000 tap: 'tap9' mac: '02:00' }",
                "interfaces[2].tap | interfaces { name: 'x' model: MODEL_E1000 tap: 'sixteen-letters-' mac: '02:00:00:00:00:09' }",
                "interfaces[2].model | interfaces { name: 'x' tap: 'tap9' mac: '02:00:00:00:00:09' }",
                "interfaces[2].name | interfaces { function { address: '0000:3b:02.1' } }",
                "interfaces[2].function.address | interfaces { name: 'x' function { address: '3b:02.1' } }",
                "interfaces[2].function.guest_address | interfaces { name: 'x' function { address: '0000:3b:02.1' guest_address: '0000:05:20.0' } }",
                "extras.balloon.statistics_period | extras { balloon { statistics_period { seconds: -1 } } }",
            })
    void whatCannotBeNamesItsField(String field, String change) throws IOException {
        var spec = read("full").toBuilder();
        TextFormat.merge(change, spec);
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> LaunchSpecMapper.toDomain(spec.build(), media(spec.build()), PATHS))
                .withMessageStartingWith(field + ": ")
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "identity.name, identity",
        "compute.topology.sockets, compute",
        "boot.machine, boot",
        "clock.base, clock"
    })
    void whatIsLeftOutNamesItsField(String field, String left) throws IOException {
        var spec = read("minimal").toBuilder();
        spec.clearField(LaunchSpec.getDescriptor().findFieldByName(left));
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> LaunchSpecMapper.toDomain(spec.build(), media(spec.build()), PATHS))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}
