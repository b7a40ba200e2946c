package dev.yadori.launcher.dhcp6;

/** What came of reading a packet. */
public sealed interface Dhcp6Decoding {

    /** A message that keeps to the format; whether it makes sense is for the responder. */
    record Decoded(Dhcp6Message message) implements Dhcp6Decoding {}

    /** No message. */
    record Refused(Dhcp6Refusal reason) implements Dhcp6Decoding {}
}
