package dev.yadori.service.config;

import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.config.ConfigViolation;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration in force. Of several objects the oldest counts, so that a new one changes nothing by surprise. */
public final class ConfigInForce implements Supplier<ClusterConfig> {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigInForce.class);

    private final AtomicReference<ClusterConfig> current = new AtomicReference<>(ClusterConfig.DEFAULT);
    private final Consumer<Optional<KubeVirtSpec>> others;

    public ConfigInForce() {
        this(_ -> {});
    }

    /**
     * Of a process in which settings are followed that are not part of the configuration.
     *
     * @param others is given what the object that counts says, each time one has changed
     */
    public ConfigInForce(Consumer<Optional<KubeVirtSpec>> others) {
        this.others = others;
    }

    @Override
    public ClusterConfig get() {
        return current.get();
    }

    /** Takes over what these objects say, all there are. */
    void observe(Collection<KubeVirt> objects) {
        others.accept(ClusterConfig.counting(objects).map(KubeVirt::getSpec));
        ClusterConfig.Resolution resolution = ClusterConfig.from(objects);
        ClusterConfig before = current.getAndSet(resolution.config());
        if (!before.equals(resolution.config())) {
            List<String> defaulted =
                    resolution.violations().stream().map(ConfigViolation::field).toList();
            LOG.atInfo().addKeyValue("defaulted", defaulted).log("configuration replaced");
        }
    }
}
