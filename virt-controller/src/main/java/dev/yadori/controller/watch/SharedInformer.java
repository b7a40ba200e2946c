package dev.yadori.controller.watch;

import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Indexer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.informers.cache.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** One user's share of an informer: handlers are its own, what is cached and how it is indexed is everybody's. */
final class SharedInformer<T> implements SharedIndexInformer<T> {

    private final SharedIndexInformer<T> shared;
    private final Runnable giveBack;
    private final List<ResourceEventHandler<? super T>> handlers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    SharedInformer(SharedIndexInformer<T> shared, Runnable giveBack) {
        this.shared = shared;
        this.giveBack = giveBack;
    }

    @Override
    public CompletionStage<Void> start() {
        return shared.start();
    }

    @Override
    public SharedIndexInformer<T> run() {
        start().toCompletableFuture().join();
        return this;
    }

    @Override
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            handlers.forEach(shared::removeEventHandler);
            giveBack.run();
        }
    }

    /**
     * Where it runs already, for another, the handler is told of what there is before this returns, and by this thread: that of the framework
     * which prepares to start holds the locks that its handlers take, and waits for the one that calls {@link #start}.
     */
    @Override
    public SharedIndexInformer<T> addEventHandler(ResourceEventHandler<? super T> handler) {
        handlers.add(handler);
        shared.addEventHandler(handler);
        return this;
    }

    @Override
    public SharedIndexInformer<T> removeEventHandler(ResourceEventHandler<? super T> handler) {
        handlers.remove(handler);
        shared.removeEventHandler(handler);
        return this;
    }

    @Override
    public SharedIndexInformer<T> addIndexers(Map<String, Function<T, List<String>>> indexers) {
        shared.addIndexers(indexers);
        return this;
    }

    @Override
    public Indexer<T> getIndexer() {
        return shared.getIndexer();
    }

    @Override
    public Store<T> getStore() {
        return shared.getStore();
    }

    @Override
    public String lastSyncResourceVersion() {
        return shared.lastSyncResourceVersion();
    }

    @Override
    public boolean isRunning() {
        return !stopped.get() && shared.isRunning();
    }

    @Override
    public boolean isWatching() {
        return shared.isWatching();
    }

    @Override
    public Class<T> getApiTypeClass() {
        return shared.getApiTypeClass();
    }

    @Override
    public CompletionStage<Void> stopped() {
        return shared.stopped();
    }

    @Override
    public SharedIndexInformer<T> addEventHandlerWithResyncPeriod(
            ResourceEventHandler<? super T> handler, long resyncPeriodMillis) {
        throw everybodys("period of resynchronization");
    }

    @Override
    public SharedIndexInformer<T> removeIndexer(String name) {
        throw everybodys("index");
    }

    @Override
    public SharedIndexInformer<T> initialState(Stream<T> items) {
        throw everybodys("state");
    }

    @Override
    public SharedIndexInformer<T> itemStore(ItemStore<T> itemStore) {
        throw everybodys("store");
    }

    @Override
    public SharedIndexInformer<T> exceptionHandler(ExceptionHandler handler) {
        throw everybodys("handler of exceptions");
    }

    private UnsupportedOperationException everybodys(String what) {
        return new UnsupportedOperationException(
                "the " + what + " of a shared informer of " + getApiTypeClass().getSimpleName() + " is everybody's");
    }
}
