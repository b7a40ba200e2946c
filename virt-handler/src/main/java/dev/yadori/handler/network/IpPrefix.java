package dev.yadori.handler.network;

import java.math.BigInteger;
import java.util.List;

/** An address with the length of its network's prefix in bits; host bits may be set. */
public record IpPrefix(IpAddress address, int length) {
    public IpPrefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("%s has no prefix of %d bits".formatted(address, length));
        }
    }

    /**
     * From {@code address/length}, or an address alone.
     *
     * @throws IllegalArgumentException where it is neither
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress address = IpAddress.parse(text);
            return new IpPrefix(address, address.bits());
        }
        try {
            return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException("not a network: " + text, failure);
        }
    }

    static IpPrefix everything(boolean v4) {
        return parse(v4 ? "0.0.0.0/0" : "::/0");
    }

    public boolean isV4() {
        return address.isV4();
    }

    boolean isDefault() {
        return length == 0;
    }

    /** The network itself. */
    IpPrefix network() {
        return new IpPrefix(address.masked(length), length);
    }

    boolean contains(IpAddress other) {
        return other.isV4() == isV4() && other.masked(length).equals(address.masked(length));
    }

    /** How many addresses the network holds. */
    BigInteger size() {
        return BigInteger.ONE.shiftLeft(address.bits() - length);
    }

    /** The address of that number in the network, with the prefix; 0 is the network's own. */
    IpPrefix host(long number) {
        return new IpPrefix(address.masked(length).plus(BigInteger.valueOf(number)), length);
    }

    /** The two networks that this one consists of. Only where it has more than one address. */
    List<IpPrefix> halves() {
        IpAddress lower = address.masked(length);
        BigInteger half = size().shiftRight(1);
        return List.of(new IpPrefix(lower, length + 1), new IpPrefix(lower.plus(half), length + 1));
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
