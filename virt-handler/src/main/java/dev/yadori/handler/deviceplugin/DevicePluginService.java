package dev.yadori.handler.deviceplugin;

import dev.yadori.proto.deviceplugin.v1beta1.AllocateRequest;
import dev.yadori.proto.deviceplugin.v1beta1.AllocateResponse;
import dev.yadori.proto.deviceplugin.v1beta1.ContainerAllocateResponse;
import dev.yadori.proto.deviceplugin.v1beta1.Device;
import dev.yadori.proto.deviceplugin.v1beta1.DevicePluginGrpc;
import dev.yadori.proto.deviceplugin.v1beta1.DevicePluginOptions;
import dev.yadori.proto.deviceplugin.v1beta1.DeviceSpec;
import dev.yadori.proto.deviceplugin.v1beta1.Empty;
import dev.yadori.proto.deviceplugin.v1beta1.ListAndWatchResponse;
import dev.yadori.proto.deviceplugin.v1beta1.Mount;
import dev.yadori.proto.deviceplugin.v1beta1.PreStartContainerRequest;
import dev.yadori.proto.deviceplugin.v1beta1.PreStartContainerResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** One device to kubelet. Safe for many threads. */
final class DevicePluginService extends DevicePluginGrpc.DevicePluginImplBase {

    /** Where a launcher looks for what is known of its node and emulator. */
    private static final String FINDINGS_IN_POD = "/var/lib/yadori/capabilities";

    private final NodeDevice device;
    private final NodeProbe probe;
    private final int count;
    private final Runnable streamEnded;
    private final Set<ServerCallStreamObserver<ListAndWatchResponse>> watchers = new HashSet<>();
    private DeviceHealth health;
    private boolean closed;

    /**
     * Of that health, until another is reported.
     *
     * @param streamEnded called when kubelet has stopped to watch
     */
    DevicePluginService(NodeDevice device, NodeProbe probe, int count, DeviceHealth health, Runnable streamEnded) {
        this.device = device;
        this.probe = probe;
        this.count = count;
        this.streamEnded = streamEnded;
        this.health = health;
    }

    /** Tells kubelet, where it is news. */
    synchronized void report(DeviceHealth now) {
        if (!now.word().equals(health.word())) {
            watchers.forEach(watcher -> watcher.onNext(devices(now)));
        }
        health = now;
    }

    /** Ends all streams, so that the server can end. */
    synchronized void close() {
        closed = true;
        watchers.forEach(StreamObserver::onCompleted);
        watchers.clear();
    }

    @Override
    public void getDevicePluginOptions(Empty request, StreamObserver<DevicePluginOptions> response) {
        response.onNext(DevicePluginOptions.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public synchronized void listAndWatch(Empty request, StreamObserver<ListAndWatchResponse> response) {
        if (closed) {
            response.onError(
                    Status.UNAVAILABLE.withDescription("the plugin ends").asRuntimeException());
            return;
        }
        if (!(response instanceof ServerCallStreamObserver<ListAndWatchResponse> watcher)) {
            response.onError(Status.INTERNAL.asRuntimeException());
            return;
        }
        watcher.setOnCancelHandler(() -> forget(watcher));
        watchers.add(watcher);
        watcher.onNext(devices(health));
    }

    private void forget(ServerCallStreamObserver<ListAndWatchResponse> watcher) {
        synchronized (this) {
            watchers.remove(watcher);
        }
        streamEnded.run();
    }

    private ListAndWatchResponse devices(DeviceHealth now) {
        ListAndWatchResponse.Builder devices = ListAndWatchResponse.newBuilder();
        for (int i = 0; i < count; i++) {
            devices.addDevices(Device.newBuilder().setId(device.resource() + i).setHealth(now.word()));
        }
        return devices.build();
    }

    @Override
    public void allocate(AllocateRequest request, StreamObserver<AllocateResponse> response) {
        AllocateResponse.Builder answer = AllocateResponse.newBuilder();
        try {
            for (int i = 0; i < request.getContainerRequestsCount(); i++) {
                answer.addContainerResponses(allocation());
            }
        } catch (IOException failure) {
            response.onError(
                    Status.UNAVAILABLE.withDescription(failure.getMessage()).asRuntimeException());
            return;
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    private ContainerAllocateResponse allocation() throws IOException {
        String node = probe.node(device).toString();
        ContainerAllocateResponse.Builder allocation = ContainerAllocateResponse.newBuilder()
                .addDevices(DeviceSpec.newBuilder()
                        .setHostPath(node)
                        .setContainerPath("/dev/" + device.path())
                        .setPermissions("rw"));
        if (device != NodeDevice.VHOST_NET) {
            // A guest without KVM has a tun, one without network KVM; kubelet takes the same mount twice for once.
            probe.findings()
                    .ifPresent(folder -> allocation.addMounts(Mount.newBuilder()
                            .setHostPath(folder.toString())
                            .setContainerPath(FINDINGS_IN_POD)
                            .setReadOnly(true)));
        }
        return allocation.build();
    }

    @Override
    public void preStartContainer(
            PreStartContainerRequest request, StreamObserver<PreStartContainerResponse> response) {
        response.onNext(PreStartContainerResponse.getDefaultInstance());
        response.onCompleted();
    }
}
