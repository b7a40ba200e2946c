package dev.yadori.crds.launcher;

import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Network;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** MAC addresses of cards whose user has named none: the same for all who compute them from one object, and at each time. */
public final class CardAddresses {

    private static final int BYTES = 6;

    private CardAddresses() {}

    /** An address for one card only that no vendor has given out. */
    public static String of(String ownerUid, String interfaceName) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest((ownerUid + "/mac/" + interfaceName).getBytes(StandardCharsets.UTF_8));
            hash[0] = 0x02;
            return HexFormat.ofDelimiter(":").formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The same specification with an address for each card on a network of its own. Such a network hears of the address
     * before its link is made, so that it need not be the one that the plugin chooses anew for each pod.
     */
    public static VirtualMachineInstanceSpec onSecondaryNetworks(VirtualMachineInstanceSpec spec, String ownerUid) {
        DomainSpec domain = spec.domain();
        Devices devices = domain == null ? null : domain.devices();
        if (domain == null || devices == null) {
            return spec;
        }
        Set<String> secondary = spec.networks().stream()
                .filter(CardAddresses::isSecondary)
                .map(network -> String.valueOf(network.name()))
                .collect(Collectors.toSet());
        return spec.withDomain(domain.withDevices(devices.withInterfaces(devices.interfaces().stream()
                .map(card -> secondary.contains(String.valueOf(card.name())) ? addressed(card, ownerUid) : card)
                .toList())));
    }

    private static boolean isSecondary(Network network) {
        return network.multus() != null && !Boolean.TRUE.equals(network.multus().isDefault());
    }

    private static Interface addressed(Interface card, String ownerUid) {
        return card.ownMacAddress().isEmpty() && (card.bridge() != null || card.sriov() != null)
                ? card.withMacAddress(of(ownerUid, Objects.requireNonNullElse(card.name(), "")))
                : card;
    }
}
