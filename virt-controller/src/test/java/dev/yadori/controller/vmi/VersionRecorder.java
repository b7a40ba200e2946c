package dev.yadori.controller.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Set;

/** Notes each version of an object that the API server had: one a write. */
record VersionRecorder(Set<String> versions) implements Watcher<VirtualMachineInstance> {

    @Override
    public void eventReceived(Action action, VirtualMachineInstance vmi) {
        versions.add(vmi.getMetadata().getResourceVersion());
    }

    @Override
    public void onClose(WatcherException cause) {
        throw new IllegalStateException("the watch ended", cause);
    }
}
