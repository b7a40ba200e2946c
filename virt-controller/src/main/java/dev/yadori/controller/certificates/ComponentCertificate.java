package dev.yadori.controller.certificates;

import java.util.List;

/**
 * Which certificate a component gets.
 *
 * @param secretName Secret that holds it
 * @param commonName by which servers know who calls
 * @param dnsNames by which clients know whom they call
 */
record ComponentCertificate(String secretName, String commonName, List<String> dnsNames) {

    /** Longest common name that X.520 allows. */
    private static final int MAX_COMMON_NAME = 64;

    ComponentCertificate {
        dnsNames = List.copyOf(dnsNames);
    }

    /** Those of all components of a system in the namespace. */
    static List<ComponentCertificate> all(String namespace) {
        var api = "virt-api." + namespace + ".svc";
        return List.of(
                new ComponentCertificate(
                        "yadori-virt-api-certs",
                        api.length() <= MAX_COMMON_NAME ? api : "virt-api",
                        List.of(api, api + ".cluster.local")),
                new ComponentCertificate(
                        "yadori-virt-handler-certs", "virt-handler", List.of("virt-handler." + namespace + ".svc")));
    }
}
