package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A credential from a Secret: exactly one of sshPublicKey and userPassword. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.sshPublicKey) != has(self.userPassword)",
        message = "exactly one of sshPublicKey and userPassword must be given")
public record AccessCredential(
        @JsonPropertyDescription("Public keys that may log in.") @Nullable
        SshPublicKey sshPublicKey,

        @JsonPropertyDescription("Passwords of users of the guest.") @Nullable
        UserPassword userPassword) {

    /** SSH public keys, and the way into the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SshPublicKey(
            @JsonPropertyDescription("Where the keys are.") @Required @Nullable
            CredentialSource source,

            @JsonPropertyDescription("How the keys reach the guest.") @Required @Nullable
            SshPropagation propagationMethod) {}

    /** Passwords, each under its user name in the Secret, and the way into the guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record UserPassword(
            @JsonPropertyDescription("Where the passwords are.") @Required @Nullable
            CredentialSource source,

            @JsonPropertyDescription("How the passwords reach the guest.") @Required @Nullable
            PasswordPropagation propagationMethod) {}

    /** The place of a credential. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CredentialSource(
            @JsonPropertyDescription("The Secret that holds the credential.") @Required @Nullable
            CredentialSecret secret) {}

    /** A Secret of the same namespace. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CredentialSecret(
            @JsonPropertyDescription("Name of the Secret.") @Required @Nullable
            String secretName) {}

    /** The way of SSH keys into a guest: exactly one of its fields. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "[has(self.configDrive), has(self.noCloud), has(self.qemuGuestAgent)].filter(x, x).size()"
                    + " == 1",
            message = "exactly one of configDrive, noCloud and qemuGuestAgent must be given")
    public record SshPropagation(
            @JsonPropertyDescription("Through the metadata of the ConfigDrive disk, read at boot.") @Nullable
            Marker configDrive,

            @JsonPropertyDescription("Through the metadata of the NoCloud disk, read at boot.") @Nullable
            Marker noCloud,

            @JsonPropertyDescription("Through the guest agent, also while the guest runs.") @Nullable
            AgentUsers qemuGuestAgent) {}

    /** The way of passwords into a guest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PasswordPropagation(
            @JsonPropertyDescription("Through the guest agent.") @Required @Nullable
            Marker qemuGuestAgent) {}

    /** Users whose keys the guest agent writes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record AgentUsers(
            @JsonPropertyDescription("Names of users in the guest.") @Required
            List<String> users) {
        public AgentUsers {
            users = Absent.list(users);
        }
    }
}
