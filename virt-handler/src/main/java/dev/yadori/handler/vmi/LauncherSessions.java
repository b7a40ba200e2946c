package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherClient;
import java.util.List;
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
        if (PodFacts.exit(pod).isPresent()) {
            return;
        }
        GuestPod.of(pod)
                .ifPresent(one -> byPod.computeIfAbsent(one.uid(), _ -> new LauncherSession(one, tools))
                        .appeared(PodFacts.isStarted(pod)));
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

    /** All whose launchers can be reached now. */
    public List<ReachedGuest> reached() {
        return byPod.values().stream()
                .flatMap(session -> session.reached().stream())
                .toList();
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
