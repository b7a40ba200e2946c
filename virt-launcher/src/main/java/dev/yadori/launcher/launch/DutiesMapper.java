package dev.yadori.launcher.launch;

import dev.yadori.launcher.agent.Duties;
import dev.yadori.proto.launcher.v1.AgentCredential;
import dev.yadori.proto.launcher.v1.AgentDuties;
import dev.yadori.proto.launcher.v1.GuestProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** From the wire contract to what is to be done through the agent. */
public final class DutiesMapper {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private DutiesMapper() {}

    /** What cannot be done is left out. */
    public static Duties duties(AgentDuties asked) {
        return new Duties(
                asked.getProbesList().stream().flatMap(DutiesMapper::check).toList(),
                asked.getCredentialsList().stream()
                        .flatMap(DutiesMapper::credential)
                        .toList());
    }

    private static Stream<Duties.Check> check(GuestProbe probe) {
        return switch (probe.getKind()) {
            case KIND_READINESS -> Stream.of(check(probe, Duties.Purpose.READINESS));
            case KIND_LIVENESS -> Stream.of(check(probe, Duties.Purpose.LIVENESS));
            case KIND_UNSPECIFIED, UNRECOGNIZED -> Stream.empty();
        };
    }

    private static Duties.Check check(GuestProbe probe, Duties.Purpose purpose) {
        return new Duties.Check(
                purpose, probe.getCommandList(), duration(probe.getPeriod()), duration(probe.getTimeout()));
    }

    private static Duration duration(com.google.protobuf.Duration given) {
        var duration = Duration.ofSeconds(given.getSeconds());
        return duration.compareTo(SHORTEST) < 0 ? SHORTEST : duration;
    }

    private static Stream<Duties.Credential> credential(AgentCredential credential) {
        var folder = Path.of(credential.getDirectory());
        return switch (credential.getKindCase()) {
            case SSH_KEYS ->
                Stream.of(new Duties.Credential.SshKeys(
                        folder, credential.getSshKeys().getUsersList()));
            case PASSWORDS -> Stream.of(new Duties.Credential.Passwords(folder));
            case KIND_NOT_SET -> Stream.empty();
        };
    }
}
