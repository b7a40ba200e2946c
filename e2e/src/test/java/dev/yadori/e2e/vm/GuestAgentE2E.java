package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One guest with an agent, which takes minutes to boot emulated, and all that goes through the agent. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestAgentE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Duration BOOT = Duration.ofMinutes(8);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgaW4gYSB0ZXN0IG9ubHkgbm90aGluZw== e2e";
    private static final String SECRETS = """
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {e2e: "%s"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: passwords}
            stringData: {debian: from-a-secret}
            """.formatted(KEY);
    private static final String GUEST = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachineInstance
            metadata: {name: talks}
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
              domain:
                memory: {guest: 512Mi}
                devices:
                  disks:
                  - {name: root, disk: {bus: virtio}}
                  - {name: seed, disk: {bus: virtio}}
                  interfaces: [{name: default, masquerade: {}}]
                  rng: {}
              networks: [{name: default, pod: {}}]
              volumes:
              - {name: root, containerDisk: {image: "localhost/yadori-guest-debian:dev"}}
              - name: seed
                cloudInitNoCloud:
                  userData: |
                    #cloud-config
                    hostname: talks
                    user: debian
                    lock_passwd: false
            """;

    @BeforeAll
    static void boot() {
        for (var manifest : List.of(SECRETS, GUEST)) {
            var bytes = new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
            NAMESPACE.client().load(bytes).inNamespace(NAMESPACE.name()).create();
        }
        GUESTS.awaitRunning("talks");
        assertThat(condition("Ready")).isEqualTo("False");
        Guests.holds(
                "the agent connects",
                BOOT,
                () -> assertThat(condition("AgentConnected")).isEqualTo("True"));
    }

    @AfterAll
    static void delete() {
        GUESTS.delete("talks");
    }

    @Test
    @Order(1)
    void statusShowsWhatTheAgentSays() {
        Guests.holds(
                "the guest's system is shown",
                SOON,
                () -> assertThat(GUESTS.status("talks", "guestOSInfo", "id")).contains("debian"));
        Guests.holds(
                "the guest's name of its interface is shown",
                SOON,
                () -> assertThat(GUESTS.status("talks", "interfaces", 0, "infoSource"))
                        .contains("domain, guest-agent"));
        assertThat(GUESTS.status("talks", "interfaces", 0, "interfaceName"))
                .hasValueSatisfying(name -> assertThat(name.toString()).startsWith("en"));
        assertThat(condition("AgentVersionNotSupported")).isEmpty();
    }

    @Test
    @Order(2)
    void commandInTheGuestMakesItReady() {
        Guests.holds(
                "the guest is ready", SOON, () -> assertThat(condition("Ready")).isEqualTo("True"));
    }

    @Test
    @Order(3)
    void keysAndPasswordsOfSecretsArriveInTheGuest() throws IOException {
        Guests.holds(
                "credentials are in step",
                SOON,
                () -> assertThat(condition("AccessCredentialsSynchronized")).isEqualTo("True"));

        try (var console = GuestConsole.open(NAMESPACE.name(), "talks")) {
            console.type("\n");
            console.expect("login: ");
            console.type("debian\n");
            console.expect("Password: ");
            console.type("from-a-secret\n");
            console.expect("$ ");
            console.type("cat .ssh/authorized_keys\n");
            console.expect(KEY);
        }
    }

    /** Its status, or nothing where there is no such condition. */
    private static String condition(String type) {
        return GUESTS.status("talks", "conditions").stream()
                .flatMap(all -> ((List<?>) all).stream())
                .map(one -> (Map<?, ?>) one)
                .filter(one -> type.equals(one.get("type")))
                .map(one -> String.valueOf(one.get("status")))
                .findFirst()
                .orElse("");
    }
}
