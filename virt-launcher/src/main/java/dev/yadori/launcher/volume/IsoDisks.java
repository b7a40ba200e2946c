package dev.yadori.launcher.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.volume.PreparedMedia.Medium;
import dev.yadori.proto.launcher.v1.CloudInit;
import dev.yadori.proto.launcher.v1.Content;
import dev.yadori.proto.launcher.v1.FileSet;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Small read-only disks with a few files: cloud-init, and what Kubernetes mounts as files. */
final class IsoDisks {
    private final ImageTools tools;
    private final DirectIo directIo;

    IsoDisks(ImageTools tools, DirectIo directIo) {
        this.tools = tools;
        this.directIo = directIo;
    }

    Medium cloudInit(String volume, GuestIdentity identity, CloudInit asked) throws IOException {
        var subject = "volume " + volume;
        return image(subject, asked.getImagePath(), () -> {
            var data = new CloudInitContent.Data(
                    asked.hasUserData() ? Optional.of(content(subject, asked.getUserData())) : Optional.empty(),
                    asked.hasNetworkData() ? Optional.of(content(subject, asked.getNetworkData())) : Optional.empty(),
                    keys(subject, asked.getSshKeyDirectoriesList()));
            return switch (asked.getKind()) {
                case KIND_NO_CLOUD -> CloudInitContent.noCloud(identity, asked, data);
                case KIND_CONFIG_DRIVE -> CloudInitContent.configDrive(identity, asked, data);
                case KIND_UNSPECIFIED, UNRECOGNIZED ->
                    throw MediaException.invalid(subject, "no kind of cloud-init that is known");
            };
        });
    }

    Medium files(String volume, FileSet set) throws IOException {
        var subject = "volume " + volume;
        return image(subject, set.getImagePath(), () -> {
            var files = MountedFiles.read(subject, AbsolutePath.of(subject, set.getDirectory()));
            if (!set.getRequiredAnyList().isEmpty()
                    && files.keySet().stream().noneMatch(name -> isOneOf(name, set.getRequiredAnyList()))) {
                throw MediaException.missing(
                        subject, "none of " + String.join(", ", set.getRequiredAnyList()) + " is in it");
            }
            try {
                return IsoContent.of(set.getLabel(), files);
            } catch (IllegalArgumentException e) {
                throw MediaException.invalid(subject, String.valueOf(e.getMessage()));
            }
        });
    }

    private static boolean isOneOf(String name, List<String> required) {
        return required.stream().anyMatch(name::equalsIgnoreCase);
    }

    private Medium image(String subject, String imagePath, Reading content) throws IOException {
        var file = AbsolutePath.of(subject, imagePath);
        FreshFile.unlessThere(file, fresh -> tools.createIso(fresh, content.read()));
        return new Medium(new Source.RawFile(file.toString()), directIo.works(file));
    }

    private static byte[] content(String subject, Content content) throws IOException {
        return switch (content.getSourceCase()) {
            case INLINE -> content.getInline().toByteArray();
            case FILES -> firstOf(subject, content.getFiles().getPathsList());
            case SOURCE_NOT_SET -> new byte[0];
        };
    }

    private static byte[] firstOf(String subject, List<String> candidates) throws IOException {
        for (var candidate : candidates) {
            var path = AbsolutePath.of(subject, candidate);
            if (Files.exists(path, NOFOLLOW_LINKS)) {
                var folder = new VolumeFolder(subject, Objects.requireNonNull(path.getParent()));
                return BoundedFile.read(subject, folder.file(String.valueOf(path.getFileName())));
            }
        }
        throw MediaException.missing(subject, "none of " + String.join(", ", candidates) + " is there");
    }

    private static List<String> keys(String subject, List<String> directories) throws IOException {
        var keys = new ArrayList<String>();
        for (var directory : directories) {
            for (var file : MountedFiles.read(subject, AbsolutePath.of(subject, directory))
                    .values()) {
                new String(file, StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .forEach(keys::add);
            }
        }
        return keys;
    }

    /** Read only where an image has to be made. */
    @FunctionalInterface
    private interface Reading {
        IsoContent read() throws IOException;
    }
}
