package dev.yadori.controller.vm;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Instances without their spec, which is most of them, and which nothing here reads: the cache of all of a cluster. */
public final class SlimInstances extends BasicItemStore<VirtualMachineInstance> {

    public SlimInstances() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public VirtualMachineInstance put(String key, VirtualMachineInstance instance) {
        return super.put(key, new VirtualMachineInstance(instance.getMetadata(), null, instance.getStatus()));
    }
}
