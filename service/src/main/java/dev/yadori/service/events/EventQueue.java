package dev.yadori.service.events;

import dev.yadori.service.events.EventOrigin.Told;
import dev.yadori.service.kubernetes.ApiRefusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes behind the back of the caller, one after the other. A queue that is full drops what comes. */
final class EventQueue {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int LENGTH = 1_000;

    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LENGTH),
            Thread.ofVirtual().name("events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    /** @param write may fail, and then the event is lost */
    void add(HasMetadata about, Told told, Runnable write) {
        writer.execute(() -> {
            try {
                write.run();
            } catch (KubernetesClientException failure) {
                lost(about, told, failure);
            }
        });
    }

    private static void lost(HasMetadata about, Told told, KubernetesClientException failure) {
        // In a namespace that is being deleted nobody reads any more.
        boolean expected = ApiRefusal.isEndOfNamespace(failure) || ApiRefusal.isNotFound(failure);
        LOG.atLevel(expected ? Level.DEBUG : Level.WARN)
                .addKeyValue("namespace", about.getMetadata().getNamespace())
                .addKeyValue("name", about.getMetadata().getName())
                .addKeyValue("reason", told.reason())
                .addKeyValue("error", failure.getMessage())
                .log("event lost");
    }
}
