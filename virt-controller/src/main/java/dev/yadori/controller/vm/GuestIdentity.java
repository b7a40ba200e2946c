package dev.yadori.controller.vm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** What a guest is known by where its user does not say: made from the UID of its VirtualMachine, so the same at each start. */
final class GuestIdentity {

    private static final UUID NAMESPACE = UUID.fromString("7c1d2b0e-5a53-4d3c-9f0e-6b1f0c9f4a61");

    private GuestIdentity() {}

    /** A UUID by name, RFC 9562 section 5.5. */
    static UUID uuid(String vmUid, String purpose) {
        var name = ByteBuffer.allocate(Long.BYTES * 2);
        name.putLong(NAMESPACE.getMostSignificantBits()).putLong(NAMESPACE.getLeastSignificantBits());
        var digest = sha1();
        digest.update(name.array());
        var hash = ByteBuffer.wrap(digest.digest((vmUid + "/" + purpose).getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
