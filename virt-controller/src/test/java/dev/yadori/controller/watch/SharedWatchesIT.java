package dev.yadori.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.Collaborators;
import dev.yadori.controller.ControllerConfig;
import dev.yadori.controller.Controllers;
import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.service.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
final class SharedWatchesIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAMESPACE = "shared-watches";

    private final KubeApiServer server;
    private final Asked asked = new Asked(new AtomicInteger());
    private final KubernetesClient client;
    private final Map<String, Set<String>> ofNamespace = new ConcurrentHashMap<>();
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Operator operator;

    SharedWatchesIT(KubeApiServer server) {
        this.server = server;
        var config = new ConfigBuilder(server.admin().getConfiguration()).build();
        client = KubernetesAccess.connect(config, List.of(asked));
        operator = Controllers.operator(
                new Collaborators(
                        client,
                        new ControllerConfig("yadori", "shared", "launcher", 0, false),
                        () -> ClusterConfig.DEFAULT,
                        InstantSource.system()),
                List.of(new OfNamespaces(ofNamespace), new OfConfigMaps(values)));
    }

    /** How often ConfigMaps were asked to be watched. */
    private record Asked(AtomicInteger watches) implements Interceptor {
        @Override
        public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            var uri = request.uri().toString();
            if (uri.contains("/configmaps") && uri.contains("watch=true")) {
                watches.incrementAndGet();
            }
        }
    }

    @ControllerConfiguration(name = "of-config-maps", generationAwareEventProcessing = false)
    private record OfConfigMaps(Map<String, String> values) implements Reconciler<ConfigMap> {
        @Override
        public UpdateControl<ConfigMap> reconcile(ConfigMap map, Context<ConfigMap> context) {
            values.put(map.getMetadata().getName(), String.valueOf(map.getData()));
            return UpdateControl.noUpdate();
        }
    }

    @ControllerConfiguration(name = "of-namespaces", generationAwareEventProcessing = false)
    private record OfNamespaces(Map<String, Set<String>> seen) implements Reconciler<Namespace> {
        @Override
        public List<EventSource<?, Namespace>> prepareEventSources(EventSourceContext<Namespace> context) {
            var maps = InformerEventSourceConfiguration.from(ConfigMap.class, Namespace.class)
                    .withSecondaryToPrimaryMapper(
                            map -> Set.of(new ResourceID(map.getMetadata().getNamespace())))
                    .build();
            return List.of(new InformerEventSource<>(maps, context));
        }

        @Override
        public UpdateControl<Namespace> reconcile(Namespace namespace, Context<Namespace> context) {
            seen.put(
                    namespace.getMetadata().getName(),
                    context.getSecondaryResources(ConfigMap.class).stream()
                            .map(SharedWatchesIT::name)
                            .collect(Collectors.toSet()));
            return UpdateControl.noUpdate();
        }
    }

    @AfterEach
    void stop() {
        operator.stop();
        client.close();
    }

    @Test
    void reconcilersThatLookAtOneKindSeeAllOfItByOneWatch() {
        create(new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .endMetadata()
                .build());
        create(map("before", "1"));

        operator.start();
        create(map("after", "1"));

        awaitMaps("before", "after");
        await().atMost(SOON).untilAsserted(() -> assertThat(values).containsKeys("before", "after"));
        server.admin().resource(map("after", "2")).update();
        await().atMost(SOON).until(() -> "{value=2}".equals(values.get("after")));
        server.admin().resource(map("before", "1")).delete();
        awaitMaps("after");
        assertThat(asked.watches()).hasValue(1);
    }

    private void awaitMaps(String... names) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ofNamespace.getOrDefault(NAMESPACE, Set.of()))
                        .filteredOn(name -> !name.startsWith("kube-"))
                        .containsExactlyInAnyOrder(names));
    }

    private void create(HasMetadata object) {
        server.admin().resource(object).create();
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .addToData("value", value)
                .build();
    }

    private static String name(ConfigMap map) {
        return map.getMetadata().getName();
    }
}
