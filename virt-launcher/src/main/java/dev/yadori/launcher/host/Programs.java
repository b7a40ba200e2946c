package dev.yadori.launcher.host;

import dev.yadori.launcher.domain.HostFacts;

/** Where the launcher's image has what a guest is run with: Debian's places. */
public final class Programs {
    public static final String EMULATOR = "/usr/bin/qemu-system-x86_64";

    public static final HostFacts.Firmware FIRMWARE = new HostFacts.Firmware(
            new HostFacts.UefiImage("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
            new HostFacts.UefiImage("/usr/share/OVMF/OVMF_CODE_4M.secboot.fd", "/usr/share/OVMF/OVMF_VARS_4M.ms.fd"));

    private Programs() {}
}
