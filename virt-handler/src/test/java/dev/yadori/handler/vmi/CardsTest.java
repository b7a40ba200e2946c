package dev.yadori.handler.vmi;

import static dev.yadori.handler.vmi.Sample.NOW;
import static dev.yadori.handler.vmi.Sample.POD_UID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.launcher.Transfer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A running guest's cards follow its object. */
class CardsTest {
    private static final CardWish DOWN = new CardWish(Map.of("default", false));

    @Test
    void linkThatIsToBeDownIsTakenDown() {
        var plan = plan(vmi("down"), view(Map.of("default", true), Optional.empty()));

        assertThat(plan.actions()).contains(new VmiAction.ChangeCards(POD_UID, DOWN));
    }

    @Test
    void cardsThatAreAsTheyShouldBeAreLeftAlone() {
        assertThat(changes(vmi("down"), view(Map.of("default", false), Optional.empty())))
                .isEmpty();
        assertThat(changes(vmi("up"), view(Map.of("default", true), Optional.empty())))
                .isEmpty();
    }

    @Test
    void launcherThatDoesNotTellItsCardsIsNotAsked() {
        var says = Sample.says(new GuestState.Running());

        assertThat(changes(vmi("down"), Sample.plumbed(says))).isEmpty();
    }

    @Test
    void guestThatWasToldIsNotToldAgain() {
        var done = Optional.of(new CardWish.Try(DOWN, new Attempt.Done()));

        assertThat(changes(vmi("down"), view(Map.of("default", true), done))).isEmpty();
        assertThat(changes(vmi("absent"), view(Map.of("default", true), done)))
                .containsExactly(new VmiAction.ChangeCards(POD_UID, new CardWish(Map.of())));
    }

    @Test
    void cardThatThePodCannotGiveWaitsForAnother() {
        var told = Optional.of(new CardWish.Try(new CardWish(Map.of("default", true)), new Attempt.Done()));

        var waiting = plan(vmi("up"), view(Map.of(), told));
        var complete = plan(waits(vmi("up")), view(Map.of("default", true), told));

        assertThat(waiting.status().get("conditions"))
                .asInstanceOf(InstanceOfAssertFactories.list(Condition.class))
                .anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo("MigrationRequired");
                    assertThat(condition.message()).contains("default");
                });
        assertThat(complete.status().get("conditions"))
                .asInstanceOf(InstanceOfAssertFactories.list(Condition.class))
                .extracting(Condition::type)
                .doesNotContain("MigrationRequired");
    }

    @Test
    void failureIsSaidAndTriedAgainLater() {
        var failed = new Attempt.Failed(
                LauncherException.Kind.NOT_READY, "POD_NOT_READY", "no tap", new Attempt.Failed.Try(NOW, 1, 1));

        var plan = plan(vmi("down"), view(Map.of("default", true), Optional.of(new CardWish.Try(DOWN, failed))));

        assertThat(plan.actions()).noneMatch(VmiAction.ChangeCards.class::isInstance);
        assertThat(plan.requeue()).contains(Backoff.FIRST.plusMillis(1));
        assertThat(plan.status().get("conditions"))
                .asInstanceOf(InstanceOfAssertFactories.list(Condition.class))
                .anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo("Synchronized");
                    assertThat(condition.reason()).isEqualTo("PodNotReady");
                    assertThat(condition.message()).isEqualTo("no tap");
                });
    }

    @Test
    void guestOnItsWayKeepsItsCards() {
        var view = view(Map.of("default", true), Optional.empty());

        assertThat(changes(Sample.deleted(vmi("down")), view)).isEmpty();
        assertThat(changes(migrating(vmi("down")), view)).isEmpty();
    }

    @Test
    void statusShowsLinksAndOnlyCardsThatAreThere() {
        var down = plan(vmi("down"), view(Map.of("default", false), Optional.empty()));
        var gone = plan(vmi("absent"), view(Map.of(), Optional.empty()));

        assertThat(interfaces(down)).extracting(InterfaceStatus::linkState).containsExactly("down");
        assertThat(gone.status().getOrDefault("interfaces", List.of())).isEqualTo(List.of());
    }

    private static List<InterfaceStatus> interfaces(VmiPlan plan) {
        return ((List<?>) plan.status().getOrDefault("interfaces", List.of()))
                .stream().map(InterfaceStatus.class::cast).toList();
    }

    private static List<VmiAction> changes(VirtualMachineInstance vmi, LauncherView view) {
        return plan(vmi, view).actions().stream()
                .filter(VmiAction.ChangeCards.class::isInstance)
                .toList();
    }

    private static VmiPlan plan(VirtualMachineInstance vmi, LauncherView view) {
        return VmiPlanner.plan(Sample.seen(vmi, view), Sample.NODE, NOW);
    }

    private static VirtualMachineInstance vmi(String state) {
        var tree = Sample.JSON.convertValue(Sample.vmi("Running"), ObjectNode.class);
        ((ObjectNode) tree.at("/spec/domain/devices/interfaces/0")).put("state", state);
        return Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
    }

    private static VirtualMachineInstance waits(VirtualMachineInstance vmi) {
        var tree = Sample.JSON.convertValue(vmi, ObjectNode.class);
        tree.withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", "MigrationRequired")
                .put("status", "True");
        return Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
    }

    private static VirtualMachineInstance migrating(VirtualMachineInstance vmi) {
        var tree = Sample.JSON.convertValue(vmi, ObjectNode.class);
        tree.withObject("/status/migrationState").put("targetNode", "other");
        return Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
    }

    private static LauncherView view(Map<String, Boolean> cards, Optional<CardWish.Try> tried) {
        var report = new GuestReport(
                new GuestState.Running(),
                Sample.BEFORE,
                "",
                true,
                "pc-q35-9.2",
                false,
                Optional.empty(),
                Optional.empty(),
                Transfer.NONE,
                Optional.of(cards));
        var view = Sample.plumbed(Sample.says(report, new Attempt.None()));
        return new LauncherView(view.contact(), view.ended(), view.attempt(), view.findings(), tried);
    }
}
