package dev.yadori.controller.testkit;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.ControllerConfig;
import dev.yadori.controller.Controllers;
import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Reconcilers at work against an API server, as the process runs them; to be closed is to be killed. */
public final class RunningController implements AutoCloseable {

    private final KubernetesClient client;
    private final Operator operator;

    private RunningController(KubernetesClient client, Operator operator) {
        this.client = client;
        this.operator = operator;
    }

    /** Starts those reconcilers, with the rights of virt-controller's account and without an election. */
    public static RunningController start(
            KubeApiServer server, Function<Collaborators, List<Reconciler<? extends HasMetadata>>> reconcilers) {
        var client = server.asVirtController();
        var collaborators = new Collaborators(
                client,
                new ControllerConfig("yadori", "virt-controller-0", "launcher:test", 0, false),
                () -> ClusterConfig.DEFAULT,
                InstantSource.system());
        var operator = Controllers.operator(collaborators, reconcilers.apply(collaborators));
        operator.start();
        return new RunningController(client, operator);
    }

    @Override
    public void close() {
        operator.stop();
        client.close();
    }
}
