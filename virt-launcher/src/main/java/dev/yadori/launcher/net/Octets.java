package dev.yadori.launcher.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/** An immutable run of bytes that compares by content. */
public final class Octets {
    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** Copies what remains of the buffer and leaves its position alone. */
    public static Octets from(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return new Octets(bytes);
    }

    public static Octets uint8(int value) {
        return new Octets(new byte[] {(byte) value});
    }

    public static Octets uint16(int value) {
        return new Octets(new byte[] {(byte) (value >>> 8), (byte) value});
    }

    public static Octets uint32(long value) {
        return new Octets(ByteBuffer.allocate(4).putInt((int) value).array());
    }

    public static Octets text(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Octets addresses(Collection<Ipv4Address> addresses) {
        var buffer = ByteBuffer.allocate(4 * addresses.size());
        addresses.forEach(address -> buffer.putInt(address.bits()));
        return new Octets(buffer.array());
    }

    public static Octets addresses6(Collection<Ipv6Address> addresses) {
        var buffer = ByteBuffer.allocate(16 * addresses.size());
        addresses.forEach(address -> buffer.putLong(address.high()).putLong(address.low()));
        return new Octets(buffer.array());
    }

    public static Octets joined(Collection<Octets> parts) {
        var buffer = ByteBuffer.allocate(parts.stream().mapToInt(Octets::length).sum());
        parts.forEach(part -> buffer.put(part.bytes));
        return new Octets(buffer.array());
    }

    public int length() {
        return bytes.length;
    }

    /** The byte at this index, 0 to 255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    public int uint16At(int index) {
        return (at(index) << 8) | at(index + 1);
    }

    public int int32At(int index) {
        return (uint16At(index) << 16) | uint16At(index + 2);
    }

    public Ipv6Address ipv6At(int index) {
        var buffer = ByteBuffer.wrap(bytes, index, 16);
        return new Ipv6Address(buffer.getLong(), buffer.getLong());
    }

    public Octets slice(int from, int to) {
        return new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
