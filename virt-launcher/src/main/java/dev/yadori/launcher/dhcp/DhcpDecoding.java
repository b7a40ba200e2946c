package dev.yadori.launcher.dhcp;

/** What came of reading a packet. */
public sealed interface DhcpDecoding {

    /** A message that keeps to the format; whether it makes sense is for the responder. */
    record Decoded(DhcpMessage message) implements DhcpDecoding {}

    /** No message. */
    record Refused(Refusal reason) implements DhcpDecoding {}
}
