package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.AccessCredential;
import dev.yadori.crds.v1.AccessCredential.CredentialSecret;
import dev.yadori.crds.v1.AccessCredential.CredentialSource;
import dev.yadori.crds.v1.AccessCredential.SshPublicKey;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.Volume;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names, name service, credentials and what else stands beside the hardware. */
final class GuestRules {

    private static final Set<String> DNS_POLICIES =
            Set.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");

    private GuestRules() {}

    static void check(SpecView view, Faults faults) {
        Texts.dnsLabel(view.spec().hostname(), view.at("hostname"), faults);
        Texts.dnsLabel(view.spec().subdomain(), view.at("subdomain"), faults);
        dns(view, faults);
        credentials(view, faults);
        inputs(view, faults);
    }

    private static void dns(SpecView view, Faults faults) {
        String policy = view.spec().dnsPolicy();
        if (policy == null || policy.isEmpty()) {
            return;
        }
        if (!DNS_POLICIES.contains(policy)) {
            faults.invalid(
                    view.at("dnsPolicy"),
                    "must be ClusterFirst, ClusterFirstWithHostNet, Default or None, is '" + policy + "'");
        }
        boolean servers = Optional.ofNullable(view.spec().dnsConfig())
                .map(PodDNSConfig::getNameservers)
                .filter(list -> !list.isEmpty())
                .isPresent();
        if (policy.equals("None") && !servers) {
            faults.required(view.at("dnsConfig.nameservers"), "must be given with dnsPolicy None");
        }
    }

    private static void credentials(SpecView view, Faults faults) {
        List<AccessCredential> credentials = view.spec().accessCredentials();
        for (int i = 0; i < credentials.size(); i++) {
            SshPublicKey key = credentials.get(i).sshPublicKey();
            if (key != null) {
                sshKey(view, key, view.at("accessCredentials").index(i).field("sshPublicKey"), faults);
            }
        }
    }

    private static void sshKey(SpecView view, SshPublicKey key, FieldPath at, Faults faults) {
        String secret = Optional.ofNullable(key.source())
                .map(CredentialSource::secret)
                .map(CredentialSecret::secretName)
                .orElse(null);
        Texts.dnsSubdomain(secret, at.field("source.secret.secretName"), faults);
        AccessCredential.SshPropagation way = key.propagationMethod();
        if (way == null) {
            faults.required(at.field("propagationMethod"), "must be given");
            return;
        }
        List<Volume> volumes = view.spec().volumes();
        needsVolume(
                way.noCloud() != null && volumes.stream().noneMatch(volume -> volume.cloudInitNoCloud() != null),
                "noCloud",
                "cloudInitNoCloud",
                at,
                faults);
        needsVolume(
                way.configDrive() != null
                        && volumes.stream().noneMatch(volume -> volume.cloudInitConfigDrive() != null),
                "configDrive",
                "cloudInitConfigDrive",
                at,
                faults);
    }

    private static void needsVolume(boolean missing, String way, String source, FieldPath at, Faults faults) {
        if (missing) {
            faults.invalid(at.field("propagationMethod").field(way), "needs a volume with " + source);
        }
    }

    private static void inputs(SpecView view, Faults faults) {
        List<Devices.Input> inputs = view.devices().map(Devices::inputs).orElse(List.of());
        Texts.unique(
                inputs.stream().<@Nullable String>map(Devices.Input::name).toList(), view.device("inputs"), faults);
        for (int i = 1; i < inputs.size(); i++) {
            faults.unsupported(view.device("inputs").index(i), "more than one tablet is not supported yet");
        }
    }
}
