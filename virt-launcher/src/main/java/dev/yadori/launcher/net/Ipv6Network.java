package dev.yadori.launcher.net;

/** An IPv6 address together with the length of its network's prefix; the host bits may be set. */
public record Ipv6Network(Ipv6Address address, int prefix) {
    private static final int HALF = 64;

    public Ipv6Network {
        if (prefix < 0 || prefix > 2 * HALF) {
            throw new IllegalArgumentException("an IPv6 prefix has 0 to 128 bits, not " + prefix);
        }
    }

    public static Ipv6Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an IPv6 network: " + text);
        }
        return new Ipv6Network(
                Ipv6Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** With all host bits cleared. */
    public Ipv6Network masked() {
        var network = new Ipv6Address(address.high() & mask(prefix), address.low() & mask(prefix - HALF));
        return new Ipv6Network(network, prefix);
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= HALF ? -1L : -1L << (HALF - bits);
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
