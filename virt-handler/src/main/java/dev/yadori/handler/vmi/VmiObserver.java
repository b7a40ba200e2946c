package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;

/** Puts together what caches and sessions say. Asks nobody and writes nothing. */
final class VmiObserver {
    private final PodCache pods;
    private final LauncherSessions sessions;
    private final RecentWrites writes;

    VmiObserver(PodCache pods, LauncherSessions sessions, RecentWrites writes) {
        this.pods = pods;
        this.sessions = sessions;
        this.writes = writes;
    }

    VmiObserved observe(VirtualMachineInstance cached) {
        var vmi = writes.freshest(cached);
        var pod = pods.of(vmi).map(PodFacts::of);
        var launcher = pod.map(one -> sessions.view(one.uid())).orElse(LauncherView.NOTHING);
        return new VmiObserved(vmi, pod, launcher);
    }
}
