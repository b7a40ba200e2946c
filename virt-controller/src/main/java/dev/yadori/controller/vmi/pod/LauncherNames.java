package dev.yadori.controller.vmi.pod;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that fit their place, whatever the length of what they are made from: 63 characters at most. */
public final class LauncherNames {

    private static final String PREFIX = "virt-launcher-";
    private static final int LONGEST = 63;
    private static final int LONGEST_POD_NAME = 253;
    private static final int HASH_LENGTH = 8;
    /** No vowels and no digits that look like them, so that no words come out. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private LauncherNames() {}

    /**
     * The one name that the pod of this object can have, so that a create whose answer was lost cannot make a second
     * pod: the API server refuses it.
     */
    public static String pod(String vmiName, String vmiUid) {
        return fit(PREFIX + vmiName, LONGEST - HASH_LENGTH - 1) + "-" + hash(vmiUid);
    }

    /** What a pod's name begins with, as a name that the API server had made would. */
    static String generateName(String vmiName) {
        return fit(PREFIX + vmiName, LONGEST_POD_NAME - 1) + "-";
    }

    /** A label's value: the name itself where it fits. */
    public static String label(String name) {
        return name.length() <= LONGEST ? name : fit(name, LONGEST - HASH_LENGTH - 1) + "-" + hash(name);
    }

    /** The end of a name that is told apart by what it is for. */
    public static String suffix(String what) {
        return hash(what);
    }

    /** Host name of the pod: the first label of a name, cut. */
    static String hostname(String name) {
        int dot = name.indexOf('.');
        return fit(dot < 0 ? name : name.substring(0, dot), LONGEST);
    }

    /** Name of a pod's volume: a DNS label. What is none, or is too long, is told apart by a hash. */
    static String volume(String wanted) {
        String label = wanted.replace('.', '-');
        return label.equals(wanted) && wanted.length() <= LONGEST ? wanted : hashed(label, wanted);
    }

    /** The same name with a hash of what it is for. */
    static String hashed(String name, String what) {
        return fit(name, LONGEST - HASH_LENGTH - 1) + "-" + hash(what);
    }

    /** Name of a secondary network's interface in the pod. */
    static String podInterface(String network) {
        return "pod" + HexFormat.of().formatHex(sha256(network)).substring(0, 11);
    }

    private static String fit(String name, int length) {
        String cut = name.length() <= length ? name : name.substring(0, length);
        int end = cut.length();
        while (end > 0 && (cut.charAt(end - 1) == '-' || cut.charAt(end - 1) == '.')) {
            end--;
        }
        return cut.substring(0, end);
    }

    private static String hash(String text) {
        var number = new BigInteger(1, sha256(text));
        var base = BigInteger.valueOf(ALPHABET.length());
        var letters = new StringBuilder(HASH_LENGTH);
        for (int i = 0; i < HASH_LENGTH; i++) {
            BigInteger[] parts = number.divideAndRemainder(base);
            letters.append(ALPHABET.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return letters.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
