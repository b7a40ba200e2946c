package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import java.util.Optional;

/** What is proven about a guest. */
public sealed interface Evidence {

    /** It is there. */
    record Alive(GuestReport report) implements Evidence {}

    /** It has ended: its launcher said so, or its container is gone. */
    record Ended(Ending ending, String message) implements Evidence {}

    /** It has left this pod, which is no end; where it is now, others know. */
    record Departed() implements Evidence {}

    /** Its launcher waits to be asked for it. */
    record NotStarted() implements Evidence {}

    /** Nothing is proven. */
    record Unknown() implements Evidence {}

    /** How a guest ended. */
    enum Ending {
        /** By its own wish. */
        SHUTDOWN,
        /** From outside. */
        DESTROYED,
        /** Without anybody's wish. */
        FAILED
    }

    static Evidence of(VmiObserved seen) {
        var stopped = seen.launcher().ended().flatMap(Evidence::stopped);
        if (stopped.isPresent()) {
            return stopped.get();
        }
        var exit = seen.pod().flatMap(PodFacts::exit);
        if (exit.isPresent()) {
            return isMoving(seen) ? new Unknown() : exited(exit.get());
        }
        return seen.launcher().contact() instanceof Contact.Made(Optional<GuestReport> report)
                ? report.map(Evidence::reported).orElseGet(Unknown::new)
                : new Unknown();
    }

    /** Between two pods the end of one says nothing: its guest may have left it. */
    private static boolean isMoving(VmiObserved seen) {
        return Optional.ofNullable(seen.vmi().getStatus())
                .map(VirtualMachineInstanceStatus::migrationState)
                .filter(state -> state.startTimestamp() != null && !Boolean.TRUE.equals(state.completed()))
                .isPresent();
    }

    private static Optional<Evidence> stopped(GuestReport report) {
        return report.state() instanceof GuestState.Stopped(var reason)
                ? Optional.of(
                        switch (reason) {
                            case SHUTDOWN -> new Ended(Ending.SHUTDOWN, report.message());
                            case DESTROYED -> new Ended(Ending.DESTROYED, report.message());
                            case CRASHED, FAILED_TO_START, OTHER -> new Ended(Ending.FAILED, report.message());
                            case MIGRATED -> new Departed();
                        })
                : Optional.empty();
    }

    private static Evidence exited(PodFacts.Exit exit) {
        return exit.code() == 0
                ? new Ended(Ending.SHUTDOWN, "")
                : new Ended(
                        Ending.FAILED,
                        "The launcher ended with code %d%s."
                                .formatted(exit.code(), exit.reason().isEmpty() ? "" : " (" + exit.reason() + ")"));
    }

    private static Evidence reported(GuestReport report) {
        return switch (report.state()) {
            case GuestState.Running _, GuestState.Paused _, GuestState.ShuttingDown _ -> new Alive(report);
            case GuestState.Absent _ -> new NotStarted();
            case GuestState.Starting _, GuestState.Incoming _, GuestState.Unknown _ -> new Unknown();
            case GuestState.Stopped _ -> stopped(report).orElseGet(Unknown::new);
        };
    }
}
