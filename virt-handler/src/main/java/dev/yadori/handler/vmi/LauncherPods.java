package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The launcher pods of this node. An informer of its own, because launchers are looked for as soon as their pod is bound
 * here, and forgotten when it is gone, whether there is an object of the guest in the other cache or not.
 */
public final class LauncherPods extends AbstractEventSource<LauncherPodObject, VirtualMachineInstance>
        implements ResourceEventHandler<LauncherPodObject>, PodCache {
    private static final String OWNER = "owner";
    private static final Duration FIRST_LIST = Duration.ofMinutes(2);

    private final KubernetesClient client;
    private final String node;
    private final List<Consumer<GuestPod>> others = new CopyOnWriteArrayList<>();
    private @Nullable LauncherSessions sessions;
    private @Nullable SharedIndexInformer<LauncherPodObject> informer;

    public LauncherPods(KubernetesClient client, String node) {
        super(LauncherPodObject.class, "launcher-pods");
        this.client = client;
        this.node = node;
    }

    /** Is woken too. Before the start. */
    void alsoWake(Consumer<GuestPod> other) {
        others.add(other);
    }

    /** Who is told of pods. Before the start. */
    void tell(LauncherSessions listener) {
        sessions = listener;
    }

    /** Has the reconciler look at a guest again, if it knows it. */
    void wake(GuestPod pod) {
        others.forEach(other -> other.accept(pod));
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(new ResourceID(pod.vmiName(), pod.namespace())));
        }
    }

    @Override
    public Optional<LauncherPodObject> of(VirtualMachineInstance vmi) {
        var status = vmi.getStatus();
        if (informer == null || status == null) {
            return Optional.empty();
        }
        var recorded = informer.getIndexer().byIndex(OWNER, vmi.getMetadata().getUid()).stream()
                .filter(pod -> status.activePods().containsKey(pod.getMetadata().getUid()))
                .toList();
        return recorded.size() == 1 ? Optional.of(recorded.getFirst()) : Optional.empty();
    }

    @Override
    public Optional<LauncherPodObject> target(VirtualMachineInstance vmi) {
        var name = Optional.ofNullable(vmi.getStatus())
                .map(VirtualMachineInstanceStatus::migrationState)
                .map(MigrationState::targetPod);
        if (informer == null || name.isEmpty()) {
            return Optional.empty();
        }
        return informer.getIndexer().byIndex(OWNER, vmi.getMetadata().getUid()).stream()
                .filter(pod -> name.get().equals(pod.getMetadata().getName()))
                .findFirst();
    }

    /** The pod of a guest by name, for those who ask on behalf of a user. */
    public List<GuestPod> named(String namespace, String vmiName) {
        if (informer == null) {
            return List.of();
        }
        return informer.getStore().list().stream()
                .flatMap(pod -> GuestPod.of(pod).stream())
                .filter(pod ->
                        pod.namespace().equals(namespace) && pod.vmiName().equals(vmiName))
                .toList();
    }

    @Override
    public Set<LauncherPodObject> getSecondaryResources(VirtualMachineInstance vmi) {
        return of(vmi).stream().collect(Collectors.toSet());
    }

    @Override
    public void start() throws OperatorException {
        var started = client.resources(LauncherPodObject.class)
                .inAnyNamespace()
                .withLabel(KubeVirtLabels.COMPONENT, KubeVirtLabels.COMPONENT_VALUE_LAUNCHER)
                .withField("spec.nodeName", node)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .addIndexers(Map.of(OWNER, LauncherPods::owners))
                .addEventHandler(this)
                .exceptionHandler((_, _) -> true);
        informer = started;
        super.start();
        try {
            started.start().toCompletableFuture().get(FIRST_LIST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new OperatorException("the launcher pods of this node cannot be listed", failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new OperatorException("stopped while launcher pods were listed", stopping);
        }
    }

    @Override
    public void stop() throws OperatorException {
        super.stop();
        if (informer != null) {
            informer.stop();
        }
    }

    @Override
    public void onAdd(LauncherPodObject pod) {
        changed(pod);
    }

    @Override
    public void onUpdate(LauncherPodObject former, LauncherPodObject pod) {
        changed(pod);
    }

    @Override
    public void onDelete(LauncherPodObject pod, boolean finalStateUnknown) {
        if (sessions != null) {
            sessions.gone(pod.getMetadata().getUid());
        }
        GuestPod.of(pod).ifPresent(this::wake);
    }

    private void changed(LauncherPodObject pod) {
        if (sessions != null) {
            sessions.appeared(pod);
        }
        GuestPod.of(pod).ifPresent(this::wake);
    }

    private static List<String> owners(LauncherPodObject pod) {
        return GuestPod.of(pod).stream().map(GuestPod::vmiUid).toList();
    }
}
