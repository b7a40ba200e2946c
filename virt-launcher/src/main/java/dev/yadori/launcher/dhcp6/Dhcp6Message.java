package dev.yadori.launcher.dhcp6;

/** A message between client and server. The transaction has 24 bits. */
public record Dhcp6Message(Dhcp6MessageType type, int transactionId, Dhcp6Options options) {
    public Dhcp6Message {
        if (transactionId >>> 24 != 0) {
            throw new IllegalArgumentException("a transaction has 24 bits");
        }
    }
}
