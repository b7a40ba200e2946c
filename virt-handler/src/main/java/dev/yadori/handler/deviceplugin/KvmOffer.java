package dev.yadori.handler.deviceplugin;

/** When KVM is offered. */
public enum KvmOffer {
    /** Where the node's probe found that it runs guests. */
    WHERE_PROVEN,
    /** Wherever there is /dev/kvm. */
    WHERE_PRESENT,
    NEVER
}
