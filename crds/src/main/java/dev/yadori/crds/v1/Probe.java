package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import org.jspecify.annotations.Nullable;

/** A repeated check of the guest: exactly one of exec, guestAgentPing, httpGet and tcpSocket. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.exec), has(self.guestAgentPing), has(self.httpGet), "
                + "has(self.tcpSocket)].filter(x, x).size() == 1",
        message = "exactly one of exec, guestAgentPing, httpGet and tcpSocket must be given")
public record Probe(
        @JsonPropertyDescription("Command that the guest agent runs; exit code 0 is success.") @Nullable
        ExecAction exec,

        @JsonPropertyDescription("Success is an answer of the guest agent.") @Nullable
        Marker guestAgentPing,

        @JsonPropertyDescription("HTTP request to the guest; 200 to 399 is success.") @Nullable
        HTTPGetAction httpGet,

        @JsonPropertyDescription("Success is a TCP connection to the guest.") @Nullable
        TCPSocketAction tcpSocket,

        @JsonPropertyDescription("Seconds after the start until the first check. 0 by default.") @Min(0) @Nullable
        Integer initialDelaySeconds,

        @JsonPropertyDescription("Seconds after which a check has failed. 1 by default.") @Min(1) @Nullable
        Integer timeoutSeconds,

        @JsonPropertyDescription("Seconds from check to check. 10 by default.") @Min(1) @Nullable
        Integer periodSeconds,

        @JsonPropertyDescription("Successes in a row that end a failure. 1 by default, and always for liveness.")
        @Min(1)
        @Nullable
        Integer successThreshold,

        @JsonPropertyDescription("Failures in a row that count as one. 3 by default.") @Min(1) @Nullable
        Integer failureThreshold) {}
