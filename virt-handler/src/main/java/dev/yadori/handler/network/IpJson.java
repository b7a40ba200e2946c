package dev.yadori.handler.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what {@code ip -json -details} of iproute2 prints for addresses and for routes of all tables. */
final class IpJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private IpJson() {}

    static ObservedNetns parse(String addresses, String routes) throws IOException {
        try {
            return new ObservedNetns(
                    elements(addresses).flatMap(IpJson::link).toList(),
                    elements(routes).flatMap(IpJson::route).toList());
        } catch (IllegalArgumentException failure) {
            throw new IOException("ip printed what cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static Stream<JsonNode> elements(String json) throws JsonProcessingException {
        JsonNode array = MAPPER.readTree(json.isBlank() ? "[]" : json);
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Ethernet links only; the others have nothing to do with guests. */
    private static Stream<ObservedNetns.Link> link(JsonNode node) {
        if (!node.path("link_type").asText().equals("ether")) {
            return Stream.empty();
        }
        JsonNode info = node.path("linkinfo");
        return Stream.of(new ObservedNetns.Link(
                node.path("ifname").asText(),
                info.path("info_kind").asText(),
                MacAddress.parse(node.path("address").asText()),
                node.path("mtu").asInt(),
                state(node, info),
                node.path("ifalias").asText(),
                addresses(node.path("addr_info"))));
    }

    private static ObservedNetns.State state(JsonNode node, JsonNode info) {
        List<String> flags = new ArrayList<>();
        node.path("flags").forEach(flag -> flags.add(flag.asText()));
        return new ObservedNetns.State(
                flags.contains("UP"),
                !flags.contains("NOARP"),
                node.path("master").asText(),
                info.path("info_slave_data").path("learning").asBoolean(true));
    }

    private static List<IpPrefix> addresses(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(entry -> entry.hasNonNull("local"))
                .map(entry -> new IpPrefix(
                        IpAddress.parse(entry.path("local").asText()),
                        entry.path("prefixlen").asInt()))
                .toList();
    }

    /** IPv6 has routes to the same place that are as good as each other in one, which can be taken from it one by one. */
    private static Stream<ObservedNetns.Route> route(JsonNode node) {
        if (!node.path("type").asText("unicast").equals("unicast")) {
            return Stream.empty();
        }
        Stream<JsonNode> hops = node.has("dev") ? Stream.of(node) : Stream.empty();
        if (node.has("pref") && node.has("nexthops")) {
            hops = StreamSupport.stream(node.path("nexthops").spliterator(), false);
        }
        return hops.map(hop -> route(node, hop));
    }

    private static ObservedNetns.Route route(JsonNode node, JsonNode hop) {
        Optional<IpAddress> gateway = Optional.of(hop.path("gateway").asText())
                .filter(text -> !text.isEmpty())
                .map(IpAddress::parse);
        return new ObservedNetns.Route(
                destination(node, gateway),
                gateway,
                hop.path("dev").asText(),
                node.path("table").asText(LinkNames.MAIN_TABLE),
                node.path("protocol").asText(),
                node.path("metric").asInt(-1));
    }

    private static IpPrefix destination(JsonNode node, Optional<IpAddress> gateway) {
        String text = node.path("dst").asText();
        return text.equals("default")
                ? IpPrefix.everything(gateway.map(IpAddress::isV4).orElse(!node.has("pref")))
                : IpPrefix.parse(text);
    }
}
