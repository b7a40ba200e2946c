package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Execution.PauseCause;
import dev.yadori.launcher.hypervisor.Observation;

/**
 * Who may run a guest that is being moved. Pure, and all there is to decide.
 *
 * <ol>
 *   <li>What arrives stays paused: libvirt is told so, because it starts the source again where it does not hear of the end.
 *   <li>The guest has left when the source's hypervisor says that it is off, or when its emulator has ended while it stood
 *       still to be moved. Nothing else is taken for that, and it is written down before anybody is told.
 *   <li>Only then, and only where all of it is there, the target lets it run.
 *   <li>Until then the source may let its guest go on, whatever has become of the target.
 * </ol>
 */
public final class HandOver {
    private HandOver() {}

    /** What the source does. */
    public enum Source {
        /** Wait: it goes on, or nobody knows. */
        WAIT,
        /** The guest goes on here: it is paused for the migration, which is over. */
        RESUME,
        /** The migration is over and the guest is still here. */
        STAYS,
        /** Nothing runs here any more. */
        DEPARTED,
        /** The guest has come to an end of its own meanwhile. */
        ENDED
    }

    /** What the target does. */
    public enum Target {
        /** Wait for the rest of the guest, or for the proof that the source has stopped. */
        WAIT,
        /** Let it run. */
        RESUME,
        /** It runs, or is paused because its user wants it so. */
        ARRIVED,
        /** The source has stopped, and there is nothing here: the guest is lost. */
        LOST
    }

    /**
     * At the source.
     *
     * @param going the hypervisor is still at it, as far as is known
     */
    public static Source source(Observation seen, boolean going) {
        return switch (seen) {
            case Observation.Unknown _ -> Source.WAIT;
            case Observation.Absent _ -> Source.DEPARTED;
            case Observation.Present(var execution, var _) ->
                switch (execution) {
                    case Execution.Off(var cause) ->
                        switch (cause) {
                            // A hypervisor that was restarted has forgotten why; off it is.
                            case MIGRATED, UNKNOWN, FAILED_TO_START -> Source.DEPARTED;
                            case SHUTDOWN, DESTROYED, CRASHED -> Source.ENDED;
                        };
                    case Execution.Paused(var cause)
                    when cause == PauseCause.MIGRATION -> going ? Source.WAIT : Source.RESUME;
                    case Execution.Paused _, Execution.Running _, Execution.PoweringOff _ ->
                        going ? Source.WAIT : Source.STAYS;
                };
        };
    }

    /**
     * At the source, when its emulator has ended: whether the guest has left, by what was seen of it last. libvirt says so too,
     * but looks for the end five times a second, and all that time the guest stands still. One that was seen to run may have
     * ended by itself, which only libvirt knows.
     */
    public static boolean hasLeft(Observation last) {
        return last instanceof Observation.Present(Execution.Paused(var cause), var _) && cause == PauseCause.MIGRATION;
    }

    /**
     * At the target.
     *
     * @param released the source is proven to have stopped
     * @param staysPaused its user had paused it
     */
    public static Target target(Observation seen, boolean released, boolean staysPaused) {
        return switch (seen) {
            case Observation.Unknown _ -> Target.WAIT;
            case Observation.Absent _ -> released ? Target.LOST : Target.WAIT;
            case Observation.Present(var execution, var _) ->
                switch (execution) {
                    case Execution.Off _ -> released ? Target.LOST : Target.WAIT;
                    case Execution.Running _, Execution.PoweringOff _ -> Target.ARRIVED;
                    case Execution.Paused paused -> {
                        if (!released || !isComplete(paused)) {
                            yield Target.WAIT;
                        }
                        yield staysPaused ? Target.ARRIVED : Target.RESUME;
                    }
                };
        };
    }

    /** Whether all of a guest that is seen at the target is there. */
    public static boolean isComplete(Observation seen) {
        return seen instanceof Observation.Present(Execution.Paused paused, var _) && isComplete(paused);
    }

    private static boolean isComplete(Execution.Paused paused) {
        return paused.cause() != PauseCause.MIGRATION;
    }
}
