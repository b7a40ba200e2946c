package dev.yadori.crds.config;

import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.config.ClusterConfig.GuestDefaults;
import dev.yadori.crds.config.ClusterConfig.Networking;
import dev.yadori.crds.config.ClusterConfig.PodRules;
import dev.yadori.crds.v1.DeveloperConfiguration;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.KubeVirtConfiguration;
import dev.yadori.crds.v1.KubeVirtConfiguration.ArchitectureConfiguration;
import dev.yadori.crds.v1.KubeVirtConfiguration.ArchitectureSettings;
import dev.yadori.crds.v1.KubeVirtConfiguration.NetworkConfiguration;
import dev.yadori.crds.v1.KubeVirtSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One reading of a KubeVirt specification: each setting is taken, defaulted, or defaulted with a violation. */
final class ConfigReading {

    private static final String ROOT = "spec.configuration.";
    private static final String DEVELOPER = ROOT + "developerConfiguration.";
    private static final int MOST_DIGITS = 40;
    private static final Set<String> PULL_POLICIES = Set.of("Always", "Never", "IfNotPresent");
    private static final ClusterConfig DEFAULT = ClusterConfig.DEFAULT;

    private final List<ConfigViolation> violations = new ArrayList<>();
    private final KubeVirtSpec spec;
    private final Optional<KubeVirtConfiguration> configuration;
    private final Optional<DeveloperConfiguration> developer;

    ConfigReading(KubeVirtSpec spec) {
        violations.addAll(CertificateSettings.from(spec).violations());
        violations.addAll(PlacementSettings.from(spec).violations());
        this.spec = spec;
        configuration = Optional.ofNullable(spec.configuration());
        developer = configuration.map(KubeVirtConfiguration::developerConfiguration);
    }

    ClusterConfig.Resolution resolve() {
        ClusterConfig config = new ClusterConfig(
                guestDefaults(),
                podRules(),
                networking(),
                developer.map(DeveloperConfiguration::useEmulation).orElse(DEFAULT.useEmulation()),
                gates(),
                new MigrationReading(spec, violations).read());
        return new ClusterConfig.Resolution(config, violations);
    }

    private GuestDefaults guestDefaults() {
        GuestDefaults defaults = DEFAULT.guestDefaults();
        List<String> machines = emulatedMachines(defaults.emulatedMachines());
        return new GuestDefaults(
                machineType(defaults.machineType(), machines),
                text("cpuModel", KubeVirtConfiguration::cpuModel, defaults.cpuModel(), model -> !model.isBlank()),
                evictionStrategy(defaults.evictionStrategy()),
                machines,
                configuration
                        .map(KubeVirtConfiguration::memBalloonStatsPeriod)
                        .map(period ->
                                atLeast(0, period, ROOT + "memBalloonStatsPeriod", defaults.balloonPeriodSeconds()))
                        .orElse(defaults.balloonPeriodSeconds()),
                configuration
                        .map(KubeVirtConfiguration::virtualMachineOptions)
                        .map(KubeVirtConfiguration.VirtualMachineOptions::disableFreePageReporting)
                        .isEmpty());
    }

    private PodRules podRules() {
        PodRules defaults = DEFAULT.podRules();
        return new PodRules(
                text(
                        "imagePullPolicy",
                        KubeVirtConfiguration::imagePullPolicy,
                        defaults.imagePullPolicy(),
                        PULL_POLICIES::contains),
                cpuRequest(defaults.cpuRequestMillis()),
                developer(
                        DeveloperConfiguration::cpuAllocationRatio,
                        "cpuAllocationRatio",
                        defaults.cpuAllocationRatio()),
                developer(
                        DeveloperConfiguration::memoryOvercommit,
                        "memoryOvercommit",
                        defaults.memoryOvercommitPercent()),
                overheadRatio(defaults.overheadRatio()),
                nodeSelectors(),
                configuration.map(KubeVirtConfiguration::defaultRuntimeClass).filter(name -> !name.isBlank()));
    }

    private Map<String, String> nodeSelectors() {
        Map<String, String> given = new HashMap<>(
                developer.map(DeveloperConfiguration::nodeSelectors).orElse(Map.of()));
        given.values().removeIf(Objects::isNull);
        return given;
    }

    private Networking networking() {
        Optional<NetworkConfiguration> network = configuration.map(KubeVirtConfiguration::network);
        boolean bridgeAllowed = network.map(NetworkConfiguration::permitBridgeInterfaceOnPodNetwork)
                .orElse(DEFAULT.networking().bridgeOnPodNetwork());
        Optional<String> word =
                network.map(NetworkConfiguration::defaultNetworkInterface).filter(name -> !name.isEmpty());
        if (word.isEmpty()) {
            return new Networking(DEFAULT.networking().defaultBinding(), bridgeAllowed);
        }
        String field = ROOT + "network.defaultNetworkInterface";
        return switch (word.get()) {
            case "masquerade" -> new Networking(Binding.MASQUERADE, bridgeAllowed);
            case "bridge" -> {
                if (!bridgeAllowed) {
                    refuse(field, "bridge is not possible while permitBridgeInterfaceOnPodNetwork is false");
                }
                yield new Networking(Binding.BRIDGE, bridgeAllowed);
            }
            default -> {
                refuse(field, "must be bridge or masquerade, is " + word.get());
                yield new Networking(DEFAULT.networking().defaultBinding(), bridgeAllowed);
            }
        };
    }

    private Set<String> gates() {
        Set<String> gates = new HashSet<>(DEFAULT.gates());
        List<String> opened =
                developer.map(DeveloperConfiguration::featureGates).orElse(List.of());
        List<String> closed =
                developer.map(DeveloperConfiguration::disabledFeatureGates).orElse(List.of());
        for (int i = 0; i < closed.size(); i++) {
            if (opened.contains(closed.get(i))) {
                refuse(DEVELOPER + "disabledFeatureGates[" + i + "]", closed.get(i) + " is in featureGates as well");
            }
        }
        gates.addAll(opened);
        closed.forEach(gates::remove);
        return gates;
    }

    private List<String> emulatedMachines(List<String> otherwise) {
        List<String> ours =
                architecture().map(ArchitectureSettings::emulatedMachines).orElse(List.of());
        List<String> old =
                configuration.map(KubeVirtConfiguration::emulatedMachines).orElse(List.of());
        String field =
                ours.isEmpty() ? ROOT + "emulatedMachines" : ROOT + "architectureConfiguration.amd64.emulatedMachines";
        List<String> given = ours.isEmpty() ? old : ours;
        List<String> good = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String pattern = given.get(i);
            int star = pattern.indexOf('*');
            if (pattern.isBlank() || (star >= 0 && star < pattern.length() - 1)) {
                refuse(field + "[" + i + "]", "must be a machine type, with * only as its last character");
            } else {
                good.add(pattern);
            }
        }
        return good.isEmpty() ? otherwise : good;
    }

    private String machineType(String otherwise, List<String> machines) {
        Optional<String> ours =
                architecture().map(ArchitectureSettings::machineType).filter(type -> !type.isEmpty());
        Optional<String> given = ours.or(
                () -> configuration.map(KubeVirtConfiguration::machineType).filter(type -> !type.isEmpty()));
        if (given.isEmpty() || ClusterConfig.matches(machines, given.get())) {
            return given.orElse(otherwise);
        }
        String field = ours.isPresent() ? ROOT + "architectureConfiguration.amd64.machineType" : ROOT + "machineType";
        refuse(field, given.get() + " matches none of emulatedMachines, which are " + String.join(", ", machines));
        return otherwise;
    }

    /** Guests are amd64 until others can be run. */
    private Optional<ArchitectureSettings> architecture() {
        return configuration
                .map(KubeVirtConfiguration::architectureConfiguration)
                .map(ArchitectureConfiguration::amd64);
    }

    private String evictionStrategy(String otherwise) {
        EvictionStrategy strategy =
                configuration.map(KubeVirtConfiguration::evictionStrategy).orElse(null);
        if (strategy == EvictionStrategy.UNRECOGNIZED) {
            refuse(ROOT + "evictionStrategy", "must be None, LiveMigrate, LiveMigrateIfPossible or External");
            return otherwise;
        }
        return strategy == null ? otherwise : strategy.wire();
    }

    private int cpuRequest(int otherwise) {
        Quantity quantity = configuration.map(KubeVirtConfiguration::cpuRequest).orElse(null);
        if (quantity == null) {
            return otherwise;
        }
        try {
            BigDecimal millis = quantity.getNumericalAmount().movePointRight(3);
            // Far outside, rounding would write out as many digits as the exponent says.
            boolean sane = millis.scale() <= MOST_DIGITS && millis.precision() - millis.scale() <= MOST_DIGITS;
            if (millis.signum() > 0 && sane) {
                return millis.setScale(0, RoundingMode.CEILING).intValueExact();
            }
            refuse(ROOT + "cpuRequest", "must be more than 0 and no more than there can be, is " + quantity);
        } catch (ArithmeticException | IllegalArgumentException e) {
            refuse(ROOT + "cpuRequest", "is not an amount of CPU: " + quantity);
        }
        return otherwise;
    }

    private double overheadRatio(double otherwise) {
        String given = configuration
                .map(KubeVirtConfiguration::additionalGuestMemoryOverheadRatio)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        if (given == null) {
            return otherwise;
        }
        try {
            double ratio = new BigDecimal(given).doubleValue();
            if (ratio >= 1 && ratio <= 100) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        refuse(ROOT + "additionalGuestMemoryOverheadRatio", "must be a number from 1 to 100, is " + given);
        return otherwise;
    }

    private String text(
            String field,
            Function<KubeVirtConfiguration, @Nullable String> getter,
            String otherwise,
            Predicate<String> valid) {
        String given = configuration.isEmpty() ? null : getter.apply(configuration.get());
        if (given == null || given.isEmpty()) {
            return otherwise;
        }
        if (valid.test(given)) {
            return given;
        }
        refuse(ROOT + field, "has no such value as " + given);
        return otherwise;
    }

    private int developer(Function<DeveloperConfiguration, @Nullable Integer> getter, String field, int otherwise) {
        Integer given = developer.isEmpty() ? null : getter.apply(developer.get());
        return given == null ? otherwise : atLeast(1, given, DEVELOPER + field, otherwise);
    }

    private int atLeast(int least, int given, String field, int otherwise) {
        if (given >= least) {
            return given;
        }
        refuse(field, "must be at least " + least + ", is " + given);
        return otherwise;
    }

    private void refuse(String field, String message) {
        violations.add(new ConfigViolation(field, message));
    }
}
