package dev.yadori.crds.config;

import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtSpec.CertificateLife;
import dev.yadori.crds.v1.KubeVirtSpec.CertificateRotateStrategy;
import dev.yadori.crds.v1.KubeVirtSpec.SelfSigned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a KubeVirt object says of certificates; empty where it says nothing that can be followed. */
public record CertificateSettings(Optional<Life> authority, Optional<Life> component) {

    private static final String ROOT = "spec.certificateRotateStrategy.selfSigned.";
    /** Handshakes, kubelets and clocks need some of it. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    /** Ours, for the other half of a comparison. */
    private static final Duration AUTHORITY_DEFAULT = Duration.ofDays(365);

    /**
     * Life of a certificate.
     *
     * @param renewBefore its end the next one is issued; a third of its life if empty
     */
    public record Life(Duration duration, Optional<Duration> renewBefore) {}

    /** Settings, and those that cannot be followed. */
    public record Reading(CertificateSettings settings, List<ConfigViolation> violations) {
        public Reading {
            violations = List.copyOf(violations);
        }
    }

    public static Reading from(KubeVirtSpec spec) {
        var violations = new ArrayList<ConfigViolation>();
        Optional<SelfSigned> given =
                Optional.ofNullable(spec.certificateRotateStrategy()).map(CertificateRotateStrategy::selfSigned);
        Optional<Life> authority =
                given.flatMap(own -> life("ca", own.ca(), own.caRotateInterval(), own.caOverlapInterval(), violations));
        Optional<Life> component =
                given.flatMap(own -> life("server", own.server(), own.certRotateInterval(), null, violations));
        Duration longest = authority.map(Life::duration).orElse(AUTHORITY_DEFAULT);
        if (component.filter(life -> life.duration().compareTo(longest) > 0).isPresent()) {
            violations.add(new ConfigViolation(
                    ROOT + "server.duration", "must be no longer than that of the authority, which is " + longest));
            component = Optional.empty();
        }
        return new Reading(new CertificateSettings(authority, component), violations);
    }

    private static Optional<Life> life(
            String field,
            @Nullable CertificateLife given,
            @Nullable String formerDuration,
            @Nullable String formerRenewal,
            List<ConfigViolation> violations) {
        String whole = given == null || given.duration() == null ? formerDuration : given.duration();
        String before = given == null || given.renewBefore() == null ? formerRenewal : given.renewBefore();
        Optional<Duration> duration = duration(ROOT + field + ".duration", whole, violations);
        Optional<Duration> renewBefore = duration(ROOT + field + ".renewBefore", before, violations);
        if (duration.isEmpty()) {
            return Optional.empty();
        }
        if (duration.get().compareTo(SHORTEST) < 0) {
            violations.add(new ConfigViolation(ROOT + field + ".duration", "must be at least " + SHORTEST));
            return Optional.empty();
        }
        if (renewBefore.filter(early -> early.compareTo(duration.get()) >= 0).isPresent()) {
            violations.add(new ConfigViolation(ROOT + field + ".renewBefore", "must be shorter than the duration"));
            return Optional.of(new Life(duration.get(), Optional.empty()));
        }
        return Optional.of(new Life(duration.get(), renewBefore));
    }

    private static Optional<Duration> duration(String field, @Nullable String text, List<ConfigViolation> violations) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> parsed = GoDuration.parse(text);
        if (parsed.isEmpty()) {
            violations.add(new ConfigViolation(field, "must be a duration such as 24h0m0s, is " + text));
        }
        return parsed;
    }
}
