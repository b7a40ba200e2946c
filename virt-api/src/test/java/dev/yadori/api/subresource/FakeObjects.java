package dev.yadori.api.subresource;

import dev.yadori.crds.v1.VirtualMachine;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects of one namespace. What is written is kept as it was asked for; the first writes can be made to fail. */
final class FakeObjects implements ClusterObjects {

    final Map<String, VirtualMachine> machines = new HashMap<>();
    final Map<String, VirtualMachineInstance> instances = new HashMap<>();
    final List<Pod> pods = new ArrayList<>();
    final Set<String> drained = new HashSet<>();
    final List<Write> writes = new ArrayList<>();
    final List<Write> rehearsed = new ArrayList<>();
    int stale;

    @Override
    public Optional<VirtualMachine> machine(String namespace, String name) {
        return Optional.ofNullable(machines.get(name));
    }

    @Override
    public Optional<VirtualMachineInstance> instance(String namespace, String name) {
        return Optional.ofNullable(instances.get(name));
    }

    @Override
    public List<Pod> launchers(VirtualMachineInstance instance) {
        return pods;
    }

    @Override
    public boolean isTainted(String node, String key) {
        return drained.contains(node);
    }

    @Override
    public void apply(String namespace, String name, Write write, boolean dryRun) {
        if (stale > 0) {
            stale--;
            throw new StaleException(new IllegalStateException("changed"));
        }
        (dryRun ? rehearsed : writes).add(write);
    }
}
