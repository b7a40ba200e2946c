package dev.yadori.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A pod on the cluster, and what tests ask it to do. */
public record TestPod(PodResource resource) {
    private static final int EXEC_SECONDS = 60;

    public Pod get() {
        return resource.require();
    }

    public String name() {
        return get().getMetadata().getName();
    }

    public List<InetAddress> addresses() {
        return get().getStatus().getPodIPs().stream()
                .map(PodIP::getIp)
                .map(InetAddress::ofLiteral)
                .toList();
    }

    /** Those on networks beside the pod network, as Multus tells the pod. */
    public List<InetAddress> addressesOnNetworks() {
        var status = get().getMetadata().getAnnotations().get("k8s.v1.cni.cncf.io/network-status");
        var networks = Serialization.unmarshal("{\"all\": %s}".formatted(status), GenericKubernetesResource.class);
        return networks.<List<Map<String, List<String>>>>get("all").stream()
                .flatMap(network -> network.getOrDefault("ips", List.of()).stream())
                .map(InetAddress::ofLiteral)
                .filter(address -> !addresses().contains(address))
                .toList();
    }

    /** Runs a command in the pod's only container, to its end. */
    public ExecResult exec(String... command) {
        var output = new ByteArrayOutputStream();
        var error = new ByteArrayOutputStream();
        try (var watch = resource.writingOutput(output).writingError(error).exec(command)) {
            // Without one where the connection ended first.
            Integer exitCode = watch.exitCode().get(EXEC_SECONDS, TimeUnit.SECONDS);
            if (exitCode == null) {
                throw new IllegalStateException("cut off from exec of " + String.join(" ", command));
            }
            return new ExecResult(exitCode, utf8(output), utf8(error));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in exec of " + String.join(" ", command), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no exit code from exec of " + String.join(" ", command), e);
        }
    }

    /** What a shell script in the pod prints; it has to succeed. Its arguments are $0 and following. */
    public String shell(String script, String... arguments) {
        var command = Stream.concat(Stream.of("bash", "-euo", "pipefail", "-c", script), Stream.of(arguments));
        var result = exec(command.toArray(String[]::new));
        assertThat(result.exitCode())
                .as("exit code of «%s», which said: %s%s", script, result.output(), result.error())
                .isZero();
        return result.output().strip();
    }

    /** Asks for an HTTP page from inside the pod. */
    public ExecResult fetch(String url) {
        // A closed port shows as no connection, and tests that await one ask many times.
        return exec(
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--globoff",
                "--connect-timeout",
                "2",
                "--max-time",
                "5",
                url);
    }

    /** What a URL answers as soon as it answers: one process waits in the pod, where polling would begin one each time. */
    public ExecResult fetchWithin(Duration patience, String url) {
        return exec(
                "timeout",
                String.valueOf(patience.toSeconds()),
                "bash",
                "-c",
                "until curl --silent --fail --globoff --connect-timeout 1 --max-time 5 \"$0\"; do sleep 0.3; done",
                url);
    }

    private static String utf8(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
