package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.NetworkInterface.Model;
import dev.yadori.launcher.net.MacAddress;

final class CardMapper {
    private static final int LONGEST_DEVICE = 15;

    private CardMapper() {}

    static NetworkInterface card(String field, dev.yadori.proto.launcher.v1.NetworkInterface asked) {
        return new NetworkInterface(
                Fields.required(field + ".name", asked.getName()),
                model(field + ".model", asked.getModel()),
                device(field + ".tap", asked.getTap()),
                Fields.parsed(field + ".mac", asked.getMac(), MacAddress::parse),
                Fields.optional(field + ".mtu", asked.getMtu()),
                Fields.optional(field + ".queues", asked.getQueues()),
                Fields.optional(field + ".boot_order", asked.getBootOrder()));
    }

    static String device(String field, String name) {
        Fields.required(field, name);
        if (name.length() > LONGEST_DEVICE || name.contains("/")) {
            throw new SpecException(field, "no name of a device: '" + name + "'");
        }
        return name;
    }

    private static Model model(String field, dev.yadori.proto.launcher.v1.NetworkInterface.Model asked) {
        return switch (asked) {
            case MODEL_VIRTIO -> Model.VIRTIO;
            case MODEL_E1000 -> Model.E1000;
            case MODEL_E1000E -> Model.E1000E;
            case MODEL_UNSPECIFIED, UNRECOGNIZED -> throw Fields.unknown(field);
        };
    }
}
