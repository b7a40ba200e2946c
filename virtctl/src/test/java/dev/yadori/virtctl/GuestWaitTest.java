package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.virtctl.cluster.Access;
import dev.yadori.virtctl.cluster.ByteSocket;
import dev.yadori.virtctl.cluster.FakeApiServer;
import dev.yadori.virtctl.cluster.Surroundings;
import dev.yadori.virtctl.cluster.Wishes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestWaitTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String MACHINE = "/virtualmachines/web";
    private static final String INSTANCE = "/virtualmachineinstances/web";
    private static final String OPENED =
            "GET /apis/subresources.kubevirt.io/v1/namespaces/lab/virtualmachineinstances/web/console";

    @TempDir
    private Path folder;

    private FakeApiServer server;
    private SubresourceClient client;

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.plain();
        Path kubeconfig = Files.writeString(folder.resolve("config"), server.kubeconfig("", "token: t"));
        client = new SubresourceClient(Access.find(
                new Wishes(Map.of("kubeconfig", List.of(kubeconfig.toString()))),
                new Surroundings(Map.of(), folder, folder)));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aGuestThatRunsIsNotWaitedFor() throws IOException {
        assertOpens(LONG);

        assertThat(server.asked).containsExactly(OPENED);
    }

    @Test
    void whatHappensIsWatchedUntilTheGuestRuns() throws IOException {
        server.refusals.add(400);
        server.events.addAll(List.of(
                event("ADDED", "Scheduling"), event("MODIFIED", "Scheduled"), "", event("MODIFIED", "Running")));

        assertOpens(LONG);

        assertThat(server.asked).hasSize(4).first().isEqualTo(OPENED);
        assertThat(server.asked.subList(1, 3))
                .allSatisfy(watch -> assertThat(watch)
                        .startsWith("GET /apis/kubevirt.io/v1/namespaces/lab/virtualmachineinstances?watch=true&")
                        .endsWith("&fieldSelector=metadata.name%3Dweb"));
        assertThat(server.asked).last().isEqualTo(OPENED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\": {\"runStrategy\": \"Always\"}}",
                "{\"spec\": {\"running\": true}}",
                "{\"spec\": {\"runStrategy\": \"Manual\"}, \"status\": {\"stateChangeRequests\": [{\"action\": \"Start\"}]}}"
            })
    void anInstanceThatWillBeMadeIsWaitedFor(String machine) throws IOException {
        server.refusals.add(404);
        server.objects.put(MACHINE, machine);
        server.events.addAll(
                List.of(event("DELETED", "Succeeded"), event("ADDED", "Pending"), event("MODIFIED", "Running")));

        assertOpens(LONG);
    }

    @Test
    void aMachineThatIsHaltedIsNot() {
        server.refusals.add(404);
        server.objects.put(MACHINE, "{\"spec\": {\"runStrategy\": \"Halted\"}}");
        server.objects.put(INSTANCE, "");

        assertThatThrownBy(() -> open(LONG))
                .hasMessage("refused with 404\nvirtctl: web is stopped: its runStrategy is Halted,"
                        + " which 'kubectl virt start web' changes.");
    }

    @Test
    void whatEndsForGoodIsNotWaitedForAnyLonger() {
        server.refusals.add(400);
        server.objects.put(MACHINE, "{\"spec\": {\"runStrategy\": \"Halted\"}}");
        server.objects.put(INSTANCE, "");
        server.events.addAll(List.of(event("ADDED", "Scheduled"), event("DELETED", "Scheduled")));

        assertThatThrownBy(() -> open(LONG)).hasMessageStartingWith("web does not run\nvirtctl: web is stopped");
    }

    @Test
    void whenTheTimeIsOverItIsSaidWhy() {
        server.refusals.add(400);
        server.objects.put(MACHINE, "{\"spec\": {\"runStrategy\": \"Always\"}}");
        server.objects.put(INSTANCE, "{\"metadata\": {\"uid\": \"u\"}, \"status\": {\"phase\": \"Scheduling\"}}");
        server.events.add(event("ADDED", "Scheduling"));

        assertThatThrownBy(() -> open(SHORT))
                .hasMessageStartingWith("web does not run after ")
                .hasMessageContaining("\nvirtctl: web ");
    }

    @Test
    void whatIsRefusedThoughTheGuestRunsStaysRefused() {
        server.refusals.addAll(List.of(400, 400));
        server.events.add(event("ADDED", "Running"));

        assertThatThrownBy(() -> open(LONG)).hasMessage("refused with 400");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 409, 500})
    void otherRefusalsAreNotWaitedOut(int code) {
        server.refusals.add(code);

        assertThatThrownBy(() -> open(LONG)).hasMessageStartingWith("refused with " + code);
        assertThat(server.asked).noneMatch(asked -> asked.contains("watch"));
    }

    @Test
    void withoutTimeNothingIsWatched() {
        server.refusals.add(400);

        assertThatThrownBy(() -> open(Duration.ZERO)).hasMessageStartingWith("refused with 400");
        assertThat(server.asked).noneMatch(asked -> asked.contains("watch"));
    }

    private void assertOpens(Duration longest) throws IOException {
        ByteSocket stream = open(longest);
        var came = new ByteArrayOutputStream();
        stream.writeTo(came);
        Awaitility.await().untilAsserted(() -> assertThat(came).hasToString("hello"));
        stream.close();
    }

    private ByteSocket open(Duration longest) {
        return new GuestWait(client, new Target(Target.INSTANCES, "web"), longest).open("console");
    }

    private static String event(String type, String phase) {
        return "{\"type\": \"%s\", \"object\": {\"status\": {\"phase\": \"%s\"}}}".formatted(type, phase);
    }
}
