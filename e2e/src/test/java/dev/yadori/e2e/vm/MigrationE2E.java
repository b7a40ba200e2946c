package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.Virtctl;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Migrations as their user asks for them and takes them back. One guest is enough for all of them: none of them ends it. */
class MigrationE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Migrations MIGRATIONS = new Migrations(GUESTS);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String NAME = "moving";
    private static final String SLOW = "slow";
    /** So much memory is not sent by one connection. */
    private static final String TWO_CONNECTIONS = "2Gi";

    private static String boot = "";

    @BeforeAll
    static void start() {
        GUESTS.start(TinyGuest.vm(NAME)
                .withLabel(SLOW, NAMESPACE.name())
                .withMemory(TWO_CONNECTIONS)
                .running("(i=0; while :; do i=$((i+1)); echo $i >/srv/count; sleep 0.2; done) &")
                .running(
                        "(while :; do ip -4 -o addr show dev eth0 | awk '{ print $4 }' >/srv/address; sleep 1; done) &")
                .running("sleep 1000000 | nc -l -p 7000 >/srv/stream &")
                .running("(sleep 2; while :; do echo -n .; sleep 0.2; done | nc 10.0.2.2 7000) &"));
        boot = GUESTS.bootOf(NAME);
    }

    @AfterAll
    static void stop() {
        GUESTS.delete(NAME);
    }

    @Test
    void guestGoesOnAtAnotherNode() {
        var pod = MIGRATIONS.awaitOnePod(NAME);
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
    void virtctlMovesIt() {
        var source = GUESTS.nodeOf(NAME);

        virtctl("migrate");

        Guests.holds(
                "it runs elsewhere",
                Migrations.WHOLE,
                () -> assertThat(GUESTS.nodeOf(NAME)).isNotEqualTo(source));
        MIGRATIONS.awaitOnePod(NAME);
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
        Guests.holds(
                "the migration is over",
                SOON,
                () -> assertThat(MIGRATIONS.all(NAME)).allMatch(Migrations::hasEnded));
    }

    @Test
    void migrationThatIsTakenBackLeavesTheSourceAsItWas() {
        var pod = MIGRATIONS.awaitOnePod(NAME).getMetadata().getName();
        var slowly = MIGRATIONS.slowly(SLOW, "1Mi");
        NAMESPACE.client().resource(slowly).create();
        try {
            MIGRATIONS.create("taken-back", NAME);
            MIGRATIONS.awaitPhase("taken-back", "Running");

            virtctl("migrate-cancel");

            MIGRATIONS.awaitGone("taken-back");
        } finally {
            NAMESPACE.client().resource(slowly).delete();
        }
        var state = MIGRATIONS.state(NAME);
        assertThat(state.get("abortStatus")).isEqualTo("Succeeded");
        assertThat(state.get("completed")).isEqualTo(true);
        assertThat(state.get("failed")).isEqualTo(true);
        assertThat(MIGRATIONS.awaitOnePod(NAME).getMetadata().getName()).isEqualTo(pod);
        var target = String.valueOf(state.get("targetPod"));
        Guests.holds(
                "nothing of the target is left",
                Migrations.WHOLE,
                () -> assertThat(NAMESPACE.pod(target).resource().get()).isNull());
        assertThat(GUESTS.phase(NAME)).isEqualTo("Running");
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
    }

    @Test
    void migrationThatNoNodeTakesFailsWithTheReason() {
        MIGRATIONS.create(
                "nowhere",
                NAME,
                Map.of("nowhere", "yes"),
                Map.of("kubevirt.io/migrationUnschedulablePodTimeoutSeconds", "1"));

        MIGRATIONS.awaitPhase("nowhere", "Failed");

        assertThat(MIGRATIONS
                        .of("nowhere")
                        .require()
                        .<List<?>>get("status", "conditions")
                        .toString())
                .contains("no node takes the guest");
        MIGRATIONS.awaitOnePod(NAME);
        assertThat(GUESTS.bootOf(NAME)).isEqualTo(boot);
    }

    @Test
    void secondMigrationOfAGuestIsRefused() {
        MIGRATIONS.create("twice-1", NAME);

        assertThatThrownBy(() -> MIGRATIONS.create("twice-2", NAME))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("in-flight migration detected");

        MIGRATIONS.of("twice-1").delete();
        MIGRATIONS.awaitGone("twice-1");
        MIGRATIONS.awaitOnePod(NAME);
    }

    private static void virtctl(String what) {
        var answer = Virtctl.run(what, "--namespace", NAMESPACE.name(), NAME);
        assertThat(answer.exitCode()).as(answer.output()).isZero();
        assertThat(answer.output()).contains("VM " + NAME + " was scheduled to " + what);
    }

    private static int count() {
        return Integer.parseInt(GUESTS.awaitPage(NAME, "count"));
    }
}
