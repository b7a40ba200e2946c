package dev.yadori.api.subresource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.api.caller.Access;
import dev.yadori.api.caller.FrontProxy;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Bytes;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.proto.launcher.v1.AgentInfo;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each row of subresources.yaml: objects and a request, and what is answered, written and asked of the guest. Who calls is
 * settled here; that it is asked is another test.
 */
class SubresourceTableTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @TestFactory
    Stream<DynamicTest> rows() throws IOException {
        try (InputStream table = Objects.requireNonNull(getClass().getResourceAsStream("/subresources.yaml"))) {
            List<DynamicTest> tests = new ArrayList<>();
            YAML.readTree(table)
                    .forEach(row ->
                            tests.add(DynamicTest.dynamicTest(row.path("name").asText(), () -> check(row))));
            return tests.stream();
        }
    }

    @Test
    void everyRouteHasARow() throws IOException {
        List<String> asked = new ArrayList<>();
        try (InputStream table = Objects.requireNonNull(getClass().getResourceAsStream("/subresources.yaml"))) {
            YAML.readTree(table)
                    .forEach(row -> asked.add(row.path("request").asText().split("\\?", 2)[0]));
        }
        Api api = new Api();

        assertThat(api.subresources.routes())
                .allSatisfy(route -> assertThat(asked).anySatisfy(request -> {
                    String[] words = request.split(" ", 2);
                    assertThat(words[0]).isEqualTo(route.method());
                    assertThat(SubresourcePath.parse("v1", "namespaces/default/" + words[1]))
                            .hasValueSatisfying(
                                    path -> assertThat(route.answers(path)).isTrue());
                }));
    }

    private static void check(JsonNode row) {
        Api api = new Api();
        api.given(row);

        ApiAnswer answer =
                api.ask(row.path("request").asText(), row.path("body").asText(""));

        JsonNode expected = row.path("answer");
        assertThat(answer).isInstanceOf(ApiAnswer.Response.class);
        ApiAnswer.Response response = (ApiAnswer.Response) answer;
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(response.status()).as(body).isEqualTo(expected.path("code").asInt());
        if (expected.has("message")) {
            JsonNode status = tree(body);
            assertThat(status.path("kind").asText()).isEqualTo("Status");
            assertThat(status.path("code").asInt()).isEqualTo(response.status());
            assertThat(status.path("message").asText())
                    .isEqualTo(expected.path("message").asText());
        }
        if (expected.has("body")) {
            assertThat(tree(body)).isEqualTo(expected.path("body"));
        }
        assertThat(tree(SERIALIZATION.asJson(described(api.objects.writes)))).isEqualTo(list(row.path("writes")));
        assertThat(tree(SERIALIZATION.asJson(described(api.objects.rehearsed)))).isEqualTo(list(row.path("rehearsed")));
        assertThat(tree(SERIALIZATION.asJson(api.guests.asked))).isEqualTo(list(row.path("asked")));
    }

    private static List<Map<String, Object>> described(List<Write> writes) {
        return writes.stream()
                .map(write -> switch (write) {
                    case Write.PatchMachine(var patch) -> Map.<String, Object>of("machine", patch);
                    case Write.PatchMachineStatus(var patch) -> Map.<String, Object>of("machineStatus", patch);
                    case Write.PatchInstance(var patch) -> Map.<String, Object>of("instance", patch);
                    case Write.PatchInstanceStatus(var patch) -> Map.<String, Object>of("instanceStatus", patch);
                    case Write.CreateMigration(var migration) -> Map.<String, Object>of("migration", migration);
                })
                .toList();
    }

    private static JsonNode list(JsonNode given) {
        return given.isMissingNode() ? SpecReader.JSON.createArrayNode() : given;
    }

    private static JsonNode tree(String json) {
        try {
            // By way of text, so that numbers of different types are the same number.
            return YAML.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The API with everything behind it faked, and a caller who may do all. */
    private static final class Api {
        private final FakeObjects objects = new FakeObjects();
        private final FakeGuests guests = new FakeGuests();
        private @Nullable KubeVirt kubeVirt;
        private final SubresourceApi subresources = new SubresourceApi(new SubresourceApi.Parts(
                () -> FrontProxy.NONE,
                (_, _) -> new Access.Verdict(true, ""),
                objects,
                guests,
                (address, datagrams) -> {
                    throw new IOException("connected to " + address + (datagrams ? " udp" : " tcp"));
                },
                new ClusterFacts() {
                    @Override
                    public String json(Object object) {
                        return SERIALIZATION.asJson(object);
                    }

                    @Override
                    public Optional<KubeVirt> kubeVirt() {
                        return Optional.ofNullable(kubeVirt);
                    }
                }));

        void given(JsonNode row) {
            if (row.has("vm")) {
                VirtualMachine machine = SERIALIZATION.convertValue(row.path("vm"), VirtualMachine.class);
                name(machine.getMetadata(), "m1");
                objects.machines.put("web", machine);
            }
            if (row.has("vmi")) {
                VirtualMachineInstance instance =
                        SERIALIZATION.convertValue(row.path("vmi"), VirtualMachineInstance.class);
                name(instance.getMetadata(), "i1");
                objects.instances.put("web", instance);
            }
            if (row.has("kubevirt")) {
                kubeVirt = SERIALIZATION.convertValue(row.path("kubevirt"), KubeVirt.class);
            }
            row.path("pods").forEach(pod -> objects.pods.add(SERIALIZATION.convertValue(pod, Pod.class)));
            row.path("drained").forEach(node -> objects.drained.add(node.asText()));
            objects.stale = row.path("stale").asInt();
            guests.broken = row.path("broken").asBoolean();
            guests.agent = AgentInfo.newBuilder().setHostname("inside").build();
        }

        private static void name(ObjectMeta metadata, String uid) {
            metadata.setName("web");
            metadata.setNamespace("default");
            metadata.setUid(uid);
            metadata.setResourceVersion("7");
        }

        ApiAnswer ask(String request, String body) {
            String[] words = request.split(" ", 2);
            String[] parts = words[1].split("\\?", 2);
            Map<String, List<String>> query = parts.length == 1
                    ? Map.of()
                    : Map.of(parts[1].replaceFirst("=.*", ""), List.of(parts[1].replaceFirst(".*=", "")));
            Map<String, List<String>> headers =
                    words[0].equals("GET") ? Map.of("upgrade", List.of("websocket")) : Map.of();
            ApiRequest asked = new ApiRequest(
                    words[0], parts[0], query, headers, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), List.of());
            SubresourcePath path = SubresourcePath.parse("v1", "namespaces/default/" + parts[0])
                    .orElseThrow();
            return subresources.act(
                    subresources.routes().stream()
                            .filter(route -> route.method().equals(words[0]) && route.answers(path))
                            .findFirst()
                            .orElseThrow(),
                    path,
                    asked);
        }
    }
}
