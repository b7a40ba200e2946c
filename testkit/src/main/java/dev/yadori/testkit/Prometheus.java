package dev.yadori.testkit;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The Prometheus of Debian on loopback, in a folder of its own. It scrapes as manifests/monitoring says, but for where targets are
 * found, and follows the rules there.
 */
public final class Prometheus implements AutoCloseable {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String META = "__meta_kubernetes_pod_";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    /** A pod to be scraped, as Kubernetes would say where it is. */
    public record Target(String component, String pod, String node, int port) {}

    /** One series of an answer. */
    public record Sample(Map<String, String> labels, String value) {}

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether it is on this machine, or where etc/prometheus puts it. */
    public static boolean isThere() {
        return folders().anyMatch(folder -> Files.isExecutable(folder.resolve("prometheus")));
    }

    private static Stream<Path> folders() {
        return Stream.of(Path.of("/usr/bin"), KubeApiServer.file("target/prometheus/usr/bin"));
    }

    private static String program(String name) {
        return folders()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("etc/prometheus would fetch " + name))
                .toString();
    }

    /** Where its files of this project are. */
    public static Path files() {
        return KubeApiServer.file("manifests/monitoring");
    }

    /** What promtool says, in the folder of the files. */
    public static String promtool(String... arguments) throws IOException {
        var command = new ArrayList<>(Arrays.asList(arguments));
        command.addFirst(program("promtool"));
        var process = new ProcessBuilder(command)
                .directory(files().toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Starts one that scrapes each second. */
    public static Prometheus start(Path folder, Target... targets) throws IOException {
        var config = Map.of(
                "global", Map.of("scrape_interval", "1s", "evaluation_interval", "1s"),
                "rule_files",
                        List.of(files().resolve("rules.yml").toAbsolutePath().toString()),
                "scrape_configs", List.of(job(targets)));
        var file = Files.writeString(folder.resolve("prometheus.yml"), YAML.asJson(config));
        int port = KubernetesPrograms.freePort();
        var process = new ProcessBuilder(
                        program("prometheus"),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, port);
    }

    private static Map<String, Object> job(Target... targets) throws IOException {
        List<?> jobs = YAML.unmarshal(Files.readString(files().resolve("scrape.yml")), List.class);
        var job = new HashMap<String, Object>();
        ((Map<?, ?>) jobs.getFirst()).forEach((key, value) -> job.put(String.valueOf(key), value));
        job.remove("kubernetes_sd_configs");
        job.put("static_configs", Arrays.stream(targets).map(Prometheus::found).toList());
        return job;
    }

    private static Map<String, Object> found(Target target) {
        return Map.of(
                "targets",
                List.of("127.0.0.1:" + target.port()),
                "labels",
                Map.of(
                        META + "label_kubevirt_io", target.component(),
                        META + "container_port_name", "health",
                        META + "name", target.pod(),
                        META + "node_name", target.node()));
    }

    /** What an expression is now. */
    public List<Sample> query(String expression) throws IOException, InterruptedException {
        var query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Map<?, ?> body = YAML.unmarshal(answer.body(), Map.class);
        if (!(body.get("data") instanceof Map<?, ?> data && data.get("result") instanceof List<?> result)) {
            throw new IOException("Prometheus says " + answer.body());
        }
        return result.stream().map(series -> sample((Map<?, ?>) series)).toList();
    }

    private static Sample sample(Map<?, ?> series) {
        var labels = new HashMap<String, String>();
        var metric = (Map<?, ?>) Objects.requireNonNull(series.get("metric"));
        metric.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
        var value = (List<?>) Objects.requireNonNull(series.get("value"));
        return new Sample(labels, String.valueOf(value.getLast()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        http.close();
    }
}
