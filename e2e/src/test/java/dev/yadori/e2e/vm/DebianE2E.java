package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The second example: a whole distribution, whose agent speaks once it has booted. Emulated, that takes minutes. */
class DebianE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Path EXAMPLE = Path.of("..", "examples", "vm-debian.yaml");
    private static final Duration BOOT = Duration.ofMinutes(8);

    @Test
    void agentOfTheExampleConnects() throws IOException {
        try (var manifest = Files.newInputStream(EXAMPLE)) {
            NAMESPACE.client().load(manifest).inNamespace(NAMESPACE.name()).create();
        }
        GUESTS.awaitRunning("debian");

        Guests.holds(
                "the agent connects",
                BOOT,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi("debian"), "AgentConnected"))
                        .isPresent());
        GUESTS.delete("debian");
    }
}
