package dev.yadori.virtctl;

import dev.yadori.crds.v1.KubeVirtLabels;
import java.util.LinkedHashMap;
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

        private Map<String, Object> rendered() {
            Map<String, Object> port = new LinkedHashMap<>();
            put(port, "name", name);
            port.put("port", number);
            port.put("protocol", protocol);
            put(port, "targetPort", target == null ? null : numberOrName(target));
            put(port, "nodePort", node);
            return port;
        }

        private static Object numberOrName(String target) {
            return target.matches("[0-9]{1,5}") ? (Object) Integer.valueOf(target) : target;
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

    /** The Service of the guest of this name, as the API has it. */
    Map<String, Object> service(String guest) {
        if (guest.length() > LONGEST_LABEL) {
            throw new UnreachableException("'" + guest + "' is too long for a label, so no Service can lead there");
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        put(spec, "clusterIP", addresses.cluster());
        put(spec, "externalIPs", addresses.external() == null ? null : List.of(addresses.external()));
        put(spec, "ipFamilies", families.names().isEmpty() ? null : families.names());
        put(spec, "ipFamilyPolicy", families.policy());
        put(spec, "loadBalancerIP", addresses.loadBalancer());
        spec.put("ports", List.of(port.rendered()));
        spec.put("selector", Map.of(KubeVirtLabels.VMI_ID, guest));
        spec.put("type", type);
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("apiVersion", "v1");
        service.put("kind", "Service");
        service.put("metadata", Map.of("name", name));
        service.put("spec", spec);
        return service;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** The word as the API spells it. */
    static String oneOf(String option, String word, List<String> words) {
        return words.stream()
                .filter(word::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new UnreachableException(option + " must be one of " + String.join(", ", words)));
    }
}
