package dev.yadori.handler.launcher;

/** Who answers at a launcher's socket. */
public record LauncherInfo(int contractVersion, String version, String objectUid) {}
