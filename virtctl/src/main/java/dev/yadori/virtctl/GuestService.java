package dev.yadori.virtctl;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.virtctl.cluster.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Service for one guest, whichever pod that has, or for those of a replica set. Pure. */
record GuestService(String name, String type, List<Port> ports, Addresses addresses, Families families) {

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

    GuestService {
        ports = List.copyOf(ports);
        if (ports.isEmpty()) {
            throw new UnreachableException("couldn't find port via --port flag or introspection");
        }
    }

    /** What selects the pods of the guest of this name. */
    static Map<String, Object> selector(String guest) {
        if (guest.length() > LONGEST_LABEL) {
            throw new UnreachableException("'" + guest + "' is too long for a label, so no Service can lead there");
        }
        return Map.of(KubeVirtLabels.VMI_ID, guest);
    }

    /** The ports that the spec of an instance names at the interface in the pod's network. */
    static List<Port> ports(Tree spec) {
        Optional<String> network = spec.at("networks")
                .items()
                .filter(one -> one.at("pod").isPresent())
                .map(one -> one.word("name"))
                .findFirst();
        List<Tree> named = spec.at("domain", "devices", "interfaces")
                .items()
                .filter(device ->
                        network.filter(name -> device.is(name, "name")).isPresent())
                .flatMap(device -> device.at("ports").items())
                .toList();
        List<Port> ports = new ArrayList<>();
        for (Tree port : named) {
            ports.add(new Port(
                    Integer.parseInt(port.word("port")),
                    null,
                    "port-" + (ports.size() + 1),
                    port.at("protocol").text().orElse("TCP"),
                    null));
        }
        return ports;
    }

    /** The Service that leads to what this selects, as the API has it. */
    Map<String, Object> service(Map<String, Object> selector) {
        Map<String, Object> spec = new LinkedHashMap<>();
        put(spec, "clusterIP", addresses.cluster());
        put(spec, "externalIPs", addresses.external() == null ? null : List.of(addresses.external()));
        put(spec, "ipFamilies", families.names().isEmpty() ? null : families.names());
        put(spec, "ipFamilyPolicy", families.policy());
        put(spec, "loadBalancerIP", addresses.loadBalancer());
        spec.put("ports", ports.stream().map(Port::rendered).toList());
        spec.put("selector", selector);
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
