import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Prints for each class of a class list which of its constants an archive may hold resolved: classes, fields, methods, lambdas and
 * concatenated strings. The JVM writes such lines too, of those that a run has used; they are numbers of entries in a class file,
 * and would be wrong after any change to it.
 */
void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
        System.err.println("usage: ConstantPools.java LIST JAVA_HOME CLASSPATH");
        System.exit(2);
    }
    var sources = new ArrayList<Source>();
    var runtime = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", arguments[1]));
    sources.add(name -> ofRuntime(runtime, name));
    for (var jar : arguments[2].split(":")) {
        var files = FileSystems.newFileSystem(Path.of(jar));
        sources.add(name -> existing(files.getPath(name + ".class")));
    }
    Files.readAllLines(Path.of(arguments[0])).stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("@") && !line.startsWith("#"))
            .map(line -> line.split(" ")[0])
            .filter(name -> !name.startsWith("[") && !name.contains("$$Lambda"))
            .forEach(name -> constants(name, sources).ifPresent(IO::println));
}

interface Source {
    Optional<Path> find(String name) throws IOException;
}

Optional<Path> existing(Path file) {
    return Optional.of(file).filter(Files::exists);
}

/** Which module a package is of is in the runtime's own tree. */
Optional<Path> ofRuntime(FileSystem runtime, String name) throws IOException {
    var modules = runtime.getPath("/packages", name.substring(0, Math.max(0, name.lastIndexOf('/'))).replace('/', '.'));
    if (!Files.exists(modules)) {
        return Optional.empty();
    }
    try (var found = Files.list(modules)) {
        return found.map(module -> runtime.getPath("/modules", module.getFileName().toString(), name + ".class"))
                .filter(Files::exists)
                .findFirst();
    }
}

Optional<String> constants(String name, List<Source> sources) {
    try {
        for (var source : sources) {
            var file = source.find(name);
            if (file.isPresent()) {
                var pool = ClassFile.of().parse(file.get()).constantPool();
                var indices = StreamSupport.stream(pool.spliterator(), false)
                        .filter(this::resolvable)
                        .map(entry -> " " + entry.index())
                        .collect(Collectors.joining());
                return indices.isEmpty() ? Optional.empty() : Optional.of("@cp " + name + indices);
            }
        }
        return Optional.empty();
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

boolean resolvable(PoolEntry entry) {
    return switch (entry) {
        case ClassEntry _, MemberRefEntry _, InvokeDynamicEntry _ -> true;
        default -> false;
    };
}
