package dev.yadori.handler.vmi;

import dev.yadori.handler.grpc.GuestDirectory;
import dev.yadori.handler.launcher.LauncherClient;

/** The guests of this node by name: those whose pod is here and whose launcher answers. */
public final class GuestsHere implements GuestDirectory {
    private final LauncherPods pods;
    private final LauncherSessions sessions;

    public GuestsHere(LauncherPods pods, LauncherSessions sessions) {
        this.pods = pods;
        this.sessions = sessions;
    }

    @Override
    public Found find(String namespace, String name, String uid) {
        var here = pods.named(namespace, name).stream()
                .filter(pod -> uid.isEmpty() || pod.vmiUid().equals(uid))
                .toList();
        if (here.isEmpty()) {
            return new Found.Nowhere();
        }
        var launchers = here.stream()
                .flatMap(pod -> sessions.client(pod.uid()).stream())
                .toList();
        // More than one can only be for a moment, while one of them ends: which, is not known here.
        return launchers.size() == 1 ? reachable(launchers.getFirst()) : new Found.Unreachable();
    }

    private static Found reachable(LauncherClient launcher) {
        return new Found.Reachable(launcher);
    }
}
