package dev.yadori.controller.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where etcd, kube-apiserver and kube-controller-manager are: those that the local cluster was built with. */
final class KubernetesPrograms {

    private final Path folder;

    private KubernetesPrograms(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalStateException if they were never built on this machine */
    static KubernetesPrograms find() {
        var cache = Optional.ofNullable(System.getenv("YADORI_CACHE"))
                .map(Path::of)
                .orElseGet(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("yadori"));
        try (Stream<Path> built = Files.list(cache.resolve("cluster"))) {
            return built.filter(folder -> Files.isExecutable(folder.resolve("kube-apiserver")))
                    .max(Comparator.comparing(KubernetesPrograms::age))
                    .map(KubernetesPrograms::new)
                    .orElseThrow(KubernetesPrograms::missing);
        } catch (IOException e) {
            throw missing();
        }
    }

    String path(String program) {
        return folder.resolve(program).toString();
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("no kube-apiserver on this machine: 'cluster/up' builds it");
    }

    private static FileTime age(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
