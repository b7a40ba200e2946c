package dev.yadori.controller.vm;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
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
        var kept = instance.getSpec() == null ? null : following(instance.getSpec());
        return super.put(key, new VirtualMachineInstance(instance.getMetadata(), kept, instance.getStatus()));
    }

    private static VirtualMachineInstanceSpec following(VirtualMachineInstanceSpec spec) {
        var domain = spec.domain();
        return spec.placementAlone()
                .withNetworks(spec.networks())
                .withDomain(domain == null ? null : domain.interfacesAlone());
    }
}
