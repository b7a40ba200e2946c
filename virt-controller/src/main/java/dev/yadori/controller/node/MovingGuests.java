package dev.yadori.controller.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.crds.v1.EvictionStrategy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Instances with no more of their spec than decides whether they leave a node: the cache of all of a cluster. */
final class MovingGuests extends BasicItemStore<VirtualMachineInstance> {

    private static final Map<EvictionStrategy, VirtualMachineInstanceSpec> SPECS = specs(new ObjectMapper());

    MovingGuests() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public VirtualMachineInstance put(String key, VirtualMachineInstance instance) {
        return super.put(
                key,
                new VirtualMachineInstance(instance.getMetadata(), slim(instance.getSpec()), instance.getStatus()));
    }

    private static @Nullable VirtualMachineInstanceSpec slim(@Nullable VirtualMachineInstanceSpec spec) {
        return spec == null || spec.evictionStrategy() == null ? null : SPECS.get(spec.evictionStrategy());
    }

    private static Map<EvictionStrategy, VirtualMachineInstanceSpec> specs(ObjectMapper mapper) {
        return Arrays.stream(EvictionStrategy.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        strategy -> mapper.convertValue(
                                Map.of("evictionStrategy", strategy.wire()), VirtualMachineInstanceSpec.class)));
    }
}
