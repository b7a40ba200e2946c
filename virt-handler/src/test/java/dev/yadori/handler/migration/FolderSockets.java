package dev.yadori.handler.migration;

import dev.yadori.handler.pod.PodUid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Pods as folders of a test. */
final class FolderSockets implements PodSockets {
    private final Path root;
    private volatile boolean trusting = true;

    FolderSockets(Path root) throws IOException {
        this.root = root;
        for (var pod : new String[] {"1", "2"}) {
            Files.createDirectories(root.resolve(pod).resolve("migration"));
            Files.createDirectories(root.resolve(pod).resolve("libvirt"));
        }
    }

    /** A short name, because the path of a socket has at most 107 bytes. */
    static Path of(Path root, PodUid pod) {
        return root.resolve(pod.value().substring(0, 1));
    }

    void trustNobody() {
        trusting = false;
    }

    @Override
    public Place find(PodUid pod, String path) throws IOException {
        var socket = of(root, pod).resolve(path);
        if (!Files.exists(socket)) {
            throw new IOException("not there");
        }
        return new Plain(socket);
    }

    @Override
    public Folder folder(PodUid pod) {
        return new Plain(of(root, pod).resolve("migration"));
    }

    @Override
    public Optional<String> refusal(int pid, int uid, PodUid pod) {
        return trusting ? Optional.empty() : Optional.of("a stranger");
    }

    private record Plain(Path file) implements Folder {
        @Override
        public String path() {
            return file.toString();
        }

        @Override
        public void clear(String name) throws IOException {
            Files.deleteIfExists(file.resolve(name));
        }

        @Override
        public void give(String name) {}

        @Override
        public void close() {}
    }
}
