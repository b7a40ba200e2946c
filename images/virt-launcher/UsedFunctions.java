import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes out of libvirt-java's interface of three hundred functions those that nothing in the launcher can come to call. JNA makes a
 * class of the whole interface at each start, which is a sixth of what a launcher's JVM does until the guest runs.
 *
 * <p>A method counts as called where its name and type occur in a call of a method that counts itself, whatever class it is called
 * on; all methods of the launcher do.
 */
static final String LIBRARY = "org/libvirt/";

static final String INTERFACE = LIBRARY + "jna/Libvirt";

/** Methods that the JDK calls. */
static final Set<String> OF_THE_JDK = Set.of("<clinit>", "finalize", "close", "run", "equals", "hashCode", "toString", "compareTo");

void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
        System.err.println("usage: UsedFunctions.java LAUNCHER_JAR LIBVIRT_JAR");
        System.exit(2);
    }
    var library = Path.of(arguments[1]);
    var called = called(classes(Path.of(arguments[0])), classes(library));
    var fresh = library.resolveSibling(library.getFileName() + ".new");
    try (var from = new ZipFile(library.toFile());
            var to = new ZipOutputStream(Files.newOutputStream(fresh))) {
        for (var entry : from.stream().toList()) {
            var content = from.getInputStream(entry).readAllBytes();
            var copy = new ZipEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal());
            to.putNextEntry(copy);
            to.write(entry.getName().equals(INTERFACE + ".class") ? with(called, content) : content);
        }
    }
    Files.move(fresh, library, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
}

byte[] with(Set<String> called, byte[] content) {
    var parser = ClassFile.of();
    return parser.transformClass(
            parser.parse(content),
            ClassTransform.dropping(element -> element instanceof MethodModel method
                    && !method.methodName().equalsString("<clinit>")
                    && !called.contains(signature(method))));
}

List<ClassModel> classes(Path jar) throws IOException {
    var classes = new ArrayList<ClassModel>();
    try (var zip = new ZipFile(jar.toFile())) {
        for (var entry : zip.stream().filter(entry -> entry.getName().endsWith(".class")).toList()) {
            classes.add(ClassFile.of().parse(zip.getInputStream(entry).readAllBytes()));
        }
    }
    return classes;
}

Set<String> called(List<ClassModel> launcher, List<ClassModel> library) {
    var methods = new HashMap<String, List<MethodModel>>();
    for (var type : library) {
        for (var method : type.methods()) {
            methods.computeIfAbsent(signature(method), _ -> new ArrayList<>()).add(method);
        }
    }
    var called = new HashSet<String>();
    var open = new ArrayDeque<MethodModel>();
    launcher.forEach(type -> open.addAll(type.methods()));
    // These are called from outside both.
    methods.forEach((signature, found) -> found.stream()
            .filter(method -> OF_THE_JDK.contains(method.methodName().stringValue())
                    || isCallback(method.parent().orElseThrow()))
            .forEach(open::add));
    while (!open.isEmpty()) {
        calls(open.remove()).filter(called::add).forEach(next -> open.addAll(methods.getOrDefault(next, List.of())));
    }
    return called;
}

boolean isCallback(ClassModel type) {
    return type.interfaces().stream().anyMatch(face -> face.asInternalName().contains("Callback"));
}

Stream<String> calls(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream()).flatMap(element -> switch (element) {
        case InvokeInstruction call -> Stream.of(call.name().stringValue() + call.type().stringValue());
        case InvokeDynamicInstruction lambda -> lambda.bootstrapArgs().stream()
                .filter(DirectMethodHandleDesc.class::isInstance)
                .map(DirectMethodHandleDesc.class::cast)
                .map(handle -> handle.methodName() + handle.lookupDescriptor());
        default -> Stream.empty();
    });
}

String signature(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
}
