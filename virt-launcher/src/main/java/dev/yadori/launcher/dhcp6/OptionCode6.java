package dev.yadori.launcher.dhcp6;

/** The numbers of the DHCPv6 options that are used here (RFC 8415 section 21, RFC 3646). */
public final class OptionCode6 {
    public static final int CLIENT_IDENTIFIER = 1;
    public static final int SERVER_IDENTIFIER = 2;
    public static final int ADDRESSES = 3;
    public static final int TEMPORARY_ADDRESSES = 4;
    public static final int ADDRESS = 5;
    public static final int OPTION_REQUEST = 6;
    public static final int STATUS = 13;
    public static final int RAPID_COMMIT = 14;
    public static final int DNS_SERVERS = 23;
    public static final int DOMAIN_SEARCH = 24;
    public static final int PREFIXES = 25;

    private OptionCode6() {}
}
