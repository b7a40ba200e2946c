package dev.yadori.launcher.volume.iso;

import dev.yadori.launcher.volume.IsoContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * An image, laid out: descriptors, path tables, continuations of Rock Ridge, folders of both hierarchies, files. Its size is
 * a multiple of 4096 bytes, because a disk of such sectors must hold whole ones.
 */
public final class IsoImage {
    private static final int SYSTEM_SECTORS = 16;
    private static final int DESCRIPTORS = 3;
    private static final int SECTORS_OF_4096 = 2;

    private final String label;
    private final IsoNode root;
    private final Continuation continuation;
    private final FolderRecords primary;
    private final FolderRecords joliet;
    private final Map<IsoNode, Integer> files = new HashMap<>();
    private final int primaryPaths;
    private final int jolietPaths;
    private final int used;
    private final int sectors;

    private IsoImage(IsoContent content) {
        label = content.label();
        root = IsoNode.tree(content.files());
        joliet = new FolderRecords(Hierarchy.Joliet.of(root), root);
        jolietPaths = SYSTEM_SECTORS + DESCRIPTORS;
        primaryPaths = jolietPaths + 2 * IsoBytes.sectors(joliet.pathTableLength());
        // The length of a path table depends on names alone, so that it is known before the continuations are filled.
        var names = Hierarchy.Primary.of(root, new RockRidge(new Continuation(0)));
        int paths = 2 * IsoBytes.sectors(new FolderRecords(names, root).pathTableLength());
        continuation = new Continuation(primaryPaths + paths);
        primary = new FolderRecords(new Hierarchy.Primary(names.names(), new RockRidge(continuation)), root);
        int next = joliet.place(primary.place(primaryPaths + paths + continuation.sectors()));
        for (var file : root.files()) {
            files.put(file, next);
            next += IsoBytes.sectors(file.content().length);
        }
        used = next;
        sectors = Math.ceilDiv(used, SECTORS_OF_4096) * SECTORS_OF_4096;
    }

    /** Writes an image of the content. */
    public static void write(IsoContent content, OutputStream out) throws IOException {
        new IsoImage(content).write(out);
    }

    private void write(OutputStream out) throws IOException {
        out.write(new byte[SYSTEM_SECTORS * IsoBytes.SECTOR]);
        out.write(new VolumeDescriptor(label, sectors, primary, primaryPaths).primary());
        out.write(new VolumeDescriptor(label, sectors, joliet, jolietPaths).joliet());
        out.write(VolumeDescriptor.terminator());
        pathTables(out, joliet);
        pathTables(out, primary);
        whole(out, continuation.bytes());
        out.write(primary.bytes(this::sector));
        out.write(joliet.bytes(this::sector));
        for (var file : root.files()) {
            whole(out, file.content());
        }
        out.write(new byte[(sectors - used) * IsoBytes.SECTOR]);
    }

    private int sector(IsoNode file) {
        return files.getOrDefault(file, 0);
    }

    private static void pathTables(OutputStream out, FolderRecords folders) throws IOException {
        whole(out, folders.pathTable(ByteOrder.LITTLE_ENDIAN));
        whole(out, folders.pathTable(ByteOrder.BIG_ENDIAN));
    }

    private static void whole(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.write(new byte[IsoBytes.sectors(bytes.length) * IsoBytes.SECTOR - bytes.length]);
    }
}
