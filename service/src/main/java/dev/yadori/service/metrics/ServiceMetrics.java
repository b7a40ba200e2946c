package dev.yadori.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The figures of one process. What is counted elsewhere is looked at when Prometheus asks, and costs nothing in between. */
public final class ServiceMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final String DESCRIPTOR = "/META-INF/maven/dev.yadori/service/pom.properties";
    private static final int KIB = 1024;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Runnable> looks = new CopyOnWriteArrayList<>();
    private final List<Supplier<String>> tellers = new CopyOnWriteArrayList<>();
    private final String prefix;

    private ServiceMetrics(String component) {
        prefix = "kubevirt_" + component.replace('-', '_');
    }

    /**
     * The figures that each component has.
     *
     * @param component virt-api, virt-controller or virt-handler
     */
    public static ServiceMetrics of(String component, BooleanSupplier ready) {
        var metrics = new ServiceMetrics(component);
        Info.builder()
                .name("yadori_build_info")
                .help("Which program this is.")
                .labelNames("component", "version")
                .register(metrics.registry.getPrometheusRegistry())
                .setLabelValues(component, version());
        metrics.state("ready_status", "Whether this process can do its work.", ready);
        Gauge.builder("process_resident_memory_bytes", ServiceMetrics::resident)
                .description("Memory of this process that is in use.")
                .register(metrics.registry);
        return metrics;
    }

    /** Something that is so or not, as kubevirt_COMPONENT_NAME. */
    public void state(String name, String description, BooleanSupplier state) {
        Gauge.builder(prefix + "_" + name, state, asked -> asked.getAsBoolean() ? 1 : 0)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** Where figures are added. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Is done each time before the figures are read. */
    public void beforeEachScrape(Runnable look) {
        looks.add(look);
    }

    /** Figures that are too many to be kept: their text, made anew each time, of names that nobody else has. */
    public void alsoTell(Supplier<String> text) {
        tellers.add(text);
    }

    /** All figures in the text format of Prometheus. */
    public String scrape() {
        looks.forEach(Runnable::run);
        var text = new StringBuilder(registry.scrape());
        tellers.forEach(teller -> text.append(teller.get()));
        return text.toString();
    }

    /** That of this module, which has that of all; "unpackaged" where it came in no archive. */
    private static String version() {
        var properties = new Properties();
        try (var descriptor = ServiceMetrics.class.getResourceAsStream(DESCRIPTOR)) {
            if (descriptor != null) {
                properties.load(descriptor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(DESCRIPTOR, e);
        }
        return properties.getProperty("version", "unpackaged");
    }

    private static double resident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToDouble(kib -> Double.parseDouble(kib) * KIB)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException unknown) {
            return Double.NaN;
        }
    }
}
