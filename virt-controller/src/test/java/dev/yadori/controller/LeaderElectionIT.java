package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    void secondProcessWatchesNothingAndTakesOverAtOnceWhenTheFirstIsStopped(KubeApiServer server) {
        Set<String> first = ConcurrentHashMap.newKeySet();
        Set<String> second = ConcurrentHashMap.newKeySet();
        var leader = new Candidate(server, "first", first);
        await().atMost(SOON).until(() -> first.contains("default"));
        var waiting = new Candidate(server, "second", second);
        server.admin()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("elected")
                        .endMetadata()
                        .build())
                .create();
        await().atMost(SOON).until(() -> first.contains("elected"));
        assertThat(second).isEmpty();
        assertThat(waiting.watches.number()).hasValue(0);

        leader.stop();

        await().atMost(AT_ONCE).until(() -> second.contains("elected"));
        assertThat(waiting.watches.number()).hasPositiveValue();
        waiting.stop();
    }

    /** How many were asked for. */
    private record Watches(AtomicInteger number) implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.uri().toString().contains("watch=true")) {
                number.incrementAndGet();
            }
        }
    }

    /** One of two replicas. */
    private static final class Candidate {
        private final Replica process;
        private final Watches watches = new Watches(new AtomicInteger());

        Candidate(KubeApiServer server, String identity, Set<String> seen) {
            var config = new ControllerConfig("yadori", identity, "image", 0, true);
            var collaborators = new Collaborators(
                    server.asVirtController(List.of(watches)),
                    config,
                    () -> ClusterConfig.DEFAULT,
                    InstantSource.system());
            process = Controllers.replica(collaborators, List.of(new Follower(seen)), Supervision.NONE);
            process.start();
        }

        void stop() {
            process.stop();
        }
    }
}
