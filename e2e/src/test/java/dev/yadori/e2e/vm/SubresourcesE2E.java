package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ExecResult;
import dev.yadori.e2e.support.Virtctl;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The subresources of a guest, as users with and without rights ask for them. */
class SubresourcesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "sub";
    private static final String STOPPED = "halted";
    private static final String LATE = "late";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int FORBIDDEN = 403;

    @BeforeAll
    static void start() {
        Account.with(NAMESPACE, "editor", "edit");
        Account.with(NAMESPACE, "viewer", "view");
        GUESTS.create(TinyGuest.vm(STOPPED).withRunStrategy("Halted"));
        GUESTS.start(HostileAgent.in(TinyGuest.vm(NAME)));
    }

    @AfterAll
    static void stop() {
        GUESTS.delete(STOPPED);
        GUESTS.delete(NAME);
    }

    @Test
    void theApiSaysWhatItServes() {
        var client = NAMESPACE.client();

        assertThat(client.raw("/apis/subresources.kubevirt.io/v1"))
                .contains("virtualmachineinstances/console", "virtualmachines/start");
        assertThat(client.raw("/apis/subresources.kubevirt.io/v1/version")).contains("gitVersion");
        assertThat(client.raw("/apis/subresources.kubevirt.io/v1alpha3/healthz"))
                .contains("config-resource-version");
        assertThat(client.raw("/openapi/v3/apis/subresources.kubevirt.io/v1")).contains("portforward");
        for (var version : new String[] {"v1", "v1alpha3"}) {
            assertThat(client.apiServices()
                            .withName(version + ".subresources.kubevirt.io")
                            .require()
                            .getStatus()
                            .getConditions())
                    .anySatisfy(condition -> {
                        assertThat(condition.getType()).isEqualTo("Available");
                        assertThat(condition.getStatus()).isEqualTo("True");
                    });
        }
    }

    @Test
    void anEditorStartsAndStops() {
        try (var editor = as("editor")) {
            editor.raw(machine(STOPPED, "start"), "PUT", Map.of());
            GUESTS.awaitPrintableStatus(STOPPED, "Running");

            editor.raw(machine(STOPPED, "stop"), "PUT", Map.of());
            GUESTS.awaitPrintableStatus(STOPPED, "Stopped");
        }
    }

    @Test
    void anEditorRestarts() {
        try (var editor = as("editor")) {
            var before = GUESTS.vmi(NAME).require().getMetadata().getUid();

            editor.raw(machine(NAME, "restart"), "PUT", Map.of());

            Guests.holds("another instance runs", SOON, () -> {
                assertThat(GUESTS.phase(NAME)).isEqualTo("Running");
                assertThat(GUESTS.vmi(NAME).require().getMetadata().getUid()).isNotEqualTo(before);
            });
        }
    }

    @Test
    void anEditorPausesAndUnpauses() {
        try (var editor = as("editor")) {
            editor.raw(instance("pause"), "PUT", Map.of());
            GUESTS.awaitPrintableStatus(NAME, "Paused");
            assertThat(codeOf(() -> editor.raw(instance("pause"), "PUT", Map.of())))
                    .isEqualTo(409);

            editor.raw(instance("unpause"), "PUT", Map.of());
            GUESTS.awaitPrintableStatus(NAME, "Running");
        }
    }

    @Test
    void aViewerDoesNot() {
        try (var viewer = as("viewer")) {
            assertThat(codeOf(() -> viewer.raw(machine(STOPPED, "start"), "PUT", Map.of())))
                    .isEqualTo(FORBIDDEN);
            assertThat(codeOf(() -> viewer.raw(instance("pause"), "PUT", Map.of())))
                    .isEqualTo(FORBIDDEN);
            assertThat(viewer.raw(machine(NAME, "expand-spec"))).contains("\"VirtualMachine\"");
        }
    }

    @Test
    void aForwardedPortLeadsToTheGuestsPage() throws IOException, InterruptedException {
        GUESTS.awaitPage(NAME, "name");
        var virtctl = new ProcessBuilder(
                        "../etc/bin/virtctl", "port-forward", "--stdio", "-n", NAMESPACE.name(), "vmi/" + NAME, "80")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var typed = virtctl.outputWriter()) {
            typed.write("GET /name HTTP/1.0\r\n\r\n");
            typed.flush();

            assertThat(new String(virtctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1")
                    .endsWith(NAME + "\n");
        }
        assertThat(virtctl.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aConsoleWaitsForItsGuestToRun() throws IOException {
        GUESTS.create(TinyGuest.vm(LATE).withRunStrategy("Halted"));
        var refused = Virtctl.run("-n", NAMESPACE.name(), "console", LATE);
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.output()).contains("late is stopped: its runStrategy is Halted");

        assertThat(Virtctl.run("-n", NAMESPACE.name(), "start", LATE).output())
                .isEqualTo("VM late was scheduled to start\n");
        try (var console = GuestConsole.open(NAMESPACE.name(), LATE)) {
            console.expect("login: ");
        }
        GUESTS.delete(LATE);
    }

    @Test
    void whatAGuestIsMadeOfIsAGraphWhereItsGateIsOn() {
        gates("[\"ObjectGraph\"]");
        try {
            Guests.holds("the guest's pod is in its graph", SOON, () -> {
                var graph = Virtctl.run("objectgraph", "-n", NAMESPACE.name(), NAME);
                assertThat(graph.exitCode()).as(graph.output()).isZero();
                assertThat(graph.output()).contains("VirtualMachineInstance", "virt-launcher-" + NAME);
            });
            var storage = Virtctl.run(
                    "objectgraph", "-n", NAMESPACE.name(), "--selector", "kubevirt.io/dependency-type=storage", NAME);
            assertThat(storage.output()).contains(NAME).doesNotContain("virt-launcher-" + NAME);
        } finally {
            gates("null");
        }
    }

    private static void gates(String names) {
        new SystemConfig(NAMESPACE)
                .merge("{\"configuration\":{\"developerConfiguration\":{\"featureGates\":%s}}}".formatted(names));
    }

    @Test
    void aPictureOfTheScreenIsTakenByVirtctl(@TempDir Path folder) throws IOException {
        var file = folder.resolve("screen.png");

        var ended = Virtctl.run("vnc", "screenshot", "-n", NAMESPACE.name(), "-f", file.toString(), NAME);

        assertThat(ended).matches(ExecResult::succeeded);
        var picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isGreaterThanOrEqualTo(640);
        assertThat(picture.getHeight()).isGreaterThanOrEqualTo(400);
    }

    /** A small object, and launchers that neither grow nor end, whatever an agent answers. */
    @Test
    void aHostileAgentMakesNothingLarge() throws IOException {
        GUESTS.awaitPage(NAME, "name");
        try (var console = GuestConsole.open(NAMESPACE.name(), NAME)) {
            console.logIn();
            var agent = new HostileAgent(GUESTS, NAME, console);
            var before = agent.memoryOfThoseWhoListen();

            agent.answers("huge");
            Guests.holds("what is left of its answers is shown", SOON, () -> {
                assertThat(agent.sizeOfObject()).isLessThan(64 * 1024);
                assertThat(GUESTS.status(NAME, "guestOSInfo", "name")).contains("x".repeat(256));
                assertThat(GUESTS.status(NAME, "interfaces"))
                        .hasValueSatisfying(cards -> assertThat((List<?>) cards).hasSizeBetween(2, 16));
            });
            for (var mode : List.of("long", "wrong", "endless")) {
                agent.ends();
                agent.answers(mode);
                console.expect("asked, and " + mode);
            }
            agent.ends();
            agent.answers("good");
            Guests.holds("it is heard again once it behaves", SOON, () -> {
                assertThat(GUESTS.status(NAME, "guestOSInfo", "id")).contains("good");
                assertThat(agent.sizeOfObject()).isLessThan(64 * 1024);
            });

            agent.ends();
            assertThat(agent.memoryOfThoseWhoListen())
                    .allSatisfy((process, kib) -> assertThat(kib)
                            .as(process + ", which had " + before)
                            .isLessThan(before.getOrDefault(process, 0L) + HostileAgent.LITTLE));
        }
    }

    @Test
    void headersOfSomebodyWhoIsNotTheApiServerAreWorthNothing() {
        var asked = GUESTS.asker()
                .shell("curl -ksS -H 'X-Remote-User: admin' -H 'X-Remote-Group: system:masters'"
                        + " https://virt-api.yadori.svc/apis/subresources.kubevirt.io/v1/namespaces/" + NAMESPACE.name()
                        + "/virtualmachines/" + NAME + "/expand-spec");

        assertThat(asked).contains("\"code\":401").doesNotContain("\"VirtualMachine\"");
    }

    private static String machine(String name, String subresource) {
        return path("virtualmachines", name, subresource);
    }

    private static String instance(String subresource) {
        return path("virtualmachineinstances", NAME, subresource);
    }

    private static String path(String resource, String name, String subresource) {
        return "/apis/subresources.kubevirt.io/v1/namespaces/" + NAMESPACE.name() + "/" + resource + "/" + name + "/"
                + subresource;
    }

    private static int codeOf(ThrowingCallable deed) {
        return catchThrowable(deed) instanceof KubernetesClientException refusal ? refusal.getCode() : 0;
    }

    private static KubernetesClient as(String account) {
        var admin = NAMESPACE.client().getConfiguration();
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(admin.getMasterUrl())
                        .withCaCertData(admin.getCaCertData())
                        .withCaCertFile(admin.getCaCertFile())
                        .withOauthToken(new Account(NAMESPACE, account).token())
                        .build())
                .build();
    }
}
