package dev.yadori.launcher.domain.xml;

import static dev.yadori.launcher.domain.xml.XmlTree.attribute;
import static dev.yadori.launcher.domain.xml.XmlTree.word;
import static dev.yadori.launcher.domain.xml.XmlTree.yesNo;

import dev.yadori.launcher.domain.Clock;
import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.Device;
import dev.yadori.launcher.domain.Domain;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.xml.XmlTree.Attribute;
import java.util.Optional;

/** A domain in the form that libvirt reads. */
public final class DomainXml {
    static final String METADATA = "https://yadori.dev/domain/v1";
    private static final String QEMU = "http://libvirt.org/schemas/domain/qemu/1.0";

    private final XmlTree tree = new XmlTree();

    private DomainXml() {}

    public static String of(Domain domain) {
        var xml = new DomainXml();
        xml.tree.parent(
                "domain",
                () -> xml.domain(domain),
                attribute("type", domain.platform().acceleration()),
                new Attribute("xmlns:qemu", domain.isProcessorLeftToEmulator() ? Optional.of(QEMU) : Optional.empty()));
        return xml.tree.finished();
    }

    /** One device by itself, for plugging it in and out. */
    public static String of(Device device) {
        var tree = new XmlTree();
        new DeviceXml(tree).write(device);
        return tree.finished();
    }

    private void domain(Domain domain) {
        identity(domain.identity());
        domain.identity()
                .serial()
                .ifPresent(serial -> smbios(domain.identity().uuid().toString(), serial));
        new PlacementXml(tree).memory(domain);
        tree.text("vcpu", Integer.toString(domain.cpu().topology().processors()), attribute("placement", "static"));
        new PlacementXml(tree).tuning(domain.cpu().placement());
        tree.parent("os", () -> {
            os(domain.os());
            if (domain.identity().serial().isPresent()) {
                tree.element("smbios", attribute("mode", "sysinfo"));
            }
        });
        new FeaturesXml(tree).write(domain.features(), domain.translationMebibytes(), domain.isHintedDedicated());
        cpu(domain.cpu());
        clock(domain.clock());
        tree.text("on_poweroff", "destroy");
        tree.text("on_reboot", domain.platform().rebootAllowed() ? "restart" : "destroy");
        tree.text("on_crash", "destroy");
        tree.parent("devices", () -> {
            tree.text("emulator", domain.platform().emulator());
            domain.devices().forEach(new DeviceXml(tree)::write);
        });
        if (domain.isProcessorLeftToEmulator()) {
            fewerQuestions();
        }
    }

    /** Without this ability libvirt asks for all features at once. */
    private void fewerQuestions() {
        tree.parent(
                "qemu:capabilities",
                () -> tree.element("qemu:del", attribute("capability", "cpu-unavailable-features")));
    }

    private void identity(LaunchSpec.Identity identity) {
        tree.text("name", identity.name());
        tree.text("uuid", identity.uuid().toString());
        tree.parent(
                "metadata",
                () -> tree.element(
                        "yadori:vmi",
                        attribute("xmlns:yadori", METADATA),
                        attribute("namespace", identity.namespace()),
                        attribute("uid", identity.objectUid().toString())));
    }

    /** Without this, QEMU says the same UUID and no serial. */
    private void smbios(String uuid, String serial) {
        tree.parent(
                "sysinfo",
                () -> tree.parent("system", () -> {
                    tree.text("entry", uuid, attribute("name", "uuid"));
                    tree.text("entry", serial, attribute("name", "serial"));
                }),
                attribute("type", "smbios"));
    }

    private void os(Domain.Os os) {
        tree.text("type", "hvm", attribute("arch", "x86_64"), attribute("machine", os.machine()));
        os.loader().ifPresent(loader -> {
            tree.text(
                    "loader",
                    loader.image().code(),
                    attribute("readonly", "yes"),
                    yesNo("secure", loader.secureBoot()),
                    attribute("type", "pflash"));
            tree.text(
                    "nvram",
                    loader.variables(),
                    attribute("template", loader.image().variables()));
        });
        os.kernel().ifPresent(kernel -> {
            tree.text("kernel", kernel.kernel());
            kernel.initrd().ifPresent(initrd -> tree.text("initrd", initrd));
            kernel.arguments().ifPresent(arguments -> tree.text("cmdline", arguments));
        });
        if (os.biosOnSerial()) {
            tree.element("bios", yesNo("useserial", true));
        }
    }

    private void cpu(Domain.Cpu cpu) {
        var mode = switch (cpu.model()) {
            case CpuModel.HostPassthrough _ -> "host-passthrough";
            case CpuModel.HostModel _ -> "host-model";
            case CpuModel.Maximum _ -> "maximum";
            case CpuModel.Named _ -> "custom";
        };
        var match =
                new Attribute("match", cpu.model() instanceof CpuModel.Named ? Optional.of("exact") : Optional.empty());
        tree.parent(
                "cpu",
                () -> {
                    if (cpu.model() instanceof CpuModel.Named(var name, var _)) {
                        tree.text("model", name, attribute("fallback", "forbid"));
                    }
                    tree.element(
                            "topology",
                            attribute("sockets", cpu.topology().sockets()),
                            attribute("cores", cpu.topology().cores()),
                            attribute("threads", cpu.topology().threads()));
                    cpu.model()
                            .features()
                            .forEach(feature -> tree.element(
                                    "feature",
                                    attribute("policy", feature.policy()),
                                    attribute("name", feature.name())));
                    new PlacementXml(tree).cells(cpu.placement());
                },
                attribute("mode", mode),
                match);
    }

    private void clock(Clock clock) {
        Attribute[] base = switch (clock.base()) {
            case Clock.Base.Utc(var seconds) when seconds == 0 -> new Attribute[] {attribute("offset", "utc")};
            case Clock.Base.Utc(var seconds) ->
                new Attribute[] {
                    attribute("offset", "variable"), attribute("adjustment", seconds), attribute("basis", "utc")
                };
            case Clock.Base.Timezone(var name) ->
                new Attribute[] {attribute("offset", "timezone"), attribute("timezone", name)};
        };
        tree.parent("clock", () -> clock.timers().forEach(this::timer), base);
    }

    private void timer(Clock.Timer timer) {
        tree.element(
                "timer",
                attribute("name", timer.name()),
                yesNo("present", timer.present()),
                new Attribute("tickpolicy", timer.tickPolicy().map(policy -> word(policy))),
                new Attribute("track", timer.track().map(track -> word(track))));
    }
}
