package dev.yadori.launcher.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What kubelet mounts of a ConfigMap, a Secret and their like: links to ..data/NAME, where ..data is a link to a folder that
 * is replaced as a whole. That folder is looked up once, so that all files are of one version.
 */
final class MountedFiles {
    private static final String CURRENT = "..data";
    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 4096;

    private final String subject;
    private final VolumeFolder folder;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private int bytes;

    private MountedFiles(String subject, VolumeFolder folder) {
        this.subject = subject;
        this.folder = folder;
    }

    /** The files by their paths, with slashes. */
    static SortedMap<String, byte[]> read(String subject, Path mount) throws IOException {
        var mounted = new VolumeFolder(subject, mount);
        boolean replaced = Files.exists(mount.resolve(CURRENT), NOFOLLOW_LINKS);
        var reader =
                new MountedFiles(subject, replaced ? new VolumeFolder(subject, mounted.resolve(CURRENT)) : mounted);
        reader.read("", DEEPEST);
        return reader.files;
    }

    private void read(String path, int deeper) throws IOException {
        for (var name : folder.names(path)) {
            if (!name.startsWith("..")) {
                readEntry(path.isEmpty() ? name : path + "/" + name, deeper);
            }
        }
    }

    private void readEntry(String path, int deeper) throws IOException {
        if (!Files.isDirectory(folder.resolve(path), NOFOLLOW_LINKS)) {
            var content = BoundedFile.read(subject, folder.file(path));
            bytes += content.length;
            if (bytes > BoundedFile.MOST_BYTES || files.size() == MOST_FILES) {
                throw MediaException.invalid(
                        subject, "more than " + BoundedFile.MOST_BYTES + " bytes or " + MOST_FILES + " files");
            }
            files.put(path, content);
        } else if (deeper > 0) {
            read(path, deeper - 1);
        } else {
            throw MediaException.invalid(subject, "folders in it are too deep");
        }
    }
}
