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

    private static final String TAP = "tap";

    static final String MAIN_TABLE = "main";

    private static final int DIGITS = 11;

    private static final int TABLE_DIGITS = 7;
    /** Above all tables that are there, or that somebody else might make. */
    private static final int FIRST_TABLE = 1 << 28;

    /** Of another network, by its name in the VMI. */
    public static LinkNames secondary(String network) {
        String hash = hash(network);
        return new LinkNames("pod" + hash, "k6t-" + hash, TAP + hash);
    }

    /** The table with the routes of what the guest sends on: the first network's are those of the whole pod. */
    String routeTable() {
        return equals(PRIMARY)
                ? MAIN_TABLE
                : String.valueOf(FIRST_TABLE + HexFormat.fromHexDigits(tap, TAP.length(), TAP.length() + TABLE_DIGITS));
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
