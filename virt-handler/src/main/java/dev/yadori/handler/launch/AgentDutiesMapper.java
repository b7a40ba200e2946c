package dev.yadori.handler.launch;

import com.google.protobuf.Duration;
import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.crds.v1.AccessCredential;
import dev.yadori.crds.v1.AccessCredential.CredentialSource;
import dev.yadori.crds.v1.Probe;
import dev.yadori.proto.launcher.v1.AgentCredential;
import dev.yadori.proto.launcher.v1.AgentDuties;
import dev.yadori.proto.launcher.v1.GuestProbe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the launcher does for a guest that runs: checks that a kubelet cannot make, and credentials. */
final class AgentDutiesMapper {
    private static final int PERIOD_SECONDS = 10;
    private static final int TIMEOUT_SECONDS = 1;

    private AgentDutiesMapper() {}

    /** Empty where there are none. */
    static Optional<AgentDuties> duties(Guest guest, LaunchFacts facts, FieldErrors errors) {
        var duties = AgentDuties.newBuilder();
        probe(guest.spec().readinessProbe(), GuestProbe.Kind.KIND_READINESS).ifPresent(duties::addProbes);
        probe(guest.spec().livenessProbe(), GuestProbe.Kind.KIND_LIVENESS)
                .or(() -> LivenessMapper.probe(guest, facts, errors))
                .ifPresent(duties::addProbes);
        for (var credential : guest.spec().accessCredentials()) {
            keys(credential, errors).or(() -> passwords(credential, errors)).ifPresent(duties::addCredentials);
        }
        return Optional.of(duties.build()).filter(all -> !all.equals(AgentDuties.getDefaultInstance()));
    }

    private static Optional<GuestProbe> probe(@Nullable Probe probe, GuestProbe.Kind kind) {
        if (probe == null || (probe.exec() == null && probe.guestAgentPing() == null)) {
            return Optional.empty();
        }
        var command = probe.exec() == null ? List.<String>of() : probe.exec().getCommand();
        return Optional.of(timed(probe).setKind(kind).addAllCommand(command).build());
    }

    /** Of any kind, with the times that Kubernetes has for probes. */
    static GuestProbe.Builder timed(Probe probe) {
        return GuestProbe.newBuilder()
                .setPeriod(seconds(probe.periodSeconds(), PERIOD_SECONDS))
                .setTimeout(seconds(probe.timeoutSeconds(), TIMEOUT_SECONDS));
    }

    private static Duration.Builder seconds(@Nullable Integer given, int otherwise) {
        return Duration.newBuilder().setSeconds(Objects.requireNonNullElse(given, otherwise));
    }

    private static Optional<AgentCredential> keys(AccessCredential credential, FieldErrors errors) {
        var keys = credential.sshPublicKey();
        if (keys == null
                || keys.propagationMethod() == null
                || keys.propagationMethod().qemuGuestAgent() == null) {
            return Optional.empty();
        }
        var users = keys.propagationMethod().qemuGuestAgent().users();
        return folder(keys.source(), errors)
                .map(folder -> AgentCredential.newBuilder()
                        .setDirectory(folder)
                        .setSshKeys(AgentCredential.SshKeys.newBuilder().addAllUsers(users))
                        .build());
    }

    private static Optional<AgentCredential> passwords(AccessCredential credential, FieldErrors errors) {
        var passwords = credential.userPassword();
        return passwords == null
                ? Optional.empty()
                : folder(passwords.source(), errors)
                        .map(folder -> AgentCredential.newBuilder()
                                .setDirectory(folder)
                                .setPasswords(AgentCredential.Passwords.getDefaultInstance())
                                .build());
    }

    private static Optional<String> folder(@Nullable CredentialSource source, FieldErrors errors) {
        if (source == null || source.secret() == null || source.secret().secretName() == null) {
            errors.add("spec.accessCredentials", "each must name a Secret");
            return Optional.empty();
        }
        return Optional.of(
                LauncherPodLayout.accessCredentialPath(source.secret().secretName()));
    }
}
