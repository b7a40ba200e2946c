package dev.yadori.launcher.dhcp;

/** Why a packet is not a DHCP message that can be understood. */
public enum Refusal {
    TOO_SHORT,
    TOO_LONG,
    UNKNOWN_OPERATION,
    NOT_ETHERNET,
    NO_MAGIC_COOKIE,
    OPTION_OVERRUNS,
    BAD_OVERLOAD,
    NO_MESSAGE_TYPE,
    BAD_MESSAGE_TYPE,
    BAD_OPTION_LENGTH
}
