package dev.yadori.controller.kubevirt;

import dev.yadori.controller.migration.GuestView;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Guests of an older launcher, to be counted: without their specs, because after an upgrade that may be all of a cluster. */
final class OutdatedGuests extends BasicItemStore<VirtualMachineInstance> {

    OutdatedGuests() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public VirtualMachineInstance put(String key, VirtualMachineInstance instance) {
        return super.put(key, new VirtualMachineInstance(instance.getMetadata(), null, instance.getStatus()));
    }

    static boolean hasEnded(VirtualMachineInstance guest) {
        return new GuestView(guest).hasEnded();
    }

    /** Of all that may change about one, what changes their number. */
    static boolean hasEndedMeanwhile(VirtualMachineInstance after, VirtualMachineInstance before) {
        return hasEnded(after) != hasEnded(before);
    }
}
