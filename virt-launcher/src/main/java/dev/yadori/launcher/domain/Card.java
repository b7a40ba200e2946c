package dev.yadori.launcher.domain;

import dev.yadori.launcher.domain.NetworkInterface.LinkState;

/** A network card of a guest, by the name that its interface has in the API. */
public sealed interface Card extends Device permits NetworkInterface, HostFunction {
    String name();

    /** What the hypervisor calls it. */
    String alias();

    LinkState link();

    GuestSlot slot();
}
