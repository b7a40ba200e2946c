package dev.yadori.launcher.prepare;

import dev.yadori.launcher.launch.Ipv6LinkMapper;
import dev.yadori.launcher.launch.LaunchSpecMapper;
import dev.yadori.launcher.launch.LeaseMapper;
import dev.yadori.launcher.launch.ResolvConf;
import dev.yadori.launcher.launch.RuntimePaths;
import dev.yadori.launcher.launch.SpecException;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.volume.GuestMedia;
import dev.yadori.launcher.volume.MediaException;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Media, folders and name servers of the pod. */
public final class PodBlueprint implements Blueprint {
    private final GuestMedia media;
    private final RuntimePaths paths;
    private final Path resolvConf;

    public PodBlueprint(GuestMedia media, RuntimePaths paths, Path resolvConf) {
        this.media = media;
        this.paths = paths;
        this.resolvConf = resolvConf;
    }

    @Override
    public dev.yadori.launcher.domain.LaunchSpec drawn(LaunchSpec spec) throws StartException {
        try {
            for (var folder : paths.folders()) {
                Files.createDirectories(folder);
            }
            return LaunchSpecMapper.toDomain(spec, media.prepare(spec), paths);
        } catch (SpecException e) {
            throw invalid(e);
        } catch (MediaException e) {
            var kind = e.retryable() ? StartException.Kind.MISSING : StartException.Kind.INVALID;
            throw new StartException(kind, e.reason().name(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StartException(StartException.Kind.MISSING, "FOLDER_NOT_MADE", String.valueOf(e));
        }
    }

    @Override
    public List<ServedLink> links(LaunchSpec spec) throws StartException {
        try {
            var resolver = resolver();
            var ipv4 = LeaseMapper.leases(spec, resolver).stream()
                    .<ServedLink>map(served -> new ServedLink.Ipv4(served.device(), served.lease()));
            var ipv6 = Ipv6LinkMapper.links(spec, resolver).stream()
                    .<ServedLink>map(served -> new ServedLink.Ipv6(served.device(), served.lease(), served.router()));
            return Stream.concat(ipv4, ipv6).toList();
        } catch (SpecException e) {
            throw invalid(e);
        }
    }

    private ResolvConf resolver() {
        try {
            return ResolvConf.read(resolvConf);
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("the guest gets no name servers of the pod");
            return ResolvConf.EMPTY;
        }
    }

    private static StartException invalid(SpecException e) {
        return new StartException(StartException.Kind.INVALID, "INVALID_FIELD", String.valueOf(e.getMessage()));
    }
}
