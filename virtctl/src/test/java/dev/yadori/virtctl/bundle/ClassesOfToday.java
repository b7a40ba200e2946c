package dev.yadori.virtctl.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the classes of a jar anew, in the format of this Java. picocli's are of Java 5, which no cache of classes takes and
 * which are verified in the slow old way at each start. The same instructions, with the frames that the format asks for.
 */
final class ClassesOfToday {

    private static final String CLASS = ".class";

    private ClassesOfToday() {}

    /** The jar, and where to write the new one. */
    public static void main(String[] args) throws IOException {
        try (JarFile old = new JarFile(args[0]);
                OutputStream file = Files.newOutputStream(Path.of(args[1]));
                JarOutputStream written = new JarOutputStream(file)) {
            ClassFile format = ClassFile.of(ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(
                            name -> entry(old, name.packageName().replace('.', '/') + "/" + name.displayName() + CLASS))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
            for (Enumeration<JarEntry> entries = old.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                // The descriptor of a module stays; nobody reads it on a class path.
                boolean isClass =
                        entry.getName().endsWith(CLASS) && !entry.getName().endsWith("module-info.class");
                byte[] bytes = old.getInputStream(entry).readAllBytes();
                written.putNextEntry(new JarEntry(entry.getName()));
                written.write(isClass ? renewed(format, bytes) : bytes);
                written.closeEntry();
            }
        }
    }

    private static byte[] renewed(ClassFile format, byte[] old) {
        var model = format.parse(old);
        return format.build(
                model.thisClass().asSymbol(),
                builder -> builder.transform(model, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL))
                        .withVersion(ClassFile.latestMajorVersion(), 0));
    }

    private static @Nullable InputStream entry(JarFile jar, String name) {
        try {
            JarEntry entry = jar.getJarEntry(name);
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
