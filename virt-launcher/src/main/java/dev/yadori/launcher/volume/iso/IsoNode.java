package dev.yadori.launcher.volume.iso;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file or a folder; two are never equal. */
final class IsoNode {
    private static final byte[] NOTHING = {};

    private final String name;
    private final IsoNode parent;
    private final boolean folder;
    private final byte[] content;
    private final SortedMap<String, IsoNode> children = new TreeMap<>();

    private IsoNode() {
        this.name = "";
        this.parent = this;
        this.folder = true;
        this.content = NOTHING;
    }

    private IsoNode(String name, IsoNode parent, boolean folder, byte[] content) {
        this.name = name;
        this.parent = parent;
        this.folder = folder;
        this.content = content;
    }

    /** The root of a tree with these files. */
    static IsoNode tree(Map<String, byte[]> files) {
        var root = new IsoNode();
        files.forEach((path, content) -> {
            var names = List.of(path.split("/"));
            var folder = root;
            for (var name : names.subList(0, names.size() - 1)) {
                folder = folder.child(name, true, NOTHING);
            }
            folder.child(names.getLast(), false, content);
        });
        return root;
    }

    private IsoNode child(String childName, boolean isFolder, byte[] bytes) {
        var child = children.computeIfAbsent(childName, free -> new IsoNode(free, this, isFolder, bytes));
        if (child.folder != isFolder || !folder) {
            throw new IllegalArgumentException("a file and a folder at once: '" + childName + "'");
        }
        return child;
    }

    String name() {
        return name;
    }

    /** Of the root, itself. */
    IsoNode parent() {
        return parent;
    }

    boolean isFolder() {
        return folder;
    }

    byte[] content() {
        return content;
    }

    List<IsoNode> children() {
        return List.copyOf(children.values());
    }

    /** This folder and those below, level by level. */
    List<IsoNode> folders() {
        var found = new ArrayList<>(List.of(this));
        for (int i = 0; i < found.size(); i++) {
            found.get(i).children().stream().filter(IsoNode::isFolder).forEach(found::add);
        }
        return found;
    }

    List<IsoNode> files() {
        return folders().stream()
                .flatMap(found -> found.children().stream())
                .filter(child -> !child.folder)
                .toList();
    }
}
