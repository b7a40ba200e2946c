package dev.yadori.handler.deviceplugin;

import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device: its socket, and kubelet's knowledge of it. A kubelet that starts empties the folder, so both its socket and
 * ours are compared with those of the registration. For one thread, {@link #isRegistered} aside.
 */
final class DevicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(DevicePlugin.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final NodeDevice device;
    private final NodeProbe probe;
    private final DevicePluginConfig config;
    private final PluginSockets sockets;
    private final Runnable wake;
    private final AtomicBoolean streamLost = new AtomicBoolean();
    private @Nullable Serving serving;
    private volatile @Nullable SocketMark registeredWith;
    private @Nullable SocketMark triedWith;
    private @Nullable DeviceHealth health;
    private int failures;
    private Instant notBefore = Instant.MIN;

    /** A bound socket. */
    private record Serving(Server server, DevicePluginService service, SocketMark mark) {}

    /**
     * Of one device.
     *
     * @param wake called when it is time for another look
     */
    DevicePlugin(NodeDevice device, NodeProbe probe, DevicePluginConfig config, PluginSockets sockets, Runnable wake) {
        this.device = device;
        this.probe = probe;
        this.config = config;
        this.sockets = sockets;
        this.wake = wake;
    }

    boolean isRegistered() {
        return registeredWith != null;
    }

    /** Looks at everything and does what is due; gives when to look again at the latest. */
    Optional<Instant> look(Instant now) {
        DeviceHealth current = observeHealth();
        Optional<SocketMark> kubelet = SocketMark.of(sockets.kubelet());
        if (streamLost.getAndSet(false)) {
            forgetRegistration(now);
        }
        if (kubelet.isEmpty()) {
            registeredWith = null;
            return Optional.empty();
        }
        try {
            Serving bound = serve(current);
            bound.service().report(current);
            return register(kubelet.get(), now);
        } catch (IOException failure) {
            return Optional.of(failed("device plugin cannot serve", failure, now));
        }
    }

    private DeviceHealth observeHealth() {
        DeviceHealth current = probe.health(device);
        if (!current.equals(health)) {
            health = current;
            LOG.atInfo()
                    .addKeyValue("resource", resource())
                    .addKeyValue("health", current.word())
                    .addKeyValue(
                            "reason", current instanceof DeviceHealth.Unhealthy unhealthy ? unhealthy.reason() : "")
                    .log("device seen");
        }
        return current;
    }

    private Serving serve(DeviceHealth current) throws IOException {
        Serving bound = serving;
        if (bound != null && SocketMark.of(socket()).equals(Optional.of(bound.mark()))) {
            return bound;
        }
        stop();
        DevicePluginService service = new DevicePluginService(device, probe, config.count(), current, this::loseStream);
        Server server = sockets.serve(socketName(), service);
        SocketMark mark = SocketMark.of(socket()).orElseThrow(() -> new IOException(socket() + " is gone again"));
        Serving made = new Serving(server, service, mark);
        serving = made;
        return made;
    }

    private Optional<Instant> register(SocketMark kubelet, Instant now) {
        if (kubelet.equals(registeredWith)) {
            return Optional.empty();
        }
        if (kubelet.equals(triedWith) && now.isBefore(notBefore)) {
            return Optional.of(notBefore);
        }
        triedWith = kubelet;
        try {
            sockets.register(socketName(), resource());
        } catch (StatusRuntimeException failure) {
            return Optional.of(failed("kubelet does not take the device plugin", failure, now));
        }
        failures = 0;
        registeredWith = kubelet;
        LOG.atInfo().addKeyValue("resource", resource()).log("device plugin registered");
        return Optional.empty();
    }

    private Instant failed(String message, Exception failure, Instant now) {
        failures++;
        registeredWith = null;
        Duration wait = Duration.ofSeconds(1L << Math.min(failures - 1, 5));
        notBefore = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        LOG.atInfo()
                .addKeyValue("resource", resource())
                .addKeyValue("error", failure.getMessage())
                .addKeyValue("failures", failures)
                .log(message);
        return notBefore;
    }

    /** kubelet has hung up: it ends, or has given up on this socket. */
    private void loseStream() {
        streamLost.set(true);
        wake.run();
    }

    private void forgetRegistration(Instant now) {
        if (registeredWith != null) {
            registeredWith = null;
            notBefore = now.plusSeconds(1);
        }
    }

    /** Ends the service; kubelet takes the devices for unhealthy from then on. */
    void stop() {
        Serving bound = serving;
        serving = null;
        registeredWith = null;
        if (bound != null) {
            bound.service().close();
            bound.server().shutdownNow();
        }
    }

    private String resource() {
        return config.domain() + "/" + device.resource();
    }

    private String socketName() {
        return "yadori-" + device.resource() + ".sock";
    }

    private Path socket() {
        return config.paths().plugins().resolve(socketName());
    }
}
