package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of guests that answer the probes of their manifests, and of those that do not. */
class ProbesE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String ANSWERS = "answers";
    private static final String PAUSED = "paused";
    private static final String CLOSED = "closed";
    private static final Duration SOON = Duration.ofMinutes(1);

    /** It fails as often as a guest on a busy machine needs to boot. */
    private static final String OF_A_PAGE =
            "{httpGet: {path: /cgi-bin/alive, port: 80}, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 120}";

    private static final String OF_A_CLOSED_PORT = "{tcpSocket: {port: 81}, periodSeconds: 1, failureThreshold: 8}";

    @BeforeAll
    static void start() throws IOException {
        create(ANSWERS, OF_A_PAGE);
    }

    private static void create(String name, String probe) throws IOException {
        GUESTS.createFrom("asked.yaml", Map.of("NAME", name, "LIVENESS", probe));
    }

    @Test
    void guestThatAnswersLivesUntilItSaysNo() {
        GUESTS.awaitRunning(ANSWERS);
        int asked = timesAsked();
        Guests.holds("it is asked", SOON, () -> assertThat(timesAsked()).isGreaterThan(asked + 1));
        var pod = GUESTS.pod(ANSWERS);
        awaitJudged(pod, "alive");

        GUESTS.awaitPage(ANSWERS, "cgi-bin/die");

        awaitJudged(pod, "dead");
    }

    @Test
    void guestThatIsPausedIsNotReady() {
        GUESTS.awaitRunning(ANSWERS);
        var pod = GUESTS.pod(ANSWERS);
        awaitReady(pod, "True");

        pod.shell("virsh suspend 1");
        awaitReady(pod, "False");
        pod.shell("virsh resume 1");

        awaitReady(pod, "True");
    }

    /** Four starts of a guest, one after the other. */
    @Test
    @Tag("long")
    void guestThatDoesNotAnswerIsStartedAnewUnlessItIsPaused() throws IOException {
        create(PAUSED, OF_A_CLOSED_PORT);
        GUESTS.awaitRunning(PAUSED);
        var instance = instanceOf(PAUSED);
        var pod = GUESTS.pod(PAUSED);
        pod.shell("virsh suspend 1");

        create(CLOSED, OF_A_CLOSED_PORT);
        GUESTS.awaitRunning(CLOSED);
        awaitAnotherThan(instanceOf(CLOSED), CLOSED);
        assertThat(GUESTS.pods(PAUSED)).hasSize(1);
        assertThat(instanceOf(PAUSED)).isEqualTo(instance);
        pod.shell("virsh resume 1");

        awaitAnotherThan(instance, PAUSED);
    }

    private static int timesAsked() {
        return Integer.parseInt(GUESTS.awaitPage(ANSWERS, "cgi-bin/asked"));
    }

    private static String instanceOf(String name) {
        return GUESTS.vmi(name).require().getMetadata().getUid();
    }

    private static void awaitAnotherThan(String instance, String name) {
        Guests.holds(
                name + " is another instance",
                SOON,
                () -> assertThat(GUESTS.vmi(name).get())
                        .isNotNull()
                        .extracting(found -> found.getMetadata().getUid())
                        .isNotEqualTo(instance));
    }

    /** What the kubelet sees when it looks. */
    private static void awaitJudged(TestPod pod, String judged) {
        Guests.holds(
                "it is judged to be " + judged,
                SOON,
                () -> assertThat(pod.shell("if [ -e /run/yadori/probes/dead ]; then echo dead; else echo alive; fi"))
                        .isEqualTo(judged));
    }

    /** As its pod is, of which the kubelet decides by the probe. */
    private static void awaitReady(TestPod pod, String status) {
        Guests.holds(
                "ready is " + status,
                SOON,
                () -> assertThat(pod.get().getStatus().getConditions()).anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("Ready");
                    assertThat(condition.getStatus()).isEqualTo(status);
                }));
    }
}
