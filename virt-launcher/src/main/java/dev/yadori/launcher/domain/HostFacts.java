package dev.yadori.launcher.domain;

/** What was found out about the host, once, before converting. */
public record HostFacts(boolean kvmUsable, String emulator, Firmware firmware) {

    /** Where the images of UEFI are. */
    public record Firmware(UefiImage plain, UefiImage secureBoot) {}

    /** Code, and the template of the variables. */
    public record UefiImage(String code, String variables) {}
}
