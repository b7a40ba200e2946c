package dev.yadori.launcher.ra;

/** The number of an open socket. Whoever has it closes it. */
public record LinkSocket(int descriptor) {}
