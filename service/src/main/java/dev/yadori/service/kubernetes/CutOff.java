package dev.yadori.service.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody.Consumer;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the API server answers again after it was out of reach for long. It may have given up the watches of this process
 * meanwhile, without being able to say so, and a watch that nothing comes from looks like one with no news.
 */
public final class CutOff implements Interceptor {
    /** The API server's side of an idle connection is given up after two and a half minutes without an answer; some networks are quicker. */
    private static final Duration WATCHES_SURVIVE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);

    private final InstantSource clock;
    private final Runnable afterwards;
    private final AtomicReference<Instant> since = new AtomicReference<>(Instant.MAX);

    /** @param afterwards what is to be done once the API server answers again */
    CutOff(InstantSource clock, Runnable afterwards) {
        this.clock = clock;
        this.afterwards = afterwards;
    }

    /** Ends this process then, which is started anew at once and sees all there is. */
    public static CutOff endingThisProcess() {
        return new CutOff(InstantSource.system(), () -> Runtime.getRuntime().halt(1));
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, Consumer<List<ByteBuffer>> consumer) {
        answered();
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        failed(failure);
    }

    void answered() {
        Instant begun = since.getAndSet(Instant.MAX);
        Instant now = clock.instant();
        if (begun.isBefore(now.minus(WATCHES_SURVIVE))) {
            LOG.atError()
                    .addKeyValue("seconds", Duration.between(begun, now).toSeconds())
                    .log("API server was out of reach, watches may be dead: starting anew");
            afterwards.run();
        }
    }

    /** A refused connection is an answer: with the process that served them, watches have ended in good order. */
    void failed(Throwable failure) {
        if (!(failure instanceof ConnectException)) {
            since.compareAndSet(Instant.MAX, clock.instant());
        }
    }
}
