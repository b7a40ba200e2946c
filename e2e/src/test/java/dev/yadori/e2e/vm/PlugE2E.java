package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.NetworkDefinition;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A card that is added to the template of a running guest comes when the guest moves, without a restart, and can go again. */
class PlugE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NAME = "growing";
    private static final String ADD = """
            [{"op": "add", "path": "/spec/template/spec/networks/-",
              "value": {"name": "late", "multus": {"networkName": "late"}}},
             {"op": "add", "path": "/spec/template/spec/domain/devices/interfaces/-",
              "value": {"name": "late", "bridge": {}}}]
            """;
    private static final String REMOVE = """
            [{"op": "remove", "path": "/spec/template/spec/networks/1"},
             {"op": "remove", "path": "/spec/template/spec/domain/devices/interfaces/1"}]
            """;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration MOVE = Duration.ofMinutes(5);

    @BeforeAll
    static void start() {
        assumeThat(NAMESPACE.hostnames()).as("nodes").hasSizeGreaterThan(1);
        NAMESPACE.create(network());
        NAMESPACE.start(ToolsPod.idle("asker").build());
        GUESTS.start(TinyGuest.vm(NAME).running("""
                (while :; do cat /sys/class/net/eth1/address >/srv/second.new 2>/dev/null
                  mv /srv/second.new /srv/second; sleep 1; done) &
                """));
    }

    @Test
    void cardComesWithTheNextPodWhileTheGuestRunsOn() {
        var boot = GUESTS.bootOf(NAME);
        patch(ADD);
        Guests.holds(
                "the guest waits for another pod",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi(NAME), "MigrationRequired"))
                        .get()
                        .asString()
                        .contains("late"));
        assertThat(GUESTS.conditionMessage(GUESTS.vm(NAME), "RestartRequired")).isEmpty();

        moves();
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);

        patch(REMOVE);
        Guests.holds(
                "a card that is gone from the template, but not from the guest, waits for a restart",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vm(NAME), "RestartRequired"))
                        .isPresent());
        patch(ADD);
        Guests.holds(
                "it is there again",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vm(NAME), "RestartRequired"))
                        .isEmpty());
        patch("""
                [{"op": "add", "path": "/spec/template/spec/domain/devices/interfaces/1/state", "value": "absent"}]
                """);
        Guests.holds("the card is gone", SOON, () -> {
            assertThat(late()).isEmpty();
            assertThat(GUESTS.awaitPage(NAME, "second")).isEmpty();
        });
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
    }

    /** Nobody asks for it but the guest's own condition. */
    private static void moves() {
        var node = GUESTS.nodeOf(NAME);
        workloadUpdates("[\"LiveMigrate\"]");
        try {
            Guests.holds("the card is there", MOVE, () -> {
                assertThat(GUESTS.nodeOf(NAME)).isNotEqualTo(node);
                assertThat(late().map(one -> one.get("mac"))).isPresent();
            });
        } finally {
            workloadUpdates("null");
        }
        var mac = late().orElseThrow().get("mac");
        Guests.holds(
                "the guest sees it",
                SOON,
                () -> assertThat(GUESTS.awaitPage(NAME, "second")).isEqualTo(mac));
        Guests.holds("nothing is left to be done", SOON, () -> {
            assertThat(GUESTS.conditionMessage(GUESTS.vmi(NAME), "MigrationRequired"))
                    .isEmpty();
            assertThat(GUESTS.conditionMessage(GUESTS.vm(NAME), "RestartRequired"))
                    .isEmpty();
        });
    }

    private static void workloadUpdates(String methods) {
        new SystemConfig(NAMESPACE)
                .merge("{\"workloadUpdateStrategy\":{\"workloadUpdateMethods\":%s}}".formatted(methods));
    }

    private static void patch(String operations) {
        GUESTS.vm(NAME).patch(PatchContext.of(PatchType.JSON), operations);
    }

    private static Optional<Map<?, ?>> late() {
        return GUESTS.status(NAME, "interfaces").stream()
                .flatMap(all -> ((List<?>) all).stream())
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .filter(one -> "late".equals(one.get("name")))
                .findFirst();
    }

    private static GenericKubernetesResource network() {
        return NetworkDefinition.of("late", """
                                { "cniVersion": "0.3.1", "name": "late", "type": "bridge", "bridge": "e2e-late" }
                                """);
    }
}
