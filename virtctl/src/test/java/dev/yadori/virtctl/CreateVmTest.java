package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.crds.v1.VirtualMachine;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateVmTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();
    private final PrintStream standardOutput = System.out;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(standardOutput);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "disks", "cloud-init"})
    void theManifestIsAsItAlwaysWas(String name) throws IOException {
        List<String> arguments =
                List.of(resource(name + "/in-arguments.txt").strip().split("\n"));

        assertThat(run(arguments)).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(resource(name + "/out-vm.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "disks", "cloud-init"})
    void whatIsPrintedHasNoFieldThatTheApiLacks(String name) throws IOException {
        var mapper = new ObjectMapper();
        var strict = new KubernetesSerialization(mapper, false);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

        VirtualMachine vm = strict.unmarshal(resource(name + "/out-vm.yaml"), VirtualMachine.class);

        assertThat(Objects.requireNonNull(vm.getSpec()).template()).isNotNull();
    }

    @Test
    void aNameIsMadeWhereNoneIsGiven() {
        assertThat(run(List.of())).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("name: \"?vm-[a-z0-9]{5}\"?\n");
    }

    @Test
    void whatIsInferredMayBeDeniedAndTheNamespaceIsWritten() {
        assertThat(run(List.of("--infer-instancetype=false", "-n", "lab", "--name=web", "--user=jdoe")))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("namespace: \"lab\"", "user: 'jdoe'")
                .doesNotContain("instancetype");
    }

    @Test
    void thePasswordComesFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "it's: secret\n");

        assertThat(run(List.of("--user=jdoe", "--password-file=" + file))).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("password: 'it''s: secret'", "expire: false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--volume-import=type:http,url:x|imported",
                "--volume-blank=size:1Gi|--volume-blank are not supported",
                "--instancetype=small|instance types",
                "--infer-preference|--preference and what infers them are not supported",
                "--access-cred=type:ssh,src:s|--access-cred and --ga-manage-ssh are not supported",
                "--run-strategy=Sometimes|Always, RerunOnFailure, Manual, Halted, Once",
                "--memory=lots|quantity",
                "--name=No Name|is no name",
                "--volume-pvc=name:root|src must be given",
                "--volume-pvc=src:a,size:1|is none of",
                "--volume-pvc=src:a,bootorder:0|greater than 0",
                "--volume-pvc=src:a,name:x --volume-containerdisk=src:b,name:x|already a volume",
                "--volume-pvc=src:a,bootorder:1 --volume-containerdisk=src:b,bootorder:1|multiple times",
                "--cloud-init-user-data=%%%|base64",
                "--cloud-init-user-data=YQ== --user=a|excludes",
                "--cloud-init=none --user=a|no place",
                "--cloud-init=other|noCloud, configDrive, none"
            })
    void whatCannotBeIsRefusedWithTheFlagOrTheReason(String arguments, String why) {
        var words = arguments.contains("No Name") ? List.of(arguments) : List.of(arguments.split(" "));

        assertThat(run(words)).isEqualTo(1);
        assertThat(errors.toString()).startsWith("virtctl: error: ").contains(why);
        assertThat(printed.size()).isZero();
    }

    private int run(List<String> arguments) {
        var words = new ArrayList<>(List.of("create", "vm"));
        words.addAll(arguments);
        return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(words.toArray(String[]::new));
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = CreateVmTest.class.getResourceAsStream("/create/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
