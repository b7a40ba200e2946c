package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Kubectl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node is emptied with kubectl, and nobody has to help: guests that may move do, and run on. */
class DrainE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> NAMES = List.of("drained-1", "drained-2");
    private static final String DRAINING = "yadori.dev/draining";

    private String node = "";

    @AfterEach
    void uncordon() {
        if (!node.isEmpty()) {
            Kubectl.run("uncordon", node);
        }
        NAMES.forEach(GUESTS::delete);
    }

    @Test
    void drainEndsByItselfAndUncordonForgetsIt() {
        for (var name : NAMES) {
            GUESTS.create(
                    TinyGuest.vmi(name).withLabel("drained", NAMESPACE.name()), "evictionStrategy", "LiveMigrate");
        }
        NAMES.forEach(GUESTS::awaitRunning);
        var boots = boots();
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

    private static Map<String, String> boots() {
        return NAMES.stream().collect(Collectors.toMap(name -> name, GUESTS::bootOf));
    }
}
