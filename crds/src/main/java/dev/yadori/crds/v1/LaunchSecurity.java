package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Protection of guest memory: exactly one of its fields. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.sev), has(self.snp), has(self.tdx)].filter(x, x).size() <= 1",
        message = "at most one of sev, snp and tdx can be given")
public record LaunchSecurity(
        @JsonPropertyDescription("AMD SEV or SEV-ES.") @Nullable
        Sev sev,

        @JsonPropertyDescription("AMD SEV-SNP.") @Nullable Snp snp,
        @JsonPropertyDescription("Intel TDX.") @Nullable Marker tdx) {

    /** AMD SEV. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Sev(
            @JsonPropertyDescription("Rules of the guest. Not encrypted registers by default.") @Nullable
            SevPolicy policy,

            @JsonPropertyDescription(
                    "Whether the guest waits for attestation before it starts. It does not by default.")
            @Nullable
            Marker attestation,

            @JsonPropertyDescription("Launch session blob of the guest owner, in base64. None by default.") @Nullable
            String session,

            @JsonPropertyDescription("Diffie-Hellman certificate of the guest owner, in base64. None by default.")
            @Nullable
            String dhCert) {}

    /** SEV policy. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SevPolicy(
            @JsonPropertyDescription("Whether registers are encrypted as well (SEV-ES). False by default.") @Nullable
            Boolean encryptedState) {}

    /** AMD SEV-SNP. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Snp(
            @JsonPropertyDescription(
                    "Guest policy as a number in hexadecimal or decimal. The hypervisor's default if absent.")
            @Nullable
            String policy) {}
}
