package dev.yadori.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Eventually;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams through the API server to a pod on each node: exec, logs and forwarded ports. */
class StreamsE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    @Test
    void execTellsExitCodeAndBothOutputs() {
        for (var pod : startOnEachNode("exec", "exec sleep infinity")) {
            var result = pod.exec("sh", "-c", "echo out; echo err >&2; exit 42");

            assertThat(result.exitCode()).isEqualTo(42);
            assertThat(result.output()).isEqualTo("out\n");
            assertThat(result.error()).isEqualTo("err\n");
        }
    }

    @Test
    void execLosesNothingOfALongOutput() {
        for (var pod : startOnEachNode("long", "exec sleep infinity")) {
            var result = pod.exec("seq", "1", "200000");

            assertThat(result.output().lines()).hasSize(200_000).endsWith("200000");
        }
    }

    @Test
    void logHasWhatTheContainerPrinted() {
        for (var pod : startOnEachNode("log", "echo first; echo second >&2; exec sleep infinity")) {
            Eventually.holds(
                    "the log has both lines",
                    () -> assertThat(pod.resource().getLog().lines()).containsExactlyInAnyOrder("first", "second"));
        }
    }

    @Test
    void forwardedPortReachesThePod() throws IOException, InterruptedException {
        var hostnames = NAMESPACE.hostnames();
        for (int i = 0; i < hostnames.size(); i++) {
            var spec = ToolsPod.serving("forward-" + i)
                    .editSpec()
                    .withNodeSelector(ToolsPod.on(hostnames.get(i)))
                    .endSpec();
            var pod = NAMESPACE.start(spec.build());

            assertThat(pageThroughForwardedPort(pod)).isEqualTo("forward-" + i + "\n");
        }
    }

    private static String pageThroughForwardedPort(TestPod pod) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient();
                var forward = pod.resource().portForward(ToolsPod.PORT)) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + forward.getLocalPort() + "/"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static List<TestPod> startOnEachNode(String name, String script) {
        var hostnames = NAMESPACE.hostnames();
        var pods = new ArrayList<TestPod>();
        for (int i = 0; i < hostnames.size(); i++) {
            var spec = ToolsPod.running(name + "-" + i, script)
                    .editSpec()
                    .withNodeSelector(ToolsPod.on(hostnames.get(i)))
                    .endSpec();
            pods.add(NAMESPACE.start(spec.build()));
        }
        return pods;
    }
}
