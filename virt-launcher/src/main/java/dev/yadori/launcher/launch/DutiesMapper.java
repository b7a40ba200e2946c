package dev.yadori.launcher.launch;

import dev.yadori.launcher.agent.Duties;
import dev.yadori.launcher.agent.GuestPort;
import dev.yadori.proto.launcher.v1.AgentCredential;
import dev.yadori.proto.launcher.v1.AgentDuties;
import dev.yadori.proto.launcher.v1.GuestProbe;
import dev.yadori.proto.launcher.v1.HttpHeader;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** From the wire contract to what is to be done for a guest that runs. */
public final class DutiesMapper {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int LAST_PORT = 65535;

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
            case KIND_READINESS -> check(probe, Duties.Purpose.READINESS);
            case KIND_LIVENESS -> check(probe, Duties.Purpose.LIVENESS);
            case KIND_UNSPECIFIED, UNRECOGNIZED -> Stream.empty();
        };
    }

    private static Stream<Duties.Check> check(GuestProbe probe, Duties.Purpose purpose) {
        return means(probe)
                .map(means ->
                        new Duties.Check(purpose, means, duration(probe.getPeriod()), duration(probe.getTimeout())));
    }

    private static Stream<Duties.Means> means(GuestProbe probe) {
        if (probe.hasPort()) {
            return port(probe.getPort());
        }
        return Stream.of(
                probe.getCommandCount() == 0
                        ? new Duties.Means.Ping()
                        : new Duties.Means.Command(probe.getCommandList()));
    }

    private static Stream<Duties.Means> port(dev.yadori.proto.launcher.v1.GuestPort asked) {
        if (asked.getPort() < 1 || asked.getPort() > LAST_PORT) {
            return Stream.empty();
        }
        try {
            return Stream.of(new Duties.Means.Port(
                    new GuestPort(InetAddress.ofLiteral(asked.getAddress()), asked.getPort(), request(asked))));
        } catch (IllegalArgumentException notAnAddress) {
            return Stream.empty();
        }
    }

    /** With the headers that a kubelet would add. */
    private static Optional<GuestPort.Request> request(dev.yadori.proto.launcher.v1.GuestPort asked) {
        if (!asked.hasHttp()) {
            return Optional.empty();
        }
        var given = asked.getHttp().getHeadersList();
        var host = asked.getAddress().contains(":") ? "[" + asked.getAddress() + "]" : asked.getAddress();
        var usual = Stream.of(
                        header("Host", host + ":" + asked.getPort()),
                        header("User-Agent", "kube-probe/1"),
                        header("Accept", "*/*"))
                .filter(one -> given.stream().noneMatch(other -> other.getName().equalsIgnoreCase(one.getName())));
        return Optional.of(new GuestPort.Request(
                asked.getHttp().getPath(),
                Stream.concat(usual, given.stream())
                        .map(one -> one.getName() + ": " + one.getValue())
                        .toList()));
    }

    private static HttpHeader header(String name, String value) {
        return HttpHeader.newBuilder().setName(name).setValue(value).build();
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
