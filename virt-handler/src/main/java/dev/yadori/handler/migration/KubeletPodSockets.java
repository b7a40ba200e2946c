package dev.yadori.handler.migration;

import dev.yadori.crds.launcher.LauncherPodLayout;
import dev.yadori.handler.hostfs.Descriptor;
import dev.yadori.handler.hostfs.FileFacts;
import dev.yadori.handler.pod.PeerCheck;
import dev.yadori.handler.pod.PeerVerdict;
import dev.yadori.handler.pod.PodUid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@link PodSockets} in kubelet's folder. */
public final class KubeletPodSockets implements PodSockets {
    private static final String FOLDER = "migration";

    private final Path kubeletDirectory;
    private final PeerCheck peers;
    private final int user;

    /** The user is the launchers'. */
    public KubeletPodSockets(Path kubeletDirectory, PeerCheck peers, int user) {
        this.kubeletDirectory = kubeletDirectory;
        this.peers = peers;
        this.user = user;
    }

    @Override
    public Place find(PodUid pod, String path) throws IOException {
        var socket = locate(pod, path);
        if (socket.facts().kind() != FileFacts.Kind.SOCKET) {
            socket.close();
            throw new IOException("%s of pod %s is not a socket".formatted(path, pod));
        }
        return new Held(socket);
    }

    @Override
    public Folder folder(PodUid pod) throws IOException {
        var folder = locate(pod, FOLDER);
        if (folder.facts().kind() != FileFacts.Kind.DIRECTORY) {
            folder.close();
            throw new IOException("%s of pod %s is not a folder".formatted(FOLDER, pod));
        }
        return new HeldFolder(folder);
    }

    private Descriptor locate(PodUid pod, String path) throws IOException {
        try (var kubelet = Descriptor.openTrusted(kubeletDirectory)) {
            return kubelet.locateBeneath(
                    "pods/%s/volumes/kubernetes.io~empty-dir/%s/%s".formatted(pod, LauncherPodLayout.RUN_VOLUME, path));
        }
    }

    @Override
    public Optional<String> refusal(int pid, int uid, PodUid pod) {
        return switch (peers.verify(pid, uid, pod)) {
            case PeerVerdict.Trusted(var process) -> {
                process.close();
                yield Optional.empty();
            }
            case PeerVerdict.Refused(var reason) -> Optional.of(reason);
        };
    }

    private static class Held implements Place {
        private final Descriptor descriptor;

        Held(Descriptor descriptor) {
            this.descriptor = descriptor;
        }

        Descriptor descriptor() {
            return descriptor;
        }

        @Override
        public String path() {
            return descriptor.pathHere();
        }

        @Override
        public void close() {
            descriptor.close();
        }
    }

    private final class HeldFolder extends Held implements Folder {
        HeldFolder(Descriptor descriptor) {
            super(descriptor);
        }

        @Override
        public void clear(String name) throws IOException {
            Files.deleteIfExists(Path.of(path(), name));
        }

        /** The pod may have put something else there meanwhile: only a socket of our own changes its owner. */
        @Override
        public void give(String name) throws IOException {
            try (var socket = descriptor().locateBeneath(name)) {
                var facts = socket.facts();
                if (facts.kind() != FileFacts.Kind.SOCKET || facts.owner() != 0) {
                    throw new IOException(name + " is not the socket that was made there");
                }
                Files.setAttribute(Path.of(socket.pathHere()), "unix:uid", user);
            }
        }
    }
}
