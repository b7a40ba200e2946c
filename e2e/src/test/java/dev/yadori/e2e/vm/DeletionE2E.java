package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is deleted, and whenever: nothing is left, and what a virtual machine still wants comes back. */
class DeletionE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String NO_IMAGE = "localhost/no-such-image:none";

    @Test
    void virtualMachineDeletedAtOnceIsGone() {
        GUESTS.create(TinyGuest.vm("at-once"));

        GUESTS.vm("at-once").delete();

        GUESTS.awaitGone("at-once");
    }

    @Test
    void virtualMachineWhoseImageIsMissingIsGone() {
        GUESTS.create(TinyGuest.vm("no-image").withImage(NO_IMAGE));
        GUESTS.awaitPhase("no-image", "Scheduling");

        GUESTS.vm("no-image").delete();

        GUESTS.awaitGone("no-image");
    }

    @Test
    void instanceDeletedWhileItIsScheduledIsGone() {
        GUESTS.create(TinyGuest.vmi("scheduled"));
        Guests.holds(
                "it has a pod",
                Duration.ofMinutes(1),
                () -> assertThat(GUESTS.pods("scheduled")).isNotEmpty());

        GUESTS.vmi("scheduled").delete();

        GUESTS.awaitGone("scheduled");
    }

    @Test
    void runningVirtualMachineDeletedInForegroundTakesItsGuestFirst() {
        GUESTS.start(TinyGuest.vm("foreground"));

        GUESTS.vm("foreground")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();

        GUESTS.awaitGone("foreground");
    }

    @Test
    void guestOfAVirtualMachineDeletedAsOrphanRunsUntilItsPodIsDeleted() {
        GUESTS.start(TinyGuest.vm("orphan"));
        var boot = GUESTS.bootOf("orphan");

        GUESTS.vm("orphan").withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        Guests.holds("the instance has no owner", Duration.ofMinutes(1), () -> {
            assertThat(GUESTS.vm("orphan").get()).isNull();
            assertThat(GUESTS.vmi("orphan").require().getMetadata().getOwnerReferences())
                    .isEmpty();
        });
        assertThat(GUESTS.bootOf("orphan")).isEqualTo(boot);

        GUESTS.pod("orphan").resource().delete();

        Guests.holds(
                "the instance is over",
                Duration.ofSeconds(90),
                () -> assertThat(GUESTS.phase("orphan")).isIn("Succeeded", "Failed"));
        GUESTS.delete("orphan");
    }

    @Test
    void instanceOfAVirtualMachineComesBackUntilThatIsStopped() {
        GUESTS.start(TinyGuest.vm("again"));
        var first = GUESTS.vmi("again").require().getMetadata().getUid();

        GUESTS.vmi("again").delete();

        Guests.holds("another instance runs", Duration.ofMinutes(3), () -> {
            assertThat(GUESTS.phase("again")).isEqualTo("Running");
            assertThat(GUESTS.vmi("again").require().getMetadata().getUid()).isNotEqualTo(first);
        });

        GUESTS.vm("again").edit(vm -> {
            vm.setAdditionalProperty(
                    "spec",
                    TinyGuest.vm("again").withRunStrategy("Halted").manifest().get("spec"));
            return vm;
        });

        GUESTS.awaitPrintableStatus("again", "Stopped");
        // It shows Stopped as soon as its guest is proven to have ended, as KubeVirt does; the objects follow.
        Guests.holds("instance and pod are gone", Duration.ofSeconds(30), () -> {
            assertThat(GUESTS.vmi("again").get()).isNull();
            assertThat(GUESTS.pods("again")).isEmpty();
        });
        GUESTS.delete("again");
    }
}
