package dev.yadori.launcher.domain;

/** What happens to a guest whose watchdog was not fed. */
public enum WatchdogAction {
    POWEROFF,
    RESET,
    SHUTDOWN
}
