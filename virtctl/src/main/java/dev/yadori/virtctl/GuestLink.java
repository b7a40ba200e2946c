package dev.yadori.virtctl;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.proto.handler.v1.GuestReference;
import dev.yadori.proto.handler.v1.HandlerServiceGrpc;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A way to the virt-handler of one guest's node: a port forwarded by the API server, and TLS with both sides' certificates. */
public final class GuestLink implements AutoCloseable {
    private static final String SYSTEM_NAMESPACE = "yadori";
    private static final String CLIENT_CERTIFICATE = "yadori-client-certs";
    private static final String HANDLER_NAME = "virt-handler.yadori.svc";
    private static final int HANDLER_PORT = 8186;

    private final GuestReference guest;
    private final LocalPortForward forward;
    private final ManagedChannel channel;

    private GuestLink(GuestReference guest, LocalPortForward forward, ManagedChannel channel) {
        this.guest = guest;
        this.forward = forward;
        this.channel = channel;
    }

    /**
     * Finds the guest's node and makes a way to its virt-handler; nothing is said on it yet.
     *
     * @throws UnreachableException if the guest does not exist or runs on no node, or that node's virt-handler is not there
     */
    public static GuestLink open(KubernetesClient client, String namespace, String name) {
        var found = find(client, namespace, name);
        var tls = tls(certificate(client));
        var forward = handler(client, nodeOf(found)).portForward(HANDLER_PORT);
        // The forwarded port is on this machine, and the certificate is the handler's.
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.getLocalPort());
        var channel = NettyChannelBuilder.forAddress(address)
                .sslContext(tls)
                .overrideAuthority(HANDLER_NAME)
                .build();
        var guest = GuestReference.newBuilder()
                .setNamespace(namespace)
                .setName(name)
                .setUid(found.getMetadata().getUid())
                .build();
        return new GuestLink(guest, forward, channel);
    }

    public GuestReference guest() {
        return guest;
    }

    public HandlerServiceGrpc.HandlerServiceStub handler() {
        return HandlerServiceGrpc.newStub(channel);
    }

    @Override
    public void close() throws IOException {
        channel.shutdownNow();
        forward.close();
    }

    private static VirtualMachineInstance find(KubernetesClient client, String namespace, String name) {
        var found = client.resources(VirtualMachineInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (found == null) {
            throw new UnreachableException(
                    "there is no running virtual machine '%s' in namespace '%s'".formatted(name, namespace));
        }
        return found;
    }

    private static String nodeOf(VirtualMachineInstance guest) {
        var status = Optional.ofNullable(guest.getStatus());
        return status.map(known -> known.nodeName()).orElseThrow(() -> {
            var phase = status.map(known -> known.phase()).map(Object::toString).orElse("Pending");
            return new UnreachableException("'%s' runs on no node yet: it is %s"
                    .formatted(guest.getMetadata().getName(), phase));
        });
    }

    private static io.fabric8.kubernetes.client.dsl.PodResource handler(KubernetesClient client, String node) {
        var pods = client.pods().inNamespace(SYSTEM_NAMESPACE);
        return pods.withLabel("kubevirt.io", "virt-handler").withField("spec.nodeName", node).list().getItems().stream()
                .filter(GuestLink::isReady)
                .findFirst()
                .map(pods::resource)
                .orElseThrow(() -> new UnreachableException("virt-handler of node '%s' is not ready".formatted(node)));
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private static Secret certificate(KubernetesClient client) {
        var secret = client.secrets()
                .inNamespace(SYSTEM_NAMESPACE)
                .withName(CLIENT_CERTIFICATE)
                .get();
        if (secret == null) {
            throw new UnreachableException("there is no Secret '%s' in namespace '%s': is Yadori deployed?"
                    .formatted(CLIENT_CERTIFICATE, SYSTEM_NAMESPACE));
        }
        return secret;
    }

    private static SslContext tls(Secret certificate) {
        try {
            return GrpcSslContexts.forClient()
                    .trustManager(entry(certificate, "ca.crt"))
                    .keyManager(entry(certificate, "tls.crt"), entry(certificate, "tls.key"))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new UnreachableException(
                    "the certificate in Secret '%s' cannot be used: %s".formatted(CLIENT_CERTIFICATE, e.getMessage()));
        }
    }

    private static ByteArrayInputStream entry(Secret secret, String key) {
        return Optional.ofNullable(secret.getData().get(key))
                .map(Base64.getDecoder()::decode)
                .map(ByteArrayInputStream::new)
                .orElseThrow(() ->
                        new UnreachableException("Secret '%s' has no entry '%s'".formatted(CLIENT_CERTIFICATE, key)));
    }
}
