package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The second example: a whole distribution, whose agent speaks once it has booted, with systemd's clients of DHCP and of router
 * advertisements. Emulated, a boot takes minutes. The test adds a server to the example, through which it asks the guest.
 */
class DebianE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "debian";
    private static final Path EXAMPLE = Path.of("..", "examples", "vm-debian.yaml");
    private static final String SERVER = "debian-server.yaml";
    private static final Duration BOOT = Duration.ofMinutes(8);

    @BeforeAll
    static void start() throws IOException {
        NAMESPACE.create(WebPaths.service("pods", "beside", ToolsPod.PORT));
        NAMESPACE.create(example());
        NAMESPACE.start(ToolsPod.serving("beside")
                .editMetadata()
                .addToLabels("guest", "beside")
                .endMetadata()
                .build());
        GUESTS.awaitRunning(NAME);
        Guests.holds(
                "the server of " + NAME + " answers",
                BOOT,
                () -> assertThat(GUESTS.page(NAMESPACE.pod("beside"), NAME, "name"))
                        .contains(NAME));
    }

    /** Its user data is the end of the example. */
    private static GenericKubernetesResource example() throws IOException {
        try (var server = Objects.requireNonNull(DebianE2E.class.getResourceAsStream(SERVER), SERVER)) {
            return Serialization.unmarshal(
                    Files.readString(EXAMPLE) + new String(server.readAllBytes(), StandardCharsets.UTF_8).indent(14),
                    GenericKubernetesResource.class);
        }
    }

    private static WebPaths web() {
        return new WebPaths(GUESTS, NAMESPACE.pod("beside"));
    }

    @Test
    void agentOfTheExampleConnects() {
        Guests.holds(
                "the agent connects",
                BOOT,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi(NAME), "AgentConnected"))
                        .isPresent());
        Guests.holds(
                "the status names the guest's own card",
                BOOT,
                () -> assertThat(GUESTS.status(NAME, "interfaces", 0, "interfaceName"))
                        .isPresent());
    }

    @Test
    void podReachesItOverBothFamilies() {
        var addresses = web().addresses(NAME);

        assertThat(addresses)
                .hasAtLeastOneElementOfType(Inet4Address.class)
                .hasAtLeastOneElementOfType(Inet6Address.class);
        addresses.forEach(address -> web().podGets(NAMESPACE.pod("beside"), WebPaths.nameOf(address), NAME));
    }

    @Test
    void itReachesPodsAndServicesOverBothFamilies() {
        NAMESPACE.pod("beside").addresses().forEach(address -> web().guestGets(NAME, ToolsPod.url(address), "beside"));
        web().addressesOfService("pods").forEach(address -> web().guestGets(NAME, ToolsPod.url(address), "beside"));
    }
}
