package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One session for each launcher pod of this node. */
public final class LauncherSessions implements AutoCloseable {
    private final Map<String, LauncherSession> byPod = new ConcurrentHashMap<>();
    private final SessionTools tools;

    LauncherSessions(SessionTools tools) {
        this.tools = tools;
    }

    /** A pod is there, or has changed. A pod whose container has ended has no launcher any more. */
    void appeared(LauncherPodObject pod) {
        if (PodFacts.of(pod).exit().isPresent()) {
            return;
        }
        GuestPod.of(pod)
                .ifPresent(one -> byPod.computeIfAbsent(one.uid(), _ -> new LauncherSession(one, tools))
                        .seek());
    }

    /** A pod is gone from the API. */
    void gone(String podUid) {
        var session = byPod.remove(podUid);
        if (session != null) {
            session.close();
        }
    }

    LauncherView view(String podUid) {
        var session = byPod.get(podUid);
        return session == null ? LauncherView.NOTHING : session.view();
    }

    /** The launcher of a pod, where it can be reached now. */
    public Optional<LauncherClient> client(String podUid) {
        return Optional.ofNullable(byPod.get(podUid)).flatMap(LauncherSession::client);
    }

    /** All launchers that can be reached now. */
    public Map<GuestPod, LauncherClient> reached() {
        Map<GuestPod, LauncherClient> reached = new HashMap<>();
        byPod.values().forEach(session -> session.client().ifPresent(client -> reached.put(session.pod(), client)));
        return reached;
    }

    /** Has the guest of a pod looked at again. */
    void wake(String podUid) {
        session(podUid).ifPresent(LauncherSession::wake);
    }

    Optional<LauncherSession> session(String podUid) {
        return Optional.ofNullable(byPod.get(podUid));
    }

    @Override
    public void close() {
        byPod.values().forEach(LauncherSession::close);
        byPod.clear();
    }
}
