package dev.yadori.e2e.vm;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A version of IP. */
enum Family {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String inServices;

    Family(String inServices) {
        this.inServices = inServices;
    }

    /** As fields of Services and of EndpointSlices have it. */
    String inServices() {
        return inServices;
    }

    /** As part of a name. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean has(InetAddress address) {
        return address instanceof Inet4Address == (this == IPV4);
    }

    List<InetAddress> of(List<InetAddress> addresses) {
        return addresses.stream().filter(this::has).toList();
    }

    /** A Service with an address of this version alone; without a selector its {@link #endpoints} are to be told. */
    Service service(String name, Map<String, String> selector, int port) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withIpFamilyPolicy("SingleStack")
                .withIpFamilies(inServices)
                .withSelector(selector)
                .addNewPort()
                .withPort(port)
                .endPort()
                .endSpec()
                .build();
    }

    /** Who answers for a Service without a selector; of the addresses that one which is of this version. */
    EndpointSlice endpoints(String service, List<String> addresses, int port) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service)
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType(inServices)
                .addNewPort()
                .withPort(port)
                .endPort()
                .addNewEndpoint()
                .withAddresses(addresses.stream()
                        .filter(address -> has(InetAddress.ofLiteral(address)))
                        .toList())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build();
    }
}
