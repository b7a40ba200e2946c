package dev.yadori.controller.vm;

import static dev.yadori.controller.vm.Cases.VMI_UID;
import static dev.yadori.controller.vm.Cases.deleting;
import static dev.yadori.controller.vm.Cases.instance;
import static dev.yadori.controller.vm.Cases.start;
import static dev.yadori.controller.vm.Cases.stop;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.RUNNING;
import static dev.yadori.crds.v1.VirtualMachineInstancePhase.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineStatus.StateChangeRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsTest {

    static Stream<Arguments> cases() {
        var restart = List.of(stop(VMI_UID), start());
        var afterStop = List.of(start());
        List<StateChangeRequest> none = List.of();
        return Stream.of(
                Arguments.of("restart of a running guest", restart, instance(RUNNING), restart),
                Arguments.of("restart while it shuts down", restart, deleting(instance(RUNNING)), restart),
                Arguments.of("restart when it is gone", restart, null, afterStop),
                Arguments.of("start when it is there", afterStop, instance(null), none),
                Arguments.of("start while another goes", afterStop, deleting(instance(RUNNING)), afterStop),
                Arguments.of("start over one that ended", afterStop, instance(SUCCEEDED), afterStop),
                Arguments.of("stop of another instance", List.of(stop("other")), instance(RUNNING), none),
                Arguments.of("restart of another instance", List.of(stop("other"), start()), instance(RUNNING), none),
                Arguments.of(
                        "stop of what ended", List.of(stop(VMI_UID)), instance(SUCCEEDED), List.of(stop(VMI_UID))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatIsDoneIsTakenFromTheFront(
            String name,
            List<StateChangeRequest> pending,
            @Nullable VirtualMachineInstance instance,
            List<StateChangeRequest> expected) {
        var left = new Requests(pending).withoutSatisfied(Optional.ofNullable(instance));

        assertThat(left.pending()).isEqualTo(expected);
    }
}
