package dev.yadori.launcher.domain.xml;

import static dev.yadori.launcher.domain.xml.XmlTree.attribute;
import static dev.yadori.launcher.domain.xml.XmlTree.word;

import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Disk;
import dev.yadori.launcher.domain.Disk.Source;
import dev.yadori.launcher.domain.xml.XmlTree.Attribute;
import java.util.Optional;

/** Disks and what is below them. Every chain is written to its end, so that libvirt probes nothing. */
final class DiskXml {
    private final XmlTree tree;

    DiskXml(XmlTree tree) {
        this.tree = tree;
    }

    void write(Device.Drive drive) {
        var disk = drive.disk();
        tree.parent(
                "disk",
                () -> {
                    driver(disk);
                    source(disk.source());
                    if (disk.source() instanceof Source.Qcow2File(var _, var backing)) {
                        backing(backing);
                    }
                    tree.element("target", attribute("dev", drive.target()), attribute("bus", disk.bus()));
                    flags(disk);
                    tree.element("alias", attribute("name", "ua-" + disk.name()));
                },
                type(disk.source()),
                attribute("device", disk.kind()));
    }

    private void driver(Disk disk) {
        tree.element(
                "driver",
                attribute("name", "qemu"),
                attribute("type", format(disk.source())),
                attribute("cache", disk.tuning().cache()),
                attribute("error_policy", "stop"),
                new Attribute("io", disk.tuning().io().map(io -> word(io))),
                attribute("discard", disk.tuning().discard()));
    }

    private void flags(Disk disk) {
        disk.serial().ifPresent(serial -> tree.text("serial", serial));
        if (disk.access().readOnly()) {
            tree.element("readonly");
        }
        if (disk.access().shareable()) {
            tree.element("shareable");
        }
        if (disk.bootOrder().isPresent()) {
            tree.element("boot", attribute("order", disk.bootOrder()));
        }
    }

    private void backing(Optional<Source> below) {
        if (below.isEmpty()) {
            tree.element("backingStore");
            return;
        }
        var source = below.get();
        tree.parent(
                "backingStore",
                () -> {
                    tree.element("format", attribute("type", format(source)));
                    source(source);
                    backing(source instanceof Source.Qcow2File(var _, var next) ? next : Optional.empty());
                },
                type(source));
    }

    private void source(Source source) {
        switch (source) {
            case Source.RawFile(var path) -> tree.element("source", attribute("file", path));
            case Source.Qcow2File(var path, var _) -> tree.element("source", attribute("file", path));
            case Source.BlockDevice(var path) -> tree.element("source", attribute("dev", path));
            case Source.Empty() -> {}
        }
    }

    private static Attribute type(Source source) {
        return attribute("type", source instanceof Source.BlockDevice ? "block" : "file");
    }

    private static String format(Source source) {
        return source instanceof Source.Qcow2File ? "qcow2" : "raw";
    }
}
