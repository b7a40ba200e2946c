package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Kubectl;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Guests that may move do so when their pods are evicted, one by one or with all of a node, and nobody has to help. */
class DrainE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> NAMES = List.of("drained-1", "drained-2");
    private static final String DRAINING = "yadori.dev/draining";

    private static Map<String, String> boots = Map.of();

    private String node = "";

    @BeforeAll
    static void start() {
        for (var name : NAMES) {
            GUESTS.create(
                    TinyGuest.vmi(name).withLabel("drained", NAMESPACE.name()), "evictionStrategy", "LiveMigrate");
        }
        NAMES.forEach(GUESTS::awaitRunning);
        boots = boots();
    }

    @AfterEach
    void uncordon() {
        if (!node.isEmpty()) {
            Kubectl.run("uncordon", node);
        }
    }

    @AfterAll
    static void stop() {
        NAMES.forEach(GUESTS::delete);
    }

    @Test
    void evictionIsAnsweredWithTryAgainAndMovesTheGuest() {
        var name = NAMES.getLast();
        var source = GUESTS.nodeOf(name);
        var pod = MIGRATIONS.awaitOnePod(name);
        var before = MIGRATIONS.all(name);
        Guests.holds(
                "it is known whether it can move",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi(name), "LiveMigratable"))
                        .isPresent());

        assertThatThrownBy(() -> evict(pod)).isInstanceOfSatisfying(KubernetesClientException.class, error -> {
            assertThat(error.getCode()).isEqualTo(429);
            assertThat(error.getStatus().getMessage())
                    .contains("Eviction triggered evacuation of VMI \"" + NAMESPACE.name() + "/" + name + "\"");
        });

        Guests.holds(
                "it runs elsewhere",
                Migrations.WHOLE,
                () -> assertThat(GUESTS.nodeOf(name)).isNotEqualTo(source));
        assertThat(MIGRATIONS.all(name))
                .hasSize(before.size() + 1)
                .extracting(one -> one.getMetadata().getName())
                .allSatisfy(migration -> assertThat(migration).startsWith("kubevirt-evacuation-"));
        assertThat(GUESTS.status(name, "evacuationNodeName")).isEmpty();
        MIGRATIONS.awaitOnePod(name);
        assertThat(boots()).isEqualTo(boots);
    }

    @Test
    void drainEndsByItselfAndUncordonForgetsIt() {
        node = GUESTS.nodeOf(NAMES.getFirst());

        var answer = Kubectl.run(
                "drain",
                node,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--timeout=300s",
                "--pod-selector=drained=" + NAMESPACE.name());

        assertThat(answer.exitCode()).as(answer.output()).isZero();
        assertThat(NAMES).allSatisfy(name -> {
            assertThat(GUESTS.nodeOf(name)).isNotEqualTo(node);
            assertThat(GUESTS.phase(name)).isEqualTo("Running");
            assertThat(MIGRATIONS.living(name)).hasSize(1);
        });
        assertThat(boots()).isEqualTo(boots);

        Kubectl.run("uncordon", node);

        nobodyIsToldToLeave();
    }

    private void nobodyIsToldToLeave() {
        Guests.holds("nobody is told to leave any more", SOON, () -> {
            assertThat(NAMESPACE
                            .client()
                            .nodes()
                            .withName(node)
                            .require()
                            .getMetadata()
                            .getAnnotations())
                    .doesNotContainKey(DRAINING);
            assertThat(NAMES)
                    .allSatisfy(name -> assertThat(GUESTS.status(name, "evacuationNodeName"))
                            .isEmpty());
        });
    }

    /** By the path, since the client's own method hides what was answered. */
    private static void evict(Pod pod) {
        var meta = pod.getMetadata();
        var answer = NAMESPACE
                .client()
                .raw(
                        "/api/v1/namespaces/%s/pods/%s/eviction".formatted(meta.getNamespace(), meta.getName()),
                        "POST",
                        new EvictionBuilder()
                                .withNewMetadata()
                                .withName(meta.getName())
                                .withNamespace(meta.getNamespace())
                                .endMetadata()
                                .build());
        assertThat(answer).contains("Success");
    }

    private static Map<String, String> boots() {
        return NAMES.stream().collect(Collectors.toMap(name -> name, GUESTS::bootOf));
    }
}
