package dev.yadori.handler.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of the links of one interface in the pod, KubeVirt's.
 *
 * @param pod the link that the CNI plugin made
 * @param bridge what joins it and the tap
 * @param tap what QEMU opens
 */
public record LinkNames(String pod, String bridge, String tap) {

    /** Of the pod's first network. */
    public static final LinkNames PRIMARY = new LinkNames("eth0", "k6t-eth0", "tap0");

    private static final int DIGITS = 11;

    /** Of another network, by its name in the VMI. */
    public static LinkNames secondary(String network) {
        String hash = hash(network);
        return new LinkNames("pod" + hash, "k6t-" + hash, "tap" + hash);
    }

    private static String hash(String network) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(network.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
