package dev.yadori.launcher.volume.iso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.launcher.volume.IsoContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images as Linux mounts them (root, and a kernel with iso9660), and as xorriso reads them. */
class IsoImageHostIT {
    @TempDir
    Path folder;

    private Path image = Path.of("");

    @BeforeEach
    void anImage() {
        image = folder.resolve("image.iso");
    }

    static Stream<Map<String, byte[]>> contents() {
        var many = new TreeMap<String, byte[]>();
        for (int i = 0; i < 300; i++) {
            many.put(
                    "folder-" + i % 7 + "/sub/the same long beginning, another number " + i,
                    ("content " + i).getBytes(UTF_8));
        }
        var longNames = new TreeMap<String, byte[]>();
        for (int i = 0; i < 40; i++) {
            longNames.put("n".repeat(i < 20 ? 253 : 140 + i - 20) + i % 10 + (i / 10), new byte[i]);
        }
        longNames.keySet().removeIf(name -> name.length() > 255);
        return Stream.of(
                Map.of(),
                Map.of("user-data", "#cloud-config\n".getBytes(UTF_8), "meta-data", "{}".getBytes(UTF_8)),
                Map.of("openstack/latest/meta_data.json", new byte[2048], "openstack/latest/user_data", new byte[2049]),
                Map.of("empty", new byte[0], "Ünïcode 日本", new byte[] {1}, ".dot", new byte[] {2}, "a.b.c", new byte[] {
                    3
                }),
                Map.of("a/b/c/d/e/f/g/h/i/j", new byte[100_000]),
                many,
                longNames);
    }

    private void write(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        IsoImage.write(IsoContent.of("cidata", files), bytes);
        assertThat(bytes.size() % 4096).isZero();
        Files.write(image, bytes.toByteArray());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static Map<String, String> read(Path root) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), Files.readString(file, UTF_8));
            }
        }
        return found;
    }

    private static Map<String, String> asText(Map<String, byte[]> files) {
        var texts = new TreeMap<String, String>();
        files.forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
        return texts;
    }

    @ParameterizedTest
    @MethodSource("contents")
    void linuxReadsRockRidge(Map<String, byte[]> files) throws Exception {
        assumeThat(System.getProperty("user.name")).as("is root").isEqualTo("root");
        assumeThat(Files.readString(Path.of("/proc/filesystems")))
                .as("the kernel knows iso9660")
                .contains("iso9660");
        write(files);
        var mount = Files.createDirectories(folder.resolve("mount"));
        assertThat(run("mount", "-o", "loop,ro,iocharset=utf8", image.toString(), mount.toString()))
                .isZero();
        try (var all = Files.walk(mount)) {
            assertThat(read(mount)).isEqualTo(asText(files));
            assertThat(all).allSatisfy(IsoImageHostIT::belongsToRoot);
        } finally {
            assertThat(run("umount", mount.toString())).isZero();
        }
    }

    private static void belongsToRoot(Path path) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class);
        assertThat(attributes.owner().getName()).isEqualTo("root");
        assertThat(PosixFilePermissions.toString(attributes.permissions()))
                .isEqualTo(attributes.isDirectory() ? "rwxr-xr-x" : "rw-r--r--");
    }

    private Map<String, String> extracted(String hierarchy) throws Exception {
        assumeThat(Path.of("/usr/bin/xorriso")).as("xorriso is installed").isExecutable();
        var copy = folder.resolve("copy");
        var command = List.of(
                "xorriso",
                "-abort_on",
                "WARNING",
                "-return_with",
                "WARNING",
                "32",
                "-read_fs",
                hierarchy,
                "-osirrox",
                "on",
                "-indev",
                image.toString(),
                "-extract",
                "/",
                copy.toString());
        assertThat(run(command.toArray(String[]::new))).isZero();
        return Files.isDirectory(copy) ? read(copy) : Map.of();
    }

    @ParameterizedTest
    @MethodSource("contents")
    void xorrisoReadsRockRidge(Map<String, byte[]> files) throws Exception {
        write(files);
        assertThat(extracted("nojoliet")).isEqualTo(asText(files));
    }

    /** Names end after 64 characters there, but nothing is lost. */
    @ParameterizedTest
    @MethodSource("contents")
    void xorrisoReadsJoliet(Map<String, byte[]> files) throws Exception {
        write(files);
        var read = extracted("norock");
        assertThat(read.values())
                .containsExactlyInAnyOrderElementsOf(asText(files).values());
        assertThat(read.keySet())
                .containsAll(files.keySet().stream()
                        .filter(name -> Stream.of(name.split("/")).allMatch(part -> part.length() <= 64))
                        .toList());
    }
}
