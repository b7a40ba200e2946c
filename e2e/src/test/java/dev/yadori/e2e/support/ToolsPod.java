package dev.yadori.e2e.support;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** Shapes of pods that run the tools image. */
public final class ToolsPod {
    public static final String IMAGE =
            Optional.ofNullable(System.getenv("YADORI_TOOLS_IMAGE")).orElse("localhost/yadori-tools:dev");

    /** Where {@link #serving} listens. */
    public static final int PORT = 8080;

    private ToolsPod() {}

    /** A pod that does nothing until it is deleted. */
    public static PodBuilder idle(String name) {
        return running(name, "exec sleep infinity");
    }

    /** A pod whose web server answers with the pod's name, on each address of both families. */
    public static PodBuilder serving(String name) {
        var script = """
                mkdir -p /tmp/www
                echo %s >/tmp/www/index.html
                exec busybox httpd -f -p %d -h /tmp/www
                """.formatted(name, PORT);
        return running(name, script)
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withNewTcpSocket()
                .withNewPort(PORT)
                .endTcpSocket()
                .withPeriodSeconds(1)
                .endReadinessProbe()
                .endContainer()
                .endSpec();
    }

    /** A pod that runs a shell script. */
    public static PodBuilder running(String name, String script) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                // As process 1 these programs do not end on a signal, and no test wants to wait for that.
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("tools")
                .withImage(IMAGE)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("bash", "-c", script)
                .endContainer()
                .endSpec();
    }

    /** The node selector for one node. */
    public static Map<String, String> on(String hostname) {
        return Map.of("kubernetes.io/hostname", hostname);
    }

    /** The address of {@link #serving}'s page. */
    public static String url(InetAddress address) {
        var host = address.getHostAddress();
        return "http://%s:%d/".formatted(address instanceof Inet6Address ? "[" + host + "]" : host, PORT);
    }
}
