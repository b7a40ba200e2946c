package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.ClaimInfo;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One object in an API server that checks versions, and can be away. */
final class FakeGuestObjects implements GuestObjects {
    final List<Map<String, Object>> writes = new CopyOnWriteArrayList<>();
    /** Who wrote meanwhile keeps these from being written. */
    final AtomicInteger refused = new AtomicInteger();

    final List<VmiAction.Emit> events = new CopyOnWriteArrayList<>();
    private VirtualMachineInstance stored;
    final List<String> claims = new CopyOnWriteArrayList<>();
    private boolean away;

    FakeGuestObjects(VirtualMachineInstance stored) {
        this.stored = stored;
    }

    synchronized VirtualMachineInstance stored() {
        return stored;
    }

    /** Somebody else writes. */
    synchronized void store(VirtualMachineInstance changed) {
        stored = Sample.written(changed, Map.of());
    }

    synchronized void goAway(boolean gone) {
        away = gone;
    }

    @Override
    public synchronized Optional<VirtualMachineInstance> guest(String namespace, String name)
            throws ObjectsUnknownException {
        if (away) {
            throw new ObjectsUnknownException("away", new IllegalStateException());
        }
        return Optional.of(stored);
    }

    @Override
    public synchronized Optional<Map<String, ClaimInfo>> claims(VirtualMachineInstance vmi) {
        return Optional.of(Map.of());
    }

    @Override
    public synchronized Optional<VirtualMachineInstance> writeStatus(
            VirtualMachineInstance read, Map<String, Object> fields) {
        if (!read.getMetadata().getResourceVersion().equals(stored.getMetadata().getResourceVersion())) {
            refused.incrementAndGet();
            return Optional.empty();
        }
        writes.add(fields);
        stored = Sample.written(stored, fields);
        return Optional.of(stored);
    }

    @Override
    public synchronized void claim(VirtualMachineInstance read, String node) {
        if (read.getMetadata().getResourceVersion().equals(stored.getMetadata().getResourceVersion())) {
            claims.add(node);
        }
    }

    @Override
    public synchronized void tell(VirtualMachineInstance about, VmiAction.Emit event) {
        events.add(event);
    }
}
