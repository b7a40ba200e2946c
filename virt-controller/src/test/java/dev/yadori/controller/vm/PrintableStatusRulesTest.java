package dev.yadori.controller.vm;

import static dev.yadori.controller.vm.Cases.condition;
import static dev.yadori.controller.vm.Cases.deleting;
import static dev.yadori.controller.vm.Cases.instance;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.FAILED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.PENDING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SCHEDULED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SCHEDULING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SUCCEEDED;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.UNKNOWN;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.WAITING_FOR_SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.PrintableStatus;
import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus.StartFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrintableStatusRulesTest {

    private static final StartFailure FAILURE = new StartFailure(2, "uid", Cases.NOW);

    static Stream<Arguments> singles() {
        return Stream.of(
                Arguments.of(null, null, PrintableStatus.STOPPED),
                Arguments.of(null, FAILURE, PrintableStatus.CRASH_LOOP_BACK_OFF),
                Arguments.of(instance(null), null, PrintableStatus.STARTING),
                Arguments.of(instance(PENDING), FAILURE, PrintableStatus.STARTING),
                Arguments.of(instance(SCHEDULING), null, PrintableStatus.STARTING),
                Arguments.of(instance(SCHEDULED), null, PrintableStatus.STARTING),
                Arguments.of(instance(RUNNING), null, PrintableStatus.RUNNING),
                Arguments.of(instance(WAITING_FOR_SYNC), null, PrintableStatus.WAITING_FOR_RECEIVER),
                Arguments.of(instance(UNKNOWN), null, PrintableStatus.UNKNOWN),
                Arguments.of(instance(SUCCEEDED), null, PrintableStatus.STOPPED),
                Arguments.of(instance(FAILED), null, PrintableStatus.STOPPED),
                Arguments.of(instance(FAILED), FAILURE, PrintableStatus.CRASH_LOOP_BACK_OFF),
                Arguments.of(deleting(instance(RUNNING)), null, PrintableStatus.STOPPING),
                Arguments.of(deleting(instance(FAILED)), null, PrintableStatus.STOPPED),
                Arguments.of(
                        instance(RUNNING, Map.of("migrationState", Map.of("startTimestamp", "2026-03-01T12:00:00Z"))),
                        null,
                        PrintableStatus.MIGRATING),
                Arguments.of(
                        instance(
                                RUNNING,
                                Map.of(
                                        "migrationState",
                                        Map.of("startTimestamp", "2026-03-01T12:00:00Z", "completed", true))),
                        null,
                        PrintableStatus.RUNNING),
                Arguments.of(
                        instance(PENDING, Map.of("volumeStatus", List.of(unbound()))),
                        null,
                        PrintableStatus.WAITING_FOR_VOLUME_BINDING));
    }

    @ParameterizedTest
    @MethodSource("singles")
    void oneWordForOneState(
            @Nullable VirtualMachineInstance instance, @Nullable StartFailure failure, PrintableStatus expected) {
        assertThat(printable(instance, failure)).isEqualTo(expected);
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                Arguments.of(condition("Paused", "True", "PausedByUser"), PrintableStatus.PAUSED),
                Arguments.of(
                        condition("Synchronized", "False", "FailedPvcNotFound"), PrintableStatus.ERROR_PVC_NOT_FOUND),
                Arguments.of(condition("PodScheduled", "False", "Unschedulable"), PrintableStatus.ERROR_UNSCHEDULABLE),
                Arguments.of(condition("PodScheduled", "False", "SchedulingGated"), PrintableStatus.STARTING),
                Arguments.of(condition("Provisioning", "True", "x"), PrintableStatus.PROVISIONING),
                Arguments.of(condition("Synchronized", "False", "ErrImagePull"), PrintableStatus.ERR_IMAGE_PULL),
                Arguments.of(
                        condition("Synchronized", "False", "ImagePullBackOff"), PrintableStatus.IMAGE_PULL_BACK_OFF),
                Arguments.of(condition("Synchronized", "True", "ErrImagePull"), PrintableStatus.STARTING));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void conditionOfTheInstanceShows(Map<String, Object> status, PrintableStatus expected) {
        assertThat(printable(instance(SCHEDULING, status), null)).isEqualTo(expected);
    }

    /** Everything holds at once; what goes before is taken away one after the other. */
    @Test
    void earlierRuleWins() {
        var all = Map.<String, Object>of(
                "conditions",
                List.of(
                        Map.of("type", "Paused", "status", "True"),
                        Map.of("type", "PodScheduled", "status", "False", "reason", "Unschedulable"),
                        Map.of("type", "Provisioning", "status", "True"),
                        Map.of("type", "Synchronized", "status", "False", "reason", "FailedPvcNotFound")),
                "migrationState",
                Map.of("startTimestamp", "2026-03-01T12:00:00Z"));
        var vm = Cases.vm(RunStrategy.ALWAYS);
        vm.getMetadata().setDeletionTimestamp("2026-03-01T12:00:00Z");
        var stopping = deleting(instance(RUNNING, all));

        assertThat(PrintableStatusRules.of(new VmFacts(vm, Optional.of(stopping), RunStrategy.ALWAYS, FAILURE)))
                .isEqualTo(PrintableStatus.TERMINATING);
        assertThat(printable(stopping, FAILURE)).isEqualTo(PrintableStatus.STOPPING);
        assertThat(printable(instance(RUNNING, all), FAILURE)).isEqualTo(PrintableStatus.MIGRATING);
        assertThat(printable(instance(RUNNING, without(all, "migrationState", -1)), FAILURE))
                .isEqualTo(PrintableStatus.PAUSED);
        assertThat(printable(instance(RUNNING, without(all, "migrationState", 0)), FAILURE))
                .isEqualTo(PrintableStatus.RUNNING);
        assertThat(printable(instance(PENDING, without(all, "migrationState", 0)), FAILURE))
                .isEqualTo(PrintableStatus.ERROR_PVC_NOT_FOUND);
    }

    @Test
    void placedInstanceWaitsForNoClaim() {
        var placed = instance(SCHEDULING, Map.of("volumeStatus", List.of(unbound())));
        placed.getMetadata().setLabels(Map.of("kubevirt.io/nodeName", "node1"));

        assertThat(printable(placed, null)).isEqualTo(PrintableStatus.STARTING);
    }

    private static Map<String, Object> without(Map<String, Object> all, String field, int condition) {
        var less = new HashMap<>(all);
        less.remove(field);
        if (condition >= 0) {
            var conditions = new ArrayList<>((List<?>) less.get("conditions"));
            conditions.remove(condition);
            less.put("conditions", conditions);
        }
        return less;
    }

    private static Map<String, Object> unbound() {
        return Map.of("name", "data", "phase", "Pending", "persistentVolumeClaimInfo", Map.of("claimName", "data"));
    }

    private static PrintableStatus printable(
            @Nullable VirtualMachineInstance instance, @Nullable StartFailure failure) {
        return PrintableStatusRules.of(
                new VmFacts(Cases.vm(RunStrategy.ALWAYS), Optional.ofNullable(instance), RunStrategy.ALWAYS, failure));
    }
}
