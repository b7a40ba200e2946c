package dev.yadori.controller.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.RunStrategy;
import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstancePhase;
import dev.yadori.crds.v1.VirtualMachineStatus;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A controller that is killed after any of its writes, any number of times, ends where one does that is never killed: the
 * objects are all that it has.
 */
class VmCrashTest {

    private static final int PASSES = 12;

    static Stream<Arguments> stories() {
        var strategies = List.of(
                RunStrategy.ALWAYS,
                RunStrategy.RERUN_ON_FAILURE,
                RunStrategy.ONCE,
                RunStrategy.MANUAL,
                RunStrategy.HALTED);
        var phases = new ArrayList<@Nullable VirtualMachineInstancePhase>();
        phases.add(null);
        phases.add(VirtualMachineInstancePhase.SCHEDULING);
        phases.add(VirtualMachineInstancePhase.RUNNING);
        phases.add(VirtualMachineInstancePhase.SUCCEEDED);
        phases.add(VirtualMachineInstancePhase.FAILED);
        var restart = List.of(Cases.stop(Cases.VMI_UID), Cases.start());
        return strategies.stream()
                .flatMap(strategy -> phases.stream()
                        .flatMap(phase -> Stream.of(List.<StateChangeRequest>of(), restart)
                                .flatMap(requests -> IntStream.range(0, 8)
                                        .mapToObj(kills -> Arguments.of(strategy, phase, requests, kills)))));
    }

    /** The bits of kills say in which of the first passes only the first write gets through. */
    @ParameterizedTest(name = "{0} {1} {2} killed {3}")
    @MethodSource("stories")
    void killedControllerEndsWhereAnyOtherDoes(
            RunStrategy strategy,
            @Nullable VirtualMachineInstancePhase phase,
            List<StateChangeRequest> requests,
            int kills) {
        var expected = new World(strategy, phase, requests);
        var killed = new World(strategy, phase, requests);

        expected.run(0);
        killed.run(kills);

        assertThat(killed.outcome()).isEqualTo(expected.outcome());
        assertThat(killed.started).isEqualTo(expected.started);
    }

    /** One machine as the API server holds it, with a launcher that brings each new instance to Running at once. */
    private static final class World {

        private final RunStrategy strategy;
        private @Nullable VirtualMachineStatus status;
        private @Nullable VirtualMachineInstance instance;
        private int started;

        World(RunStrategy strategy, @Nullable VirtualMachineInstancePhase phase, List<StateChangeRequest> requests) {
            this.strategy = strategy;
            this.status = Cases.inEffect(strategy, requests.toArray(StateChangeRequest[]::new));
            this.instance = phase == null ? null : Cases.instance(phase);
        }

        void run(int kills) {
            for (int pass = 0; pass < PASSES; pass++) {
                var plan = VmPlanner.plan(machine(), Cases.seen(instance), time(pass));
                var writes = writes(plan);
                boolean killed = (kills >> pass & 1) == 1;
                writes.stream().limit(killed ? 1 : writes.size()).forEach(Runnable::run);
            }
        }

        List<Object> outcome() {
            var known = Objects.requireNonNull(status);
            return List.of(
                    instance == null ? "no instance" : Objects.requireNonNull(instance.getStatus()),
                    known.stateChangeRequests(),
                    String.valueOf(known.runStrategy()),
                    String.valueOf(known.printableStatus()));
        }

        /** In the order of the reconciler. */
        private List<Runnable> writes(VmPlan plan) {
            var writes = new ArrayList<Runnable>();
            Runnable store = () -> status = plan.status();
            if (plan.statusFirst()) {
                writes.add(store);
            }
            plan.actions().forEach(action -> writes.add(() -> apply(action)));
            if (!plan.statusFirst() && !plan.startsInstance()) {
                writes.add(store);
            }
            return writes;
        }

        private void apply(VmAction action) {
            switch (action) {
                case VmAction.CreateInstance _ -> {
                    assertThat(instance).as("never two").isNull();
                    instance = Cases.instance(VirtualMachineInstancePhase.RUNNING);
                    instance.getMetadata().setUid("started-" + ++started);
                }
                case VmAction.DeleteInstance _ -> instance = null;
                default -> throw new AssertionError("not in these stories: " + action);
            }
        }

        private VirtualMachine machine() {
            return Cases.vm(strategy, status);
        }

        private static Instant time(int pass) {
            return Cases.NOW.plusSeconds(600L * pass);
        }
    }
}
