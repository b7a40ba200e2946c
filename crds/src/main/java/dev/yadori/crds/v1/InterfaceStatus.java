package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An interface as pod, domain and guest agent show it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InterfaceStatus(
        @JsonPropertyDescription("Name of the network; absent for interfaces that only the guest has.") @Nullable
        String name,

        @JsonPropertyDescription("MAC address.") @Nullable String mac,

        @JsonPropertyDescription("First IP address.") @Nullable
        String ipAddress,

        @JsonPropertyDescription("All IP addresses.") List<String> ipAddresses,

        @JsonPropertyDescription("Name inside the guest.") @Nullable
        String interfaceName,

        @JsonPropertyDescription("Name inside the pod.") @Nullable
        String podInterfaceName,

        @JsonPropertyDescription("Who tells: domain, guest-agent and multus-status, with commas.") @Nullable
        String infoSource,

        @JsonPropertyDescription("Number of queues.") @Nullable
        Integer queueCount,

        @JsonPropertyDescription("up or down.") @Nullable String linkState) {
    public InterfaceStatus {
        ipAddresses = Absent.list(ipAddresses);
    }
}
