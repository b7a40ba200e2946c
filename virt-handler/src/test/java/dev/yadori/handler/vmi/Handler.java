package dev.yadori.handler.vmi;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestReport;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One life of the handler's process, with the parts that the real one has but for the operator's queue. */
final class Handler implements AutoCloseable {
    private static final SearchPace PACE =
            new SearchPace(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(20));

    final AtomicReference<VirtualMachineInstance> cache;
    final AtomicReference<LauncherPodObject> pod = new AtomicReference<>(pod());
    final LauncherSessions sessions;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService queue = new ScheduledThreadPoolExecutor(1);
    private final VmiObserver observer;
    private final VmiApplier applier;
    private final Departures departures;
    final FakeSourceWire wire = new FakeSourceWire();
    /** What the launcher has said, as far as departures have been told of it. */
    final AtomicReference<Optional<GuestReport>> considered = new AtomicReference<>(Optional.empty());

    Handler(FakeDoor door, FakeGuestObjects objects) {
        cache = new AtomicReference<>(objects.stored());
        var tools = new SessionTools(door, executor, queue, PACE, InstantSource.system(), this::wake);
        sessions = new LauncherSessions(tools);
        departures = new Departures(wire, objects, sessions, tools, Sample.NODE);
        var writes = new RecentWrites();
        PodCache pods = _ -> Optional.ofNullable(pod.get());
        observer = new VmiObserver(pods, sessions, writes);
        applier = new VmiApplier(
                objects, sessions, new GuestStarter(objects, () -> ClusterConfig.DEFAULT, pods), writes, departures);
    }

    /** What its informers do when it starts. */
    Handler start() {
        sessions.appeared(pod.get());
        wake();
        return this;
    }

    /** The cache hears of a change. */
    void hears(VirtualMachineInstance changed) {
        cache.set(changed);
        wake();
    }

    private void wake(GuestPod from) {
        var known = sessions.view(from.uid()).lastReport();
        departures.consider(from);
        considered.set(known);
        wake();
    }

    void wake() {
        queue.execute(this::reconcile);
    }

    private void reconcile() {
        var seen = observer.observe(cache.get());
        var plan = VmiPlanner.plan(seen, Sample.NODE, InstantSource.system().instant());
        applier.apply(seen.vmi(), plan);
        plan.requeue().ifPresent(pause -> {
            var _ = queue.schedule(this::reconcile, pause.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    static LauncherPodObject pod() {
        var metadata = new ObjectMetaBuilder()
                .withName("virt-launcher-tiny-x")
                .withNamespace("guests")
                .withUid(Sample.POD_UID)
                .withLabels(Map.of("kubevirt.io", "virt-launcher"))
                .addNewOwnerReference()
                .withApiVersion("kubevirt.io/v1")
                .withKind("VirtualMachineInstance")
                .withName("tiny")
                .withUid(Sample.VMI_UID)
                .withController(true)
                .endOwnerReference()
                .build();
        var ready = new LauncherPodObject.Condition("Ready", "True", null, null);
        return new LauncherPodObject(
                metadata,
                new LauncherPodObject.Spec(List.of()),
                new LauncherPodObject.Status(List.of(ready), List.of(), List.of()));
    }

    @Override
    public void close() {
        queue.shutdownNow();
        sessions.close();
        executor.shutdownNow();
    }
}
