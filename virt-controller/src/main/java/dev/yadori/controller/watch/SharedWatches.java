package dev.yadori.controller.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One watch and one cache of each kind and label selector, however many ask for an informer of it. The operator framework makes one
 * for each reconciler that looks at a kind, and every one of them reads and keeps all objects; what can be put under it is the
 * client that it asks. Thread-safe.
 */
public final class SharedWatches {

    private static final Object[] NOTHING = {};

    private final Map<Key, Shared<?>> watches = new HashMap<>();

    /** What two informers have to agree in to be one. */
    private record Key(Class<?> kind, @Nullable String selector) {}

    private record Shared<T>(SharedIndexInformer<T> informer, int users) {

        Shared<T> with(int more) {
            return new Shared<>(informer, users + more);
        }
    }

    /** What is answered otherwise than by what lies under it. */
    private interface Answers {
        Optional<Object> to(String method, @Nullable Object[] arguments);
    }

    /** A client whose informers of all namespaces are shared among all who ask it. All else it does as the other. */
    public KubernetesClient over(KubernetesClient client) {
        return over(KubernetesClient.class, client, (method, arguments) -> {
            boolean asked = "resources".equals(method) && arguments.length == 1;
            return asked && arguments[0] instanceof Class<?> kind
                    ? Optional.of(resources(client, kind.asSubclass(HasMetadata.class)))
                    : Optional.empty();
        });
    }

    private <T extends HasMetadata> Object resources(KubernetesClient client, Class<T> kind) {
        var all = client.resources(kind);
        return over(
                MixedOperation.class,
                all,
                (method, _) -> "inAnyNamespace".equals(method)
                        ? Optional.of(inAnyNamespace(all.inAnyNamespace(), kind))
                        : Optional.empty());
    }

    private <T extends HasMetadata> Object inAnyNamespace(
            AnyNamespaceOperation<T, KubernetesResourceList<T>, Resource<T>> all, Class<T> kind) {
        return over(
                AnyNamespaceOperation.class,
                all,
                (method, arguments) -> "withLabelSelector".equals(method) && !(arguments[0] instanceof LabelSelector)
                        ? Optional.of(selected(all, new Key(kind, (String) arguments[0])))
                        : Optional.empty());
    }

    /** Whoever narrows it further gets an informer of its own. */
    private <T extends HasMetadata> Object selected(
            AnyNamespaceOperation<T, KubernetesResourceList<T>, Resource<T>> all, Key key) {
        var selected = all.withLabelSelector(key.selector());
        return over(
                FilterWatchListDeletable.class,
                selected,
                (method, _) -> "runnableInformer".equals(method)
                        ? Optional.of(share(key, () -> selected.runnableInformer(0)))
                        : Optional.empty());
    }

    private static <O> O over(Class<O> type, O below, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    var answer = answers.to(method.getName(), arguments == null ? NOTHING : arguments);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                    try {
                        return method.invoke(below, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @SuppressWarnings("unchecked") // The key names the kind.
    private synchronized <T> SharedIndexInformer<T> share(Key key, Supplier<SharedIndexInformer<T>> maker) {
        var watch = (Shared<T>) watches.computeIfAbsent(key, _ -> new Shared<>(maker.get(), 0));
        watches.put(key, watch.with(1));
        return new SharedInformer<>(watch.informer(), () -> giveBack(key));
    }

    private synchronized void giveBack(Key key) {
        var left = Objects.requireNonNull(watches.get(key)).with(-1);
        if (left.users() > 0) {
            watches.put(key, left);
        } else {
            watches.remove(key);
            left.informer().stop();
        }
    }
}
