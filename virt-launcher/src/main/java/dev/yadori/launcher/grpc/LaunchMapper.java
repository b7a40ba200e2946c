package dev.yadori.launcher.grpc;

import com.google.protobuf.Duration;
import dev.yadori.launcher.lifecycle.Launch;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.UUID;

/** What the lifecycle has to know of a specification. */
final class LaunchMapper {
    /** A year; more is a mistake, and might not fit into what follows. */
    private static final long LONGEST_GRACE = 365L * 24 * 60 * 60;

    private static final int NANOS = 1_000_000_000;

    private LaunchMapper() {}

    static Launch launch(LaunchSpec spec) throws StartException {
        return new Launch(
                uuid("identity.firmware_uuid", spec.getIdentity().getFirmwareUuid()),
                uuid("identity.object_uid", spec.getIdentity().getObjectUid()),
                spec.getLifecycle().getStartPaused(),
                grace("lifecycle.grace_period", spec.getLifecycle().getGracePeriod()));
    }

    static java.time.Duration grace(String field, Duration grace) throws StartException {
        if (grace.getSeconds() < 0
                || grace.getSeconds() > LONGEST_GRACE
                || grace.getNanos() < 0
                || grace.getNanos() >= NANOS) {
            throw invalid(field, "must be between 0 and 365 days");
        }
        return java.time.Duration.ofSeconds(grace.getSeconds(), grace.getNanos());
    }

    static UUID uuid(String field, String text) throws StartException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "'" + text + "' is no UUID");
        }
    }

    static StartException invalid(String field, String message) {
        return new StartException(StartException.Kind.INVALID, "INVALID_FIELD", field + ": " + message);
    }
}
