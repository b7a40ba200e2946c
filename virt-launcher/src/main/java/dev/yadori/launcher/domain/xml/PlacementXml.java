package dev.yadori.launcher.domain.xml;

import static dev.yadori.launcher.domain.xml.XmlTree.attribute;

import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.Placement;
import dev.yadori.launcher.domain.xml.XmlTree.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where the guest's processors and memory are. */
final class PlacementXml {
    private static final String KIB = "KiB";

    private final XmlTree tree;

    PlacementXml(XmlTree tree) {
        this.tree = tree;
    }

    /** How much there is, and on which pages; with cells, those of which cells. */
    void memory(Domain domain) {
        var cells = domain.cpu().placement().cells();
        tree.text("memory", Long.toString(domain.memory().kibibytes()), attribute("unit", KIB));
        domain.memory()
                .hugepageKibibytes()
                .ifPresent(size -> tree.parent(
                        "memoryBacking",
                        () -> tree.parent(
                                "hugepages",
                                () -> tree.element(
                                        "page",
                                        attribute("size", size),
                                        attribute("unit", KIB),
                                        nodes("nodeset", guestIds(cells))))));
    }

    private static List<Integer> guestIds(List<Placement.Cell> cells) {
        return IntStream.range(0, cells.size()).boxed().toList();
    }

    private static Attribute nodes(String name, List<Integer> ids) {
        return new Attribute(
                name,
                ids.isEmpty() ? Optional.empty() : Optional.of(CpuSet.of(ids).toString()));
    }

    /** Pins of threads, and of memory to the node's cells. */
    void tuning(Placement placement) {
        if (placement.isDedicated()) {
            tree.parent("cputune", () -> pins(placement));
        }
        if (!placement.cells().isEmpty()) {
            tree.parent("numatune", () -> memoryPins(placement.cells()));
        }
    }

    private void pins(Placement placement) {
        var processors = placement.processors();
        for (int guest = 0; guest < processors.size(); guest++) {
            tree.element("vcpupin", attribute("vcpu", guest), attribute("cpuset", processors.get(guest)));
        }
        placement.emulator().ifPresent(cpus -> tree.element("emulatorpin", attribute("cpuset", cpus.toString())));
    }

    private void memoryPins(List<Placement.Cell> cells) {
        var hosts = cells.stream().map(Placement.Cell::host).toList();
        tree.element("memory", attribute("mode", "strict"), nodes("nodeset", hosts));
        for (int id = 0; id < cells.size(); id++) {
            tree.element(
                    "memnode",
                    attribute("cellid", id),
                    attribute("mode", "strict"),
                    attribute("nodeset", cells.get(id).host()));
        }
    }

    /** What the guest sees. */
    void cells(Placement placement) {
        var cells = placement.cells();
        if (!cells.isEmpty()) {
            tree.parent("numa", () -> IntStream.range(0, cells.size()).forEach(id -> cell(id, cells.get(id))));
        }
    }

    private void cell(int id, Placement.Cell cell) {
        Attribute[] attributes = {
            attribute("id", id),
            attribute("cpus", cell.processors().toString()),
            attribute("memory", cell.kibibytes()),
            attribute("unit", KIB)
        };
        if (cell.distances().isEmpty()) {
            tree.element("cell", attributes);
            return;
        }
        tree.parent(
                "cell",
                () -> tree.parent(
                        "distances",
                        () -> cell.distances()
                                .forEach((other, distance) ->
                                        tree.element("sibling", attribute("id", other), attribute("value", distance)))),
                attributes);
    }
}
