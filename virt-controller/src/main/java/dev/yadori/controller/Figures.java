package dev.yadori.controller;

import dev.yadori.controller.migration.MigrationMetrics;
import dev.yadori.controller.vmi.VmiMetrics;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.service.metrics.ServiceMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What this process says to Prometheus, of itself and, while it leads, of guests and migrations. */
final class Figures {
    private final AtomicBoolean leading = new AtomicBoolean();
    private final ServiceMetrics process;
    private final VmiMetrics guests;
    private final MigrationMetrics migrations;

    private Figures(BooleanSupplier ready, Supplier<ClusterConfig> config, Instant start) {
        process = ServiceMetrics.of("virt-controller", ready);
        process.state("leading_status", "Whether this process leads.", leading::get);
        guests = new VmiMetrics(process.registry(), start, leading::get, () -> strategy(config.get()));
        migrations = new MigrationMetrics(process.registry(), start, leading::get);
        process.beforeEachScrape(guests::look);
        process.alsoTell(guests::text);
        process.alsoTell(migrations::text);
    }

    static Figures start(BooleanSupplier ready, Supplier<ClusterConfig> config, Instant start) {
        return new Figures(ready, config, start);
    }

    private static EvictionStrategy strategy(ClusterConfig config) {
        return EvictionStrategy.parse(config.guestDefaults().evictionStrategy());
    }

    /** This process is the one that reconciles. */
    void lead() {
        leading.set(true);
    }

    MeterRegistry registry() {
        return process.registry();
    }

    VmiMetrics guests() {
        return guests;
    }

    MigrationMetrics migrations() {
        return migrations;
    }

    String scrape() {
        return process.scrape();
    }
}
