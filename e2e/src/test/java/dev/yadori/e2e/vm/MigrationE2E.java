package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Migrations as their user asks for them, takes them back, and as an eviction asks for them. */
class MigrationE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String NAME = "moving";
    private static final String SLOW = "slow";
    private static final int HISTORY = 5;

    private static String boot = "";

    @BeforeAll
    static void start() {
        NAMESPACE.client().resource(MIGRATIONS.slowly(SLOW, "1Mi")).create();
        GUESTS.start(TinyGuest.vm(NAME)
                .running("(i=0; while :; do i=$((i+1)); echo $i >/srv/count; sleep 0.2; done) &")
                .running(
                        "(while :; do ip -4 -o addr show dev eth0 | awk '{ print $4 }' >/srv/address; sleep 1; done) &")
                .running("sleep 1000000 | nc -l -p 7000 >/srv/stream &")
                .running("(sleep 2; while :; do echo -n .; sleep 0.2; done | nc 10.0.2.2 7000) &"));
        boot = GUESTS.bootOf(NAME);
    }

    @AfterAll
    static void stop() {
        NAMESPACE.client().resource(MIGRATIONS.slowly(SLOW, "1Mi")).delete();
        GUESTS.delete(NAME);
    }

    @Test
    void guestGoesOnAtAnotherNode() {
        var pod = GUESTS.pods(NAME).getFirst();
        var source = GUESTS.nodeOf(NAME);
        var address = GUESTS.awaitPage(NAME, "address");
        int count = count();

        MIGRATIONS.create("first", NAME);
        MIGRATIONS.awaitPhase("first", "Succeeded");

        assertThat(GUESTS.nodeOf(NAME)).isNotEqualTo(source);
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
        assertThat(GUESTS.awaitPage(NAME, "address")).isEqualTo(address);
        assertThat(count()).isGreaterThan(count);
        int stream = GUESTS.awaitPage(NAME, "stream").length();
        Guests.holds(
                "the guest's TCP connection goes on",
                SOON,
                () -> assertThat(GUESTS.awaitPage(NAME, "stream")).hasSizeGreaterThan(stream));
        showsWhatHappened("first", source);
        Guests.holds(
                "the source's pod has completed",
                SOON,
                () -> assertThat(NAMESPACE
                                .pod(pod.getMetadata().getName())
                                .get()
                                .getStatus()
                                .getPhase())
                        .isEqualTo("Succeeded"));
    }

    private static void showsWhatHappened(String migration, String source) {
        var state = MIGRATIONS.state(NAME);
        assertThat(state.get("completed")).isEqualTo(true);
        assertThat(state.get("failed")).isNotEqualTo(true);
        assertThat(state.get("sourceNode")).isEqualTo(source);
        assertThat(state.get("targetNode")).isEqualTo(GUESTS.nodeOf(NAME));
        for (var field : new String[] {
            "startTimestamp", "endTimestamp", "targetNodeDomainReadyTimestamp", "targetNodeAddress", "mode"
        }) {
            assertThat(state.get(field)).as(field).asString().isNotEmpty().isNotEqualTo("null");
        }
        var object = MIGRATIONS.of(migration).require();
        assertThat(state.get("migrationUid")).isEqualTo(object.getMetadata().getUid());
        assertThat(object.<Map<?, ?>>get("status", "migrationState")).isEqualTo(state);
        Guests.holds(
                "the labels say so",
                SOON,
                () -> assertThat(GUESTS.vmi(NAME).require().getMetadata().getLabels())
                        .containsEntry("kubevirt.io/nodeName", GUESTS.nodeOf(NAME))
                        .doesNotContainKey("kubevirt.io/migrationTargetNodeName"));
    }

    @Test
    void subresourceMovesIt() {
        var source = GUESTS.nodeOf(NAME);

        NAMESPACE
                .client()
                .raw(
                        "/apis/subresources.kubevirt.io/v1/namespaces/%s/virtualmachines/%s/migrate"
                                .formatted(NAMESPACE.name(), NAME),
                        "PUT",
                        Map.of());

        Guests.holds(
                "it runs elsewhere",
                Migrations.WHOLE,
                () -> assertThat(GUESTS.nodeOf(NAME)).isNotEqualTo(source));
        MIGRATIONS.awaitOnePod(NAME);
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
    }

    @Test
    void migrationThatIsTakenBackLeavesTheSourceAsItWas() {
        GUESTS.start(TinyGuest.vmi("back").withLabel(SLOW, NAMESPACE.name()));
        var before = GUESTS.bootOf("back");
        var pod = GUESTS.pod("back").name();
        MIGRATIONS.create("taken-back", "back");
        MIGRATIONS.awaitPhase("taken-back", "Running");

        MIGRATIONS.of("taken-back").delete();

        Guests.holds(
                "the migration is gone",
                Migrations.WHOLE,
                () -> assertThat(MIGRATIONS.of("taken-back").get()).isNull());
        var state = MIGRATIONS.state("back");
        assertThat(state.get("abortStatus")).isEqualTo("Succeeded");
        assertThat(state.get("completed")).isEqualTo(true);
        assertThat(state.get("failed")).isEqualTo(true);
        assertThat(MIGRATIONS.awaitOnePod("back").getMetadata().getName()).isEqualTo(pod);
        Guests.holds(
                "nothing of the target is left",
                Migrations.WHOLE,
                () -> assertThat(GUESTS.pods("back")).hasSize(1));
        assertThat(GUESTS.phase("back")).isEqualTo("Running");
        assertThat(GUESTS.bootOf("back")).isEqualTo(before);
        GUESTS.delete("back");
    }

    @Test
    void migrationThatNoNodeTakesFailsAndFiveOfThemAreKept() {
        GUESTS.start(TinyGuest.vmi("stuck"));
        for (int attempt = 0; attempt <= HISTORY; attempt++) {
            var name = "nowhere-" + attempt;
            MIGRATIONS.create(
                    name,
                    "stuck",
                    Map.of("nowhere", "yes"),
                    Map.of("kubevirt.io/migrationUnschedulablePodTimeoutSeconds", "1"));
            MIGRATIONS.awaitPhase(name, "Failed");
            assertThat(MIGRATIONS
                            .of(name)
                            .require()
                            .<List<?>>get("status", "conditions")
                            .toString())
                    .contains("no node takes the guest");
        }

        Guests.holds(
                "as many as are kept",
                SOON,
                () -> assertThat(MIGRATIONS.all("stuck"))
                        .hasSize(HISTORY)
                        .extracting(one -> one.getMetadata().getName())
                        .doesNotContain("nowhere-0"));
        Guests.holds(
                "no pods of theirs are left",
                SOON,
                () -> assertThat(GUESTS.pods("stuck")).hasSize(1));
        GUESTS.delete("stuck");
    }

    @Test
    void secondMigrationOfAGuestIsRefused() {
        GUESTS.start(TinyGuest.vmi("twice").withLabel(SLOW, NAMESPACE.name()));
        MIGRATIONS.create("twice-1", "twice");

        assertThatThrownBy(() -> MIGRATIONS.create("twice-2", "twice"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("in-flight migration detected");

        MIGRATIONS.of("twice-1").delete();
        GUESTS.delete("twice");
    }

    @Test
    void guestOnTheBridgeOfItsPodStaysAndSaysWhy() throws IOException {
        GUESTS.createFrom("bridged.yaml");
        GUESTS.awaitRunning("bridged");
        Guests.holds(
                "it is known that it cannot move",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi("bridged"), "LiveMigratable"))
                        .hasValueSatisfying(message -> assertThat(message).contains("bridge binding")));

        assertThatThrownBy(() -> MIGRATIONS.create("stays", "bridged"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("does not support live migration")
                .hasMessageContaining("bridge binding");

        GUESTS.delete("bridged");
    }

    @Test
    void evictionIsAnsweredWithTryAgainAndMovesTheGuest() {
        GUESTS.create(TinyGuest.vmi("evicted"), "evictionStrategy", "LiveMigrate");
        GUESTS.awaitRunning("evicted");
        var before = GUESTS.bootOf("evicted");
        var source = GUESTS.nodeOf("evicted");
        Guests.holds(
                "it is known whether it can move",
                SOON,
                () -> assertThat(GUESTS.conditionMessage(GUESTS.vmi("evicted"), "LiveMigratable"))
                        .isPresent());

        assertThatThrownBy(() -> evict(GUESTS.pod("evicted").get()))
                .isInstanceOfSatisfying(KubernetesClientException.class, error -> {
                    assertThat(error.getCode()).isEqualTo(429);
                    assertThat(error.getStatus().getMessage())
                            .contains("Eviction triggered evacuation of VMI \"" + NAMESPACE.name() + "/evicted\"");
                });

        Guests.holds(
                "it runs elsewhere",
                Migrations.WHOLE,
                () -> assertThat(GUESTS.nodeOf("evicted")).isNotEqualTo(source));
        assertThat(MIGRATIONS.all("evicted"))
                .singleElement()
                .extracting(one -> one.getMetadata().getName())
                .asString()
                .startsWith("kubevirt-evacuation-");
        assertThat(GUESTS.status("evicted", "evacuationNodeName")).isEmpty();
        assertThat(GUESTS.bootOf("evicted")).isEqualTo(before);
        GUESTS.delete("evicted");
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

    private static int count() {
        return Integer.parseInt(GUESTS.awaitPage(NAME, "count"));
    }
}
