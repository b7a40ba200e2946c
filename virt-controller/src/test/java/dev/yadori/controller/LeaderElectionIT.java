package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
final class LeaderElectionIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    /** Well below the duration of a lease, 15 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    @ControllerConfiguration(name = "namespaces")
    private record Follower(Set<String> seen) implements Reconciler<Namespace> {
        @Override
        public UpdateControl<Namespace> reconcile(Namespace namespace, Context<Namespace> context) {
            seen.add(namespace.getMetadata().getName());
            return UpdateControl.noUpdate();
        }
    }

    @Test
    void secondProcessWaitsAndTakesOverAtOnceWhenTheFirstIsStopped(KubeApiServer server) {
        Set<String> first = ConcurrentHashMap.newKeySet();
        Set<String> second = ConcurrentHashMap.newKeySet();
        var leader = new Replica(server, "first", first);
        await().atMost(SOON).until(() -> first.contains("default"));
        var waiting = new Replica(server, "second", second);
        server.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("elected")
                        .endMetadata()
                        .build())
                .create();
        await().atMost(SOON).until(() -> first.contains("elected"));
        assertThat(second).isEmpty();

        leader.stop();

        await().atMost(AT_ONCE).until(() -> second.contains("elected"));
        waiting.stop();
    }

    /** One of two replicas. */
    private static final class Replica {
        private final Collaborators collaborators;
        private final Operator operator;

        Replica(KubeApiServer server, String identity, Set<String> seen) {
            var config = new ControllerConfig("yadori", identity, "image", 0, true);
            collaborators = new Collaborators(
                    server.asVirtController(), config, () -> ClusterConfig.DEFAULT, InstantSource.system());
            operator = Controllers.operator(collaborators, List.of(new Follower(seen)));
            operator.start();
        }

        void stop() {
            Controllers.stop(operator, collaborators);
        }
    }
}
