package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.KubeApiServer;
import dev.yadori.testkit.KubeApiServerExtension;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KubeApiServerExtension.class)
class FailedStartIT {
    private static final String USER = "sees-the-configuration";
    private static final int MINUTES = 4;

    @Test
    void processThatLeadsAndCannotWatchWhatItNeedsEnds(KubeApiServer server, @TempDir Path folder) throws Exception {
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("yadori")
                        .endMetadata()
                        .build())
                .create();
        mayLeadAndSeeTheConfigurationOnly(server);
        var said = folder.resolve("log");

        var process = start(server, folder, said);

        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as(() -> "end of a process that said: " + read(said))
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(said).content().contains("controller cannot start");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void mayLeadAndSeeTheConfigurationOnly(KubeApiServer server) {
        server.client()
                .resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("kubevirt.io")
                        .withResources("kubevirts")
                        .withVerbs("list", "watch")
                        .endRule()
                        .addNewRule()
                        .withApiGroups("coordination.k8s.io")
                        .withResources("leases")
                        .withVerbs("get", "create", "update")
                        .endRule()
                        .build())
                .create();
        server.client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", USER)
                        .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                        .build())
                .create();
    }

    private static Process start(KubeApiServer server, Path folder, Path said) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dkubernetes.impersonate.username=" + USER,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG",
                        server.kubeconfig(folder).toString(),
                        "POD_NAME",
                        "controller",
                        "POD_NAMESPACE",
                        "yadori",
                        "LAUNCHER_IMAGE",
                        "launcher",
                        "YADORI_HEALTH_PORT",
                        "0"));
        return builder.start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
