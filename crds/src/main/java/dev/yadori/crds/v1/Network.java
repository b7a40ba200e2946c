package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A network of the launcher pod: exactly one of pod, multus and resourceClaim. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "[has(self.pod), has(self.multus), has(self.resourceClaim)].filter(x, x).size() == 1",
        message = "exactly one of pod, multus and resourceClaim must be given")
public record Network(
        @JsonPropertyDescription("Name, unique, that interfaces refer to.") @Required @Nullable
        String name,

        @JsonPropertyDescription("The network every pod has.") @Nullable
        PodNetwork pod,

        @JsonPropertyDescription("A network that Multus attaches.") @Nullable
        MultusNetwork multus,

        @JsonPropertyDescription("A network device that a resource claim brings.") @Nullable
        ResourceClaimNetwork resourceClaim) {

    /** The pod network, and what the guest sees of it behind masquerade. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PodNetwork(
            @JsonPropertyDescription("IPv4 network between pod and guest. 10.0.2.0/24 by default.") @Nullable
            String vmNetworkCIDR,

            @JsonPropertyDescription("IPv6 network between pod and guest. fd10:0:2::/120 by default.") @Nullable
            String vmIPv6NetworkCIDR) {}

    /** A network of a NetworkAttachmentDefinition. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MultusNetwork(
            @JsonPropertyDescription("Name of the definition, with its namespace before a slash if that is another.")
            @Required
            @Nullable
            String networkName,

            @JsonPropertyDescription("Whether it takes the place of the pod network. False by default.")
            @JsonProperty("default")
            @Nullable
            Boolean isDefault) {}

    /** A network device of a resource claim. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ResourceClaimNetwork(
            @JsonPropertyDescription("Name of the entry in resourceClaims.") @Required @Nullable
            String claimName,

            @JsonPropertyDescription("Name of the request in that claim. None by default.") @Nullable
            String requestName) {}
}
