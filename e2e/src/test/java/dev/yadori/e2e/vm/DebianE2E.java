package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The second example: a whole distribution, whose agent speaks once it has booted, with systemd's clients of DHCP and of router
 * advertisements. Emulated, a boot takes minutes, so there is one guest for all tests: to the example they add a server, through
 * which they ask the guest, and what goes through the agent: a probe and credentials.
 */
class DebianE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "debian";
    private static final Path EXAMPLE = Path.of("..", "examples", "vm-debian.yaml");
    private static final String SERVER = "debian-server.yaml";
    private static final String PAGE = "page";
    private static final Duration BOOT = Duration.ofMinutes(8);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String ECHO = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
            + " s.bind((\"\", 5300)); [s.sendto(*s.recvfrom(65536)) for _ in iter(int, 1)]";
    private static final GenericKubernetesResource BY_AGENT =
            Serialization.unmarshal("""
            spec:
              readinessProbe: {exec: {command: [/usr/bin/test, -e, /etc/debian_version]}, periodSeconds: 5, timeoutSeconds: 5}
              livenessProbe: {guestAgentPing: {}, initialDelaySeconds: 900}
              accessCredentials:
              - sshPublicKey:
                  source: {secret: {secretName: keys}}
                  propagationMethod: {qemuGuestAgent: {users: [debian]}}
              - userPassword:
                  source: {secret: {secretName: passwords}}
                  propagationMethod: {qemuGuestAgent: {}}
            """, GenericKubernetesResource.class);

    @TempDir
    private static Path folder;

    private static SshKey key;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        key = SshKey.make(folder);
        NAMESPACE.create(WebPaths.service("pods", "beside", ToolsPod.PORT));
        NAMESPACE.create(new ServiceBuilder(WebPaths.service(PAGE, NAME, 80))
                .editSpec()
                .withSelector(Map.of("app", NAME))
                .endSpec()
                .build());
        NAMESPACE.create(secret("keys", "e2e", key.line()));
        NAMESPACE.create(secret("passwords", "root", "from-a-secret"));
        NAMESPACE.create(example());
        NAMESPACE.start(ToolsPod.serving("beside")
                .editMetadata()
                .addToLabels("guest", "beside")
                .endMetadata()
                .build());
        GUESTS.awaitRunning(NAME);
        assertThat(condition("Ready")).isEqualTo("False");
        Guests.holds(
                "the server of " + NAME + " answers",
                BOOT,
                () -> assertThat(GUESTS.page(NAMESPACE.pod("beside"), NAME, "name"))
                        .contains(NAME));
    }

    /** Its user data is the end of the example. */
    private static GenericKubernetesResource example() throws IOException {
        try (var server = Objects.requireNonNull(DebianE2E.class.getResourceAsStream(SERVER), SERVER)) {
            GenericKubernetesResource example = Serialization.unmarshal(
                    Files.readString(EXAMPLE) + new String(server.readAllBytes(), StandardCharsets.UTF_8).indent(14),
                    GenericKubernetesResource.class);
            Map<String, Object> spec = example.get("spec", "template", "spec");
            spec.putAll(BY_AGENT.<Map<String, Object>>get("spec"));
            return example;
        }
    }

    private static Secret secret(String name, String key, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToStringData(key, value)
                .build();
    }

    private static WebPaths web() {
        return new WebPaths(GUESTS, NAMESPACE.pod("beside"));
    }

    @Test
    void statusShowsWhatTheAgentSays() {
        Guests.holds(
                "the agent connects",
                BOOT,
                () -> assertThat(condition("AgentConnected")).isEqualTo("True"));
        Guests.holds(
                "the guest's system is shown",
                SOON,
                () -> assertThat(GUESTS.status(NAME, "guestOSInfo", "id")).contains("debian"));
        Guests.holds(
                "the guest's name of its card is shown",
                SOON,
                () -> assertThat(GUESTS.status(NAME, "interfaces", 0, "infoSource"))
                        .contains("domain, guest-agent"));
        assertThat(GUESTS.status(NAME, "interfaces", 0, "interfaceName"))
                .hasValueSatisfying(name -> assertThat(name.toString()).startsWith("en"));
        assertThat(condition("AgentVersionNotSupported")).isEmpty();
    }

    @Test
    void commandInTheGuestMakesItReady() {
        Guests.holds(
                "the guest is ready", BOOT, () -> assertThat(condition("Ready")).isEqualTo("True"));
    }

    @Test
    void keysAndPasswordsOfSecretsArriveInTheGuest() throws IOException {
        awaitCredentials();

        try (var console = GuestConsole.open(NAMESPACE.name(), NAME)) {
            console.type("\n");
            console.expect("login: ");
            // Not as debian, whose password cloud-init sets as well, in a moment of its own.
            console.type("root\n");
            console.expect("Password: ");
            console.type("from-a-secret\n");
            console.expect("# ");
            console.type("cat ~debian/.ssh/authorized_keys\n");
            console.expect(key.line());
        }
    }

    @Test
    void keyOfASecretLetsVirtctlIn() throws IOException {
        awaitCredentials();
        var here = Files.writeString(folder.resolve("there"), "carried\n");

        key.copy(NAMESPACE.name(), here.toString(), "debian@vmi/debian:carried");
        var seen = key.run(NAMESPACE.name(), "debian@vmi/debian", "cat carried && echo and back >>carried");
        var back = folder.resolve("back");
        key.copy(NAMESPACE.name(), "debian@vmi/debian:carried", back.toString());

        assertThat(seen).isEqualTo("carried\n");
        assertThat(back).hasContent("carried\nand back\n");
    }

    @Test
    void datagramsComeBackThroughVirtctl() throws IOException {
        awaitCredentials();
        key.run(NAMESPACE.name(), "debian@vmi/debian", "nohup python3 -c '" + ECHO + "' </dev/null >/dev/null 2>&1 &");
        var forward = new ProcessBuilder(
                        "../etc/bin/virtctl", "-n", NAMESPACE.name(), "port-forward", "vm/" + NAME, "udp/0:5300")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = forward.inputReader();
                var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var begun = said.readLine();
            assertThat(begun).matches("Forwarding from 127\\.0\\.0\\.1:[0-9]+ to 5300/udp");
            socket.connect(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(begun.replaceAll(".*:([0-9]+) to .*", "$1")));
            socket.setSoTimeout(2000);
            // Datagrams may get lost, and the first may come before the guest listens.
            Guests.holds(
                    "a datagram comes back",
                    SOON,
                    () -> assertThat(echo(socket, "there and back")).isEqualTo("there and back"));
        } finally {
            forward.destroy();
        }
    }

    /** Empty where nothing comes back for a while. */
    private static String echo(DatagramSocket socket, String text) {
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length));
            var answer = new DatagramPacket(new byte[2000], 2000);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileSystemsAreFrozenAndThawed() {
        awaitCredentials();
        var instance = "/apis/subresources.kubevirt.io/v1/namespaces/" + NAMESPACE.name() + "/virtualmachineinstances/"
                + NAME + "/";

        NAMESPACE.client().raw(instance + "freeze", "PUT", Map.of("unfreezeTimeout", "10m"));
        Guests.holds(
                "the guest is frozen",
                SOON,
                () -> assertThat(GUESTS.status(NAME, "fsFreezeStatus")).contains("frozen"));
        NAMESPACE.client().raw(instance + "unfreeze", "PUT", Map.of());
        Guests.holds(
                "the guest is thawed",
                SOON,
                () -> assertThat(GUESTS.status(NAME, "fsFreezeStatus")).isEmpty());
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
    void podReachesItByItsServiceOverBothFamilies() {
        web().addressesOfService(PAGE)
                .forEach(address -> web().podGets(NAMESPACE.pod("beside"), WebPaths.nameOf(address), NAME));
    }

    @Test
    void itReachesWhatIsOutsideThePodNetwork() {
        assertThat(web().nodes()).isNotEmpty();
        web().nodes().forEach(node -> web().guestGetsPageWith(NAME, WebPaths.healthOf(node), "lastUpdated"));
    }

    @Test
    void itReachesPodsAndServicesOverBothFamilies() {
        NAMESPACE.pod("beside").addresses().forEach(address -> web().guestGets(NAME, ToolsPod.url(address), "beside"));
        web().addressesOfService("pods").forEach(address -> web().guestGets(NAME, ToolsPod.url(address), "beside"));
    }

    @Test
    void itFindsAServiceByItsNameAlone() {
        web().guestGets(NAME, "http://pods:%d/".formatted(ToolsPod.PORT), "beside");
    }

    private static void awaitCredentials() {
        Guests.holds(
                "credentials are in step",
                BOOT,
                () -> assertThat(condition("AccessCredentialsSynchronized")).isEqualTo("True"));
    }

    /** Its status, or nothing where there is no such condition. */
    private static String condition(String type) {
        return GUESTS.conditionStatus(GUESTS.vmi(NAME), type).orElse("");
    }
}
