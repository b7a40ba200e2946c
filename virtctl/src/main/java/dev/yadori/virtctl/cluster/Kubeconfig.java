package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What kubeconfigs say: one file, or several of which the first that names a thing is right. Paths in it are relative to its file. */
final class Kubeconfig {

    private final List<Part> files;

    private Kubeconfig(List<Part> files) {
        this.files = files;
    }

    /** A part of a file, whose fields can be named to a user. */
    record Part(Path file, String field, Tree tree) {

        /** A path that is written there. */
        Path resolve(String path) {
            return Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file)
                    .resolve(path);
        }

        /** The field below, as a user finds it. */
        String name(String below) {
            return file + ": " + field + "." + below;
        }
    }

    /** The files that kubectl would read; empty where there are none. */
    static Optional<Kubeconfig> find(Optional<Path> chosen, Surroundings surroundings) {
        if (chosen.isPresent()) {
            return Optional.of(new Kubeconfig(List.of(read(chosen.get()))));
        }
        String listed = surroundings.variable("KUBECONFIG").orElse("");
        Stream<Path> paths = listed.isEmpty()
                ? Stream.of(surroundings.home().resolve(".kube", "config"))
                : Stream.of(listed.split(File.pathSeparator, -1))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of);
        List<Part> files =
                paths.filter(path -> Files.exists(path)).map(Kubeconfig::read).toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(new Kubeconfig(files));
    }

    private static Part read(Path file) {
        try {
            return new Part(file, "", Yaml.parse(Files.readString(file), file.toString()));
        } catch (IOException e) {
            throw new UnreachableException("the kubeconfig " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** The context that is chosen, or else the one that the first file names; an empty one where that may be missing. */
    Part context(Optional<String> chosen, boolean mayBeMissing) {
        Optional<String> name = chosen.or(() -> files.stream()
                .map(file -> file.tree().word("current-context"))
                .filter(word -> !word.isEmpty())
                .findFirst());
        if (name.isEmpty() && mayBeMissing) {
            return new Part(files.getFirst().file(), "flags", new Tree(null));
        }
        String wanted = name.orElseThrow(() ->
                new UnreachableException(places() + ": current-context is missing; name a context with --context"));
        return part("contexts", "context", wanted)
                .orElseThrow(() -> new UnreachableException(places() + ": there is no context '" + wanted + "'"));
    }

    /** The cluster or user of that name. */
    Part of(Part context, String kind, Optional<String> chosen) {
        String name = chosen.orElseGet(() -> context.tree().word(kind));
        return part(kind + "s", kind, name)
                .orElseThrow(() -> new UnreachableException(places() + ": there is no " + kind + " '" + name
                        + "', which " + (chosen.isPresent() ? "--" + kind : context.field()) + " names"));
    }

    private Optional<Part> part(String list, String kind, String name) {
        for (Part file : files) {
            Optional<Tree> named = file.tree()
                    .at(list)
                    .items()
                    .filter(item -> item.is(name, "name"))
                    .findFirst();
            if (named.isPresent()) {
                return Optional.of(new Part(
                        file.file(),
                        list + "[" + name + "]." + kind,
                        named.get().at(kind)));
            }
        }
        return Optional.empty();
    }

    private String places() {
        List<String> places = new ArrayList<>();
        files.forEach(file -> places.add(file.file().toString()));
        return String.join(", ", places);
    }
}
