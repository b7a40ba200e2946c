package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Execution.OffCause;
import dev.yadori.launcher.hypervisor.Execution.PauseCause;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.lifecycle.Journal.Move.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Both sides of a migration with everything that can befall them, as the launchers' own decisions see it. What libvirt does is
 * written down here from its source and from what the tests on a host have shown; what launchers do is the real code.
 */
final class HandOverModel {
    /** The source's domain. */
    enum Here {
        RUNNING,
        COPYING,
        /** Stopped by libvirt for the last part. */
        FINISHING,
        /** As before, but libvirt was restarted and leaves it to others. */
        ORPHANED,
        OFF_MIGRATED,
        OFF_UNKNOWN,
        OFF_CRASHED
    }

    /** The target's domain. */
    enum There {
        NONE,
        RECEIVING,
        COMPLETE,
        RUNNING,
        CRASHED
    }

    /** What somebody was told in the end. */
    enum Verdict {
        NONE,
        CRASHED_HERE,
        LOST,
        CRASHED_THERE
    }

    /** Everything at one moment. Whether a launcher is up needs no place: one that is down does nothing, like one that waits. */
    record World(
            Here here,
            There there,
            Step source,
            Step target,
            Verdict verdict,
            boolean connected,
            boolean libvirtHere,
            boolean libvirtThere) {
        static final World BEGIN =
                new World(Here.COPYING, There.RECEIVING, Step.LEAVING, Step.COMING, Verdict.NONE, true, true, true);

        World here(Here next) {
            return new World(next, there, source, target, verdict, connected, libvirtHere, libvirtThere);
        }

        World there(There next) {
            return new World(here, next, source, target, verdict, connected, libvirtHere, libvirtThere);
        }

        World source(Step next) {
            return new World(here, there, next, target, verdict, connected, libvirtHere, libvirtThere);
        }

        World target(Step next) {
            return new World(here, there, source, next, verdict, connected, libvirtHere, libvirtThere);
        }

        World told(Verdict next) {
            return new World(here, there, source, target, next, connected, libvirtHere, libvirtThere);
        }

        World cut() {
            return new World(here, there, source, target, verdict, false, libvirtHere, libvirtThere);
        }

        World libvirtHere(boolean up) {
            return new World(here, there, source, target, verdict, up && connected, up, libvirtThere);
        }

        World libvirtThere(boolean up) {
            return new World(here, there, source, target, verdict, up && connected, libvirtHere, up);
        }

        /** It runs, or somebody may make it run without asking anybody. */
        boolean mayRunHere() {
            return Set.of(Here.RUNNING, Here.COPYING, Here.FINISHING, Here.ORPHANED)
                    .contains(here);
        }

        boolean runsHere() {
            return here == Here.RUNNING || here == Here.COPYING;
        }

        boolean runsThere() {
            return there == There.RUNNING;
        }
    }

    private final boolean staysPaused;
    private final Map<World, List<World>> healing = new LinkedHashMap<>();
    private final Map<World, World> from = new HashMap<>();
    private int transitions;

    /** Whether libvirt is told to leave what arrives paused. */
    HandOverModel(boolean staysPaused) {
        this.staysPaused = staysPaused;
    }

    /** All worlds that can come about, each with what leads on without any fault. */
    Map<World, List<World>> explore() {
        var open = new ArrayDeque<>(List.of(World.BEGIN));
        healing.put(World.BEGIN, List.of());
        while (!open.isEmpty()) {
            var world = open.remove();
            var next = progress(world);
            healing.put(world, next);
            var all = new ArrayList<>(next);
            all.addAll(faults(world));
            for (var one : all) {
                transitions++;
                if (!healing.containsKey(one)) {
                    healing.put(one, List.of());
                    from.put(one, world);
                    open.add(one);
                }
            }
        }
        return healing;
    }

    int transitions() {
        return transitions;
    }

    /** How a world came about. */
    List<World> way(World world) {
        var way = new ArrayDeque<World>();
        for (World one = world; one != null; one = from.get(one)) {
            way.addFirst(one);
        }
        return List.copyOf(way);
    }

    private List<World> progress(World world) {
        var next = new ArrayList<World>();
        libvirt(world, next);
        sourceLooks(world, next);
        targetLooks(world, next);
        if (world.source() == Step.DEPARTED && world.target() == Step.COMING) {
            next.add(world.target(Step.RELEASED));
        }
        next.removeIf(world::equals);
        return next;
    }

    private void libvirt(World world, List<World> next) {
        if (!world.libvirtHere()) {
            next.add(world.libvirtHere(true));
        }
        if (!world.libvirtThere()) {
            next.add(world.libvirtThere(true));
        }
        if (isAbandoned(world)) {
            next.add(world.there(There.NONE));
        }
        if (!world.libvirtHere()) {
            return;
        }
        if (world.here() == Here.COPYING) {
            next.add(world.connected() ? world.here(Here.FINISHING) : world.here(Here.RUNNING));
        } else if (world.here() == Here.FINISHING) {
            finish(world, next);
        }
    }

    /** Nothing more will come to the target, and its libvirt notices. */
    private static boolean isAbandoned(World world) {
        boolean nothingComes = !world.connected() || !world.mayRunHere();
        return nothingComes && world.there() == There.RECEIVING && world.libvirtThere();
    }

    /** The target finishes, its answer arrives or does not; without it libvirt starts the source again. */
    private void finish(World world, List<World> next) {
        if (!world.connected()) {
            next.add(world.here(Here.RUNNING));
        } else if (world.there() == There.RECEIVING && world.libvirtThere()) {
            next.add(world.there(staysPaused ? There.COMPLETE : There.RUNNING));
        } else if (world.there() == There.COMPLETE || world.there() == There.RUNNING) {
            next.add(world.here(Here.OFF_MIGRATED));
        } else {
            next.add(world.here(Here.RUNNING));
        }
    }

    private static List<World> faults(World world) {
        var next = new ArrayList<World>();
        next.add(world.cut());
        if (world.here() == Here.COPYING && world.libvirtHere()) {
            next.add(world.here(Here.RUNNING).cut());
        }
        if (world.mayRunHere()) {
            next.add(world.here(Here.OFF_CRASHED));
        }
        next.add(world.there(
                switch (world.there()) {
                    case NONE, RECEIVING -> There.NONE;
                    case COMPLETE, RUNNING, CRASHED -> There.CRASHED;
                }));
        libvirtDiesHere(world, next);
        next.add(
                world.there() == There.RECEIVING
                        ? world.libvirtThere(false).there(There.NONE)
                        : world.libvirtThere(false));
        return next;
    }

    /** A libvirt that was restarted resumes what it was copying; where it cannot tell, it leaves it paused. */
    private static void libvirtDiesHere(World world, List<World> next) {
        var down = world.libvirtHere(false);
        switch (world.here()) {
            case COPYING -> next.add(down.here(Here.RUNNING));
            case FINISHING -> {
                next.add(down.here(Here.RUNNING));
                next.add(down.here(Here.ORPHANED));
            }
            case OFF_MIGRATED, OFF_CRASHED -> next.add(down.here(Here.OFF_UNKNOWN));
            case RUNNING, ORPHANED, OFF_UNKNOWN -> next.add(down);
        }
    }

    /** The source's launcher, after an event, at a tick, or when it was started again. */
    private static void sourceLooks(World world, List<World> next) {
        if (world.source() != Step.LEAVING) {
            if (world.source() == Step.STAYED && world.verdict() == Verdict.NONE && !world.mayRunHere()) {
                next.add(world.told(Verdict.CRASHED_HERE));
            }
            return;
        }
        emulatorsEndIsHeard(world, next);
        var seen = here(world);
        var intent = new GuestState.Intent(false, false, true, false, false);
        var state = new GuestState.Running().seen(seen, intent);
        if (state instanceof GuestState.Stopped(var reason, var _)) {
            next.add(
                    reason == GuestState.StopReason.MIGRATED
                            ? world.source(Step.DEPARTED)
                            : world.source(Step.STAYED).told(Verdict.CRASHED_HERE));
            return;
        }
        boolean going = world.here() == Here.COPYING || world.here() == Here.FINISHING;
        switch (HandOver.source(seen, going)) {
            case WAIT, DEPARTED, ENDED -> {}
            case RESUME -> next.add(world.here(Here.RUNNING));
            case STAYS -> next.add(world.source(Step.STAYED));
        }
    }

    /** What was seen before it may be older than that by any time. */
    private static void emulatorsEndIsHeard(World world, List<World> next) {
        if (!world.mayRunHere() && HandOver.hasLeft(present(new Execution.Paused(PauseCause.MIGRATION)))) {
            next.add(world.source(Step.DEPARTED));
        }
    }

    private static void targetLooks(World world, List<World> next) {
        var seen = there(world);
        if (world.target() == Step.ARRIVED) {
            if (world.there() == There.CRASHED && world.verdict() == Verdict.NONE && world.libvirtThere()) {
                next.add(world.told(Verdict.CRASHED_THERE));
            }
            return;
        }
        switch (HandOver.target(seen, world.target() == Step.RELEASED, false)) {
            case WAIT -> {}
            case RESUME -> next.add(world.there(There.RUNNING));
            case ARRIVED -> next.add(world.target(Step.ARRIVED));
            case LOST -> next.add(world.told(Verdict.LOST));
        }
    }

    private static Observation here(World world) {
        if (!world.libvirtHere()) {
            return new Observation.Unknown("down");
        }
        return present(
                switch (world.here()) {
                    case RUNNING, COPYING -> new Execution.Running();
                    case FINISHING, ORPHANED -> new Execution.Paused(PauseCause.MIGRATION);
                    case OFF_MIGRATED -> new Execution.Off(OffCause.MIGRATED);
                    case OFF_UNKNOWN -> new Execution.Off(OffCause.UNKNOWN);
                    case OFF_CRASHED -> new Execution.Off(OffCause.CRASHED);
                });
    }

    private static Observation there(World world) {
        if (!world.libvirtThere()) {
            return new Observation.Unknown("down");
        }
        return switch (world.there()) {
            case NONE -> new Observation.Absent();
            case RECEIVING -> present(new Execution.Paused(PauseCause.MIGRATION));
            case COMPLETE -> present(new Execution.Paused(PauseCause.USER));
            case RUNNING -> present(new Execution.Running());
            case CRASHED -> present(new Execution.Off(OffCause.CRASHED));
        };
    }

    private static Observation present(Execution execution) {
        return new Observation.Present(execution, DomainFacts.NONE);
    }
}
