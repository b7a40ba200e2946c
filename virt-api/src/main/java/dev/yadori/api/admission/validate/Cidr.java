package dev.yadori.api.admission.validate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of networks. Nothing here asks a name server. */
final class Cidr {

    /** KubeVirt takes octets with leading zeros, as decimal numbers. */
    private static final Pattern IPV4 =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    private static final Pattern IPV4_ADDRESS =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final Pattern LEADING_ZERO = Pattern.compile("(?<![0-9])0[0-9]");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]{2,45})/([0-9]{1,3})");
    private static final int OCTETS = 4;
    private static final int HIGHEST_OCTET = 255;

    private Cidr() {}

    /** Whether this is an IPv4 network with at most so many bits of prefix. */
    static boolean isIpv4(String text, int mostBits) {
        Matcher matcher = IPV4.matcher(text);
        return matcher.matches() && octets(matcher) && Integer.parseInt(matcher.group(OCTETS + 1)) <= mostBits;
    }

    static boolean isIpv4Address(String text) {
        Matcher matcher = IPV4_ADDRESS.matcher(text);
        return matcher.matches()
                && octets(matcher)
                && !LEADING_ZERO.matcher(text).find();
    }

    /** Whether this is an IPv6 network with at most so many bits of prefix. */
    static boolean isIpv6(String text, int mostBits) {
        Matcher matcher = IPV6.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > mostBits) {
            return false;
        }
        try {
            return matcher.group(1).contains(":") && InetAddress.ofLiteral(matcher.group(1)) instanceof Inet6Address;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean octets(Matcher matcher) {
        for (int i = 1; i <= OCTETS; i++) {
            if (Integer.parseInt(matcher.group(i)) > HIGHEST_OCTET) {
                return false;
            }
        }
        return true;
    }
}
