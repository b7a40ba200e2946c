package dev.yadori.launcher.dhcp6;

/** Why a packet is not a DHCPv6 message that can be understood. */
public enum Dhcp6Refusal {
    TOO_SHORT,
    TOO_LONG,
    UNKNOWN_TYPE,
    OPTION_OVERRUNS,
    OPTION_REPEATED,
    BAD_OPTION_LENGTH
}
