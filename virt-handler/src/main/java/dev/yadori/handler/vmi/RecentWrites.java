package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Objects as this process has written them, until the cache has caught up. */
final class RecentWrites {
    private final Map<String, VirtualMachineInstance> byUid = new ConcurrentHashMap<>();

    void remember(VirtualMachineInstance written) {
        byUid.put(written.getMetadata().getUid(), written);
    }

    void forget(VirtualMachineInstance gone) {
        byUid.remove(gone.getMetadata().getUid());
    }

    /** The newer of the two. Kubernetes compares versions of one kind as numbers. */
    VirtualMachineInstance freshest(VirtualMachineInstance cached) {
        var uid = cached.getMetadata().getUid();
        var written = byUid.get(uid);
        if (written == null) {
            return cached;
        }
        if (version(written).compareTo(version(cached)) > 0) {
            return written;
        }
        byUid.remove(uid, written);
        return cached;
    }

    private static BigInteger version(VirtualMachineInstance vmi) {
        return new BigInteger(vmi.getMetadata().getResourceVersion());
    }
}
