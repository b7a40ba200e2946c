package dev.yadori.controller.vm;

import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/**
 * The cache of all instances of a cluster, without most of their spec, which is most of them. What follows the template of a
 * VirtualMachine is kept.
 */
public final class SlimInstances extends BasicItemStore<VirtualMachineInstance> {

    public SlimInstances() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public VirtualMachineInstance put(String key, VirtualMachineInstance instance) {
        var spec = instance.getSpec() == null ? null : instance.getSpec().placementAlone();
        return super.put(key, new VirtualMachineInstance(instance.getMetadata(), spec, instance.getStatus()));
    }
}
