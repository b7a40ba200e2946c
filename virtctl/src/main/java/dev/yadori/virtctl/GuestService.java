package dev.yadori.virtctl;

import dev.yadori.crds.v1.KubeVirtLabels;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Service for one guest, whichever pod that has. Pure. */
record GuestService(String name, String type, Port port, Addresses addresses, Families families) {

    private static final int LONGEST_LABEL = 63;

    /** @param target a number or a name; null for the same number */
    record Port(
            int number,
            @Nullable String target,
            @Nullable String name,
            String protocol,
            @Nullable Integer node) {

        private ServicePort rendered() {
            return new ServicePortBuilder()
                    .withName(name)
                    .withProtocol(protocol)
                    .withPort(number)
                    .withTargetPort(target == null ? null : of(target))
                    .withNodePort(node)
                    .build();
        }

        private static IntOrString of(String target) {
            return target.matches("[0-9]{1,5}") ? new IntOrString(Integer.valueOf(target)) : new IntOrString(target);
        }
    }

    record Addresses(
            @Nullable String cluster,
            @Nullable String external,
            @Nullable String loadBalancer) {}

    record Families(List<String> names, @Nullable String policy) {
        Families {
            names = List.copyOf(names);
        }
    }

    /** The Service of the guest of this name. */
    Service service(String guest) {
        if (guest.length() > LONGEST_LABEL) {
            throw new UnreachableException("'" + guest + "' is too long for a label, so no Service can lead there");
        }
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withSelector(Map.of(KubeVirtLabels.VMI_ID, guest))
                .withPorts(port.rendered())
                .withClusterIP(addresses.cluster())
                .withExternalIPs(addresses.external() == null ? List.of() : List.of(addresses.external()))
                .withLoadBalancerIP(addresses.loadBalancer())
                .withIpFamilies(families.names())
                .withIpFamilyPolicy(families.policy())
                .endSpec()
                .build();
    }

    /** The word as the API spells it. */
    static String oneOf(String option, String word, List<String> words) {
        return words.stream()
                .filter(word::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new UnreachableException(option + " must be one of " + String.join(", ", words)));
    }
}
