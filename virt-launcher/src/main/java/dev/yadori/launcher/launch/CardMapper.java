package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.Card;
import dev.yadori.launcher.domain.GuestSlot;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.NetworkInterface;
import dev.yadori.launcher.domain.NetworkInterface.LinkState;
import dev.yadori.launcher.domain.NetworkInterface.Model;
import dev.yadori.launcher.domain.PciAddress;
import dev.yadori.launcher.net.MacAddress;
import java.util.List;
import java.util.stream.IntStream;

/** Cards of the wire contract. */
public final class CardMapper {
    private static final int LONGEST_DEVICE = 15;
    private static final int MOST_CARDS = 64;
    private static final int MOST_ACPI_INDEX = 16_383;

    private CardMapper() {}

    /** All of them; where there are not too many. */
    public static List<Card> cards(List<dev.yadori.proto.launcher.v1.NetworkInterface> asked) {
        if (asked.size() > MOST_CARDS) {
            throw new SpecException("interfaces", "more than " + MOST_CARDS);
        }
        return IntStream.range(0, asked.size())
                .<Card>mapToObj(i -> card("interfaces[" + i + "]", asked.get(i)))
                .toList();
    }

    private static Card card(String field, dev.yadori.proto.launcher.v1.NetworkInterface asked) {
        return asked.hasFunction() ? function(field, asked) : onTap(field, asked);
    }

    private static HostFunction function(String field, dev.yadori.proto.launcher.v1.NetworkInterface asked) {
        var below = field + ".function";
        return new HostFunction(
                Fields.required(field + ".name", asked.getName()),
                Fields.parsed(below + ".address", asked.getFunction().getAddress(), PciAddress::parse),
                slot(field, below + ".guest_address", asked.getFunction().getGuestAddress(), asked),
                Fields.optional(field + ".boot_order", asked.getBootOrder()),
                Fields.optional(asked.getFunction().getStandby()));
    }

    private static NetworkInterface onTap(String field, dev.yadori.proto.launcher.v1.NetworkInterface asked) {
        return new NetworkInterface(
                Fields.required(field + ".name", asked.getName()),
                model(field + ".model", asked.getModel()),
                device(field + ".tap", asked.getTap()),
                Fields.parsed(field + ".mac", asked.getMac(), MacAddress::parse),
                Fields.optional(field + ".mtu", asked.getMtu()),
                Fields.optional(field + ".queues", asked.getQueues()),
                slot(field, field + ".guest_address", asked.getGuestAddress(), asked),
                Fields.optional(field + ".boot_order", asked.getBootOrder()),
                asked.getLinkDown() ? LinkState.DOWN : LinkState.UP,
                asked.getStandby());
    }

    private static GuestSlot slot(
            String field, String addressField, String address, dev.yadori.proto.launcher.v1.NetworkInterface asked) {
        int index = asked.getAcpiIndex();
        if (index > MOST_ACPI_INDEX) {
            throw new SpecException(field + ".acpi_index", "more than " + MOST_ACPI_INDEX);
        }
        return new GuestSlot(
                Fields.optional(address).map(place -> Fields.parsed(addressField, place, PciAddress::parse)),
                Fields.optional(field + ".acpi_index", index));
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
            case MODEL_IGB -> Model.IGB;
            case MODEL_NE2K_PCI -> Model.NE2K_PCI;
            case MODEL_PCNET -> Model.PCNET;
            case MODEL_RTL8139 -> Model.RTL8139;
            case MODEL_UNSPECIFIED, UNRECOGNIZED -> throw Fields.unknown(field);
        };
    }
}
