package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.Transfer;
import java.util.Optional;

/**
 * A guest whose launcher can be asked.
 *
 * @param leaving how far it is, as the launcher told last, if it is just being moved away
 */
public record ReachedGuest(GuestPod pod, LauncherClient launcher, Optional<Transfer.Progress> leaving) {}
