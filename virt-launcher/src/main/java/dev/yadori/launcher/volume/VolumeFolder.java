package dev.yadori.launcher.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A folder that a user fills (an image, a mounted Secret). Links in it are followed by hand and must end in it, so that no
 * image can name a file of the pod. It is enough for folders that do not change under us: images are mounted read-only,
 * and what kubelet writes, it replaces as a whole.
 */
final class VolumeFolder {
    private static final int MOST_LINKS = 40;

    private final String subject;
    private final Path root;

    /** The subject opens messages: "volume rootdisk". The root itself is ours and may be reached through links. */
    VolumeFolder(String subject, Path root) {
        this.subject = subject;
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The file or folder of that name, free of links beneath the root. */
    Path resolve(String relative) throws IOException {
        if (!Files.isDirectory(root)) {
            throw MediaException.missing(subject, root + " is not mounted");
        }
        Deque<Path> ahead = new ArrayDeque<>();
        Path.of(relative.startsWith("/") ? relative.substring(1) : relative).forEach(ahead::add);
        List<Path> behind = new ArrayList<>();
        for (int links = 0; !ahead.isEmpty(); ) {
            var next = ahead.pop();
            if (next.toString().equals("..")) {
                if (behind.isEmpty()) {
                    throw escapes(relative);
                }
                behind.removeLast();
            } else if (!next.toString().equals(".") && !next.toString().isEmpty()) {
                var here = at(behind).resolve(next);
                if (!Files.isSymbolicLink(here)) {
                    behind.add(next);
                } else if (++links > MOST_LINKS) {
                    throw MediaException.invalid(subject, "'" + relative + "' has too many links");
                } else {
                    follow(here, relative, ahead);
                }
            }
        }
        return existing(at(behind));
    }

    private void follow(Path link, String relative, Deque<Path> ahead) throws IOException {
        var target = Files.readSymbolicLink(link);
        if (target.isAbsolute()) {
            throw escapes(relative);
        }
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.push(target.getName(i));
        }
    }

    private Path at(List<Path> names) {
        var path = root;
        for (var name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    private static Path existing(Path path) throws NoSuchFileException {
        if (!Files.exists(path, NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path.toString());
        }
        return path;
    }

    private MediaException escapes(String relative) {
        return MediaException.invalid(subject, "'" + relative + "' leads out of its volume");
    }

    /** The same, and a regular file. */
    Path file(String relative) throws IOException {
        var path = resolve(relative);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw MediaException.invalid(subject, "'" + relative + "' is not a regular file");
        }
        return path;
    }

    /** The names in a folder, sorted. */
    List<String> names(String relative) throws IOException {
        var folder = resolve(relative);
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            throw MediaException.invalid(subject, "'" + relative + "' is not a folder");
        }
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
