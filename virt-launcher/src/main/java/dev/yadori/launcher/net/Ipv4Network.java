package dev.yadori.launcher.net;

/** An IPv4 address together with the length of its network's prefix; the host bits may be set. */
public record Ipv4Network(Ipv4Address address, int prefix) {
    public Ipv4Network {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("an IPv4 prefix has 0 to 32 bits, not " + prefix);
        }
    }

    public static Ipv4Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an IPv4 network: " + text);
        }
        return new Ipv4Network(
                Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public Ipv4Address mask() {
        return new Ipv4Address(prefix == 0 ? 0 : -1 << (32 - prefix));
    }

    public Ipv4Address broadcast() {
        return new Ipv4Address(address.bits() | ~mask().bits());
    }

    public boolean contains(Ipv4Address other) {
        return ((address.bits() ^ other.bits()) & mask().bits()) == 0;
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
