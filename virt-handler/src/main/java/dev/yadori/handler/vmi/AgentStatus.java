package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.AccessCredential;
import dev.yadori.crds.v1.ConditionTypes;
import dev.yadori.crds.v1.GuestOsInfo;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launcher.GuestAgent;
import dev.yadori.handler.launcher.GuestReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the guest's agent adds to a status. */
final class AgentStatus {
    private static final Set<String> NEEDED = Set.of(
            "guest-ping",
            "guest-info",
            "guest-shutdown",
            "guest-network-get-interfaces",
            "guest-get-fsinfo",
            "guest-get-host-name",
            "guest-get-users",
            "guest-get-timezone",
            "guest-get-osinfo");
    private static final Set<String> FOR_KEYS =
            Set.of("guest-ssh-add-authorized-keys", "guest-ssh-remove-authorized-keys");
    private static final String FOR_PASSWORDS = "guest-set-user-password";
    private static final String FROZEN = "frozen";

    private AgentStatus() {}

    static void write(
            VirtualMachineInstanceStatus current,
            @Nullable VirtualMachineInstanceSpec spec,
            GuestReport report,
            StatusDraft draft) {
        if (report.agentConnected()) {
            draft.condition(ConditionTypes.AGENT_CONNECTED, true, "", "");
        } else {
            draft.without(ConditionTypes.AGENT_CONNECTED);
        }
        report.agent()
                .map(GuestAgent::os)
                .map(AgentStatus::os)
                .ifPresent(os -> draft.set("guestOSInfo", current.guestOSInfo(), os));
        if (report.agent().map(GuestAgent::frozen).orElse(false)) {
            draft.set("fsFreezeStatus", current.fsFreezeStatus(), FROZEN);
        } else if (current.fsFreezeStatus() != null && (report.agent().isPresent() || !report.agentConnected())) {
            draft.remove("fsFreezeStatus");
        }
        unsupported(spec, report.agent(), draft);
        report.credentials()
                .ifPresent(credentials -> draft.condition(
                        ConditionTypes.ACCESS_CREDENTIALS_SYNCHRONIZED,
                        credentials.synchronizedNow(),
                        credentials.synchronizedNow() ? "" : "AccessCredentialsNotSynchronized",
                        credentials.message()));
    }

    /** What users are told of it, when it has changed. */
    static Optional<VmiAction.Emit> event(StatusDraft draft, GuestReport report) {
        return report.credentials()
                .filter(_ -> draft.isNews(ConditionTypes.ACCESS_CREDENTIALS_SYNCHRONIZED))
                .map(credentials -> credentials.synchronizedNow()
                        ? new VmiAction.Emit(
                                false, "AccessCredentialsSyncSuccess", "Access credentials sync successful.")
                        : new VmiAction.Emit(false, "AccessCredentialsSyncFailed", credentials.message()));
    }

    private static GuestOsInfo os(GuestAgent.Os os) {
        return new GuestOsInfo(
                orNull(os.id()),
                orNull(os.name()),
                orNull(os.prettyName()),
                orNull(os.version()),
                orNull(os.versionId()),
                orNull(os.kernelRelease()),
                orNull(os.kernelVersion()),
                orNull(os.machine()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What a frozen guest's agent can do is not what it could do otherwise. */
    private static void unsupported(
            @Nullable VirtualMachineInstanceSpec spec, Optional<GuestAgent> agent, StatusDraft draft) {
        if (agent.isEmpty() || agent.get().frozen() || agent.get().commands().isEmpty()) {
            if (agent.isEmpty()) {
                draft.without(ConditionTypes.AGENT_VERSION_NOT_SUPPORTED);
            }
            return;
        }
        var missing = new TreeSet<>(needed(spec == null ? List.of() : spec.accessCredentials()));
        missing.removeAll(agent.get().commands());
        if (missing.isEmpty()) {
            draft.without(ConditionTypes.AGENT_VERSION_NOT_SUPPORTED);
        } else {
            draft.condition(
                    ConditionTypes.AGENT_VERSION_NOT_SUPPORTED,
                    true,
                    "AgentVersionNotSupported",
                    "the guest's agent lacks " + String.join(", ", missing));
        }
    }

    private static Set<String> needed(List<AccessCredential> credentials) {
        var needed = new TreeSet<>(NEEDED);
        for (var credential : credentials) {
            var keys = credential.sshPublicKey();
            if (keys != null
                    && keys.propagationMethod() != null
                    && keys.propagationMethod().qemuGuestAgent() != null) {
                needed.addAll(FOR_KEYS);
            }
            if (credential.userPassword() != null) {
                needed.add(FOR_PASSWORDS);
            }
        }
        return needed;
    }
}
