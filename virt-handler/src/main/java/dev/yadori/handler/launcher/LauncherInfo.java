package dev.yadori.handler.launcher;

import java.util.List;

/**
 * Who answers at a launcher's socket.
 *
 * @param wantedRouterDevices bridges for which it lacks a raw socket; its word, so to be checked
 */
public record LauncherInfo(int contractVersion, String version, String objectUid, List<String> wantedRouterDevices) {
    public LauncherInfo {
        wantedRouterDevices = List.copyOf(wantedRouterDevices);
    }
}
