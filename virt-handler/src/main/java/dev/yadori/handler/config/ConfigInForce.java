package dev.yadori.handler.config;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.ConfigViolation;
import dev.yadori.crds.v1.KubeVirt;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the configuration. Of several objects the oldest counts, so that a new one changes nothing by surprise. */
public final class ConfigInForce implements Supplier<ClusterConfig> {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigInForce.class);

    private final AtomicReference<ClusterConfig> current = new AtomicReference<>(ClusterConfig.DEFAULT);

    @Override
    public ClusterConfig get() {
        return current.get();
    }

    /** Takes over what these objects say, all there are. */
    void observe(Collection<KubeVirt> objects) {
        var resolution = ClusterConfig.from(objects);
        if (!current.getAndSet(resolution.config()).equals(resolution.config())) {
            LOG.atInfo()
                    .addKeyValue(
                            "defaulted",
                            resolution.violations().stream()
                                    .map(ConfigViolation::field)
                                    .toList())
                    .log("configuration replaced");
        }
    }
}
