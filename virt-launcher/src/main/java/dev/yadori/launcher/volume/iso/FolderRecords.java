package dev.yadori.launcher.volume.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The folders of one hierarchy: how long each is, where it lies once that is known, and its bytes. */
final class FolderRecords {
    private static final byte[] SELF = {0};
    private static final byte[] PARENT = {1};
    private static final int HEADER = 33;
    private static final int FOLDER_FLAG = 2;
    private static final byte[] TIME = {80, 1, 1, 0, 0, 0, 0};

    private final Hierarchy hierarchy;
    private final List<IsoNode> folders;
    private final Map<IsoNode, List<Item>> items = new HashMap<>();
    private final Map<IsoNode, Integer> sectors = new HashMap<>();

    FolderRecords(Hierarchy hierarchy, IsoNode root) {
        this.hierarchy = hierarchy;
        this.folders = ordered(root);
        for (var folder : folders) {
            items.put(folder, items(folder));
        }
    }

    /** A record before it is known where things lie. */
    private static final class Item {
        private final IsoNode node;
        private final byte[] identifier;
        private final byte[] systemUse;

        Item(IsoNode node, byte[] identifier, byte[] systemUse) {
            this.node = node;
            this.identifier = identifier;
            this.systemUse = systemUse;
        }

        int length() {
            return HEADER + identifier.length + (identifier.length % 2 == 0 ? 1 : 0) + even(systemUse.length);
        }

        private static int even(int length) {
            return length + length % 2;
        }
    }

    /** Level by level, in a level by parent and then by identifier, as path tables want it. */
    private List<IsoNode> ordered(IsoNode root) {
        var found = new ArrayList<>(List.of(root));
        for (int i = 0; i < found.size(); i++) {
            found.get(i).children().stream()
                    .filter(IsoNode::isFolder)
                    .sorted(byIdentifier())
                    .forEach(found::add);
        }
        return found;
    }

    private Comparator<IsoNode> byIdentifier() {
        return (a, b) -> Arrays.compareUnsigned(hierarchy.identifier(a), hierarchy.identifier(b));
    }

    private List<Item> items(IsoNode folder) {
        var records = new ArrayList<Item>();
        records.add(new Item(folder, SELF, hierarchy.selfUse(folder)));
        records.add(new Item(folder.parent(), PARENT, hierarchy.parentUse(folder)));
        folder.children().stream()
                .sorted(byIdentifier())
                .forEach(child -> records.add(new Item(child, hierarchy.identifier(child), hierarchy.childUse(child))));
        return records;
    }

    /** Gives each folder its place and returns the first sector behind them. */
    int place(int firstSector) {
        int next = firstSector;
        for (var folder : folders) {
            sectors.put(folder, next);
            next += length(folder) / IsoBytes.SECTOR;
        }
        return next;
    }

    private int sector(IsoNode folder) {
        return sectors.getOrDefault(folder, 0);
    }

    /** Records do not go over the end of a sector. */
    private int length(IsoNode folder) {
        int length = 0;
        for (var item : items.getOrDefault(folder, List.of())) {
            length = start(length, item) + item.length();
        }
        return IsoBytes.sectors(length) * IsoBytes.SECTOR;
    }

    private static int start(int position, Item item) {
        int room = IsoBytes.SECTOR - position % IsoBytes.SECTOR;
        return item.length() > room ? position + room : position;
    }

    byte[] bytes(ToIntFunction<IsoNode> fileSector) {
        var bytes = ByteBuffer.allocate(folders.stream().mapToInt(this::length).sum());
        int begin = 0;
        for (var folder : folders) {
            bytes.position(begin);
            for (var item : items.getOrDefault(folder, List.of())) {
                bytes.position(begin + start(bytes.position() - begin, item));
                write(bytes, item, fileSector);
            }
            begin += length(folder);
        }
        return bytes.array();
    }

    private void write(ByteBuffer bytes, Item item, ToIntFunction<IsoNode> fileSector) {
        int end = bytes.position() + item.length();
        var node = item.node;
        bytes.put((byte) item.length()).put((byte) 0);
        IsoBytes.both32(bytes, node.isFolder() ? sector(node) : fileSector.applyAsInt(node));
        IsoBytes.both32(bytes, node.isFolder() ? length(node) : node.content().length);
        bytes.put(TIME).put((byte) (node.isFolder() ? FOLDER_FLAG : 0)).putShort((short) 0);
        IsoBytes.both16(bytes, 1);
        bytes.put((byte) item.identifier.length).put(item.identifier);
        bytes.position(end - item.systemUse.length - item.systemUse.length % 2);
        bytes.put(item.systemUse).position(end);
    }

    /** The root's own record, as it is repeated in the volume descriptor. */
    byte[] root() {
        var bytes = ByteBuffer.allocate(HEADER + 1);
        write(bytes, new Item(folders.getFirst(), SELF, new byte[0]), node -> 0);
        return bytes.array();
    }

    int pathTableLength() {
        return folders.stream().mapToInt(this::pathTableEntry).sum();
    }

    private byte[] pathIdentifier(IsoNode folder) {
        return folder.parent() == folder ? SELF : hierarchy.identifier(folder);
    }

    private int pathTableEntry(IsoNode folder) {
        int length = pathIdentifier(folder).length;
        return 8 + length + length % 2;
    }

    byte[] pathTable(ByteOrder order) {
        var bytes = ByteBuffer.allocate(pathTableLength()).order(order);
        for (var folder : folders) {
            var identifier = pathIdentifier(folder);
            bytes.put((byte) identifier.length).put((byte) 0).putInt(sector(folder));
            bytes.putShort((short) (folders.indexOf(folder.parent()) + 1)).put(identifier);
            if (identifier.length % 2 == 1) {
                bytes.put((byte) 0);
            }
        }
        return bytes.array();
    }
}
