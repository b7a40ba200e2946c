package dev.yadori.controller.config;

import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force without what this Kubernetes cannot do: images of disks are mounted by the kubelet only since
 * 1.35. The server's version is asked for again from time to time, because clusters are upgraded. Thread-safe.
 */
public final class ConfigOfCluster implements Supplier<ClusterConfig> {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigOfCluster.class);
    private static final ServerVersion IMAGE_VOLUMES_SINCE = new ServerVersion(1, 35);
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private final Supplier<ClusterConfig> asked;
    private final Supplier<VersionInfo> version;
    private final InstantSource clock;
    private @Nullable Answer last;

    private record Answer(boolean imageVolumes, Instant at) {}

    /**
     * What is asked for, within what the server can do.
     *
     * @param version asks the server
     */
    public ConfigOfCluster(Supplier<ClusterConfig> asked, Supplier<VersionInfo> version, InstantSource clock) {
        this.asked = asked;
        this.version = version;
        this.clock = clock;
    }

    @Override
    public ClusterConfig get() {
        ClusterConfig config = asked.get();
        return config.isEnabled(ClusterConfig.IMAGE_VOLUME) && !mountsImages()
                ? config.without(ClusterConfig.IMAGE_VOLUME)
                : config;
    }

    private synchronized boolean mountsImages() {
        Instant now = clock.instant();
        if (last == null || now.isAfter(last.at().plus(GOOD_FOR))) {
            last = new Answer(ask(), now);
        }
        return last.imageVolumes();
    }

    /** A server that gives no answer is as it was. At first it counts as new: it takes no pod either while it is out. */
    private boolean ask() {
        try {
            return ServerVersion.of(version.get())
                    .map(known -> known.compareTo(IMAGE_VOLUMES_SINCE) >= 0)
                    .orElse(false);
        } catch (KubernetesClientException failure) {
            LOG.atInfo().addKeyValue("reason", failure.getMessage()).log("version of the API server not known");
            return last == null || last.imageVolumes();
        }
    }
}
