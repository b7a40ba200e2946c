package dev.yadori.launcher.domain.xml;

import static dev.yadori.launcher.domain.xml.XmlTree.attribute;
import static dev.yadori.launcher.domain.xml.XmlTree.onOff;
import static dev.yadori.launcher.domain.xml.XmlTree.word;

import dev.yadori.launcher.domain.Features;
import dev.yadori.launcher.domain.Features.Hyperv;
import dev.yadori.launcher.domain.xml.XmlTree.Attribute;
import java.util.OptionalLong;

/** The features of a machine. */
final class FeaturesXml {
    private final XmlTree tree;

    FeaturesXml(XmlTree tree) {
        this.tree = tree;
    }

    /**
     * Writes them.
     *
     * @param translationMebibytes room for translated code; empty for a guest that needs none
     * @param hintDedicated the guest is told that nobody else is on its processors
     */
    void write(Features features, OptionalLong translationMebibytes, boolean hintDedicated) {
        tree.parent("features", () -> {
            if (features.acpi()) {
                tree.element("acpi");
            }
            if (features.apic()) {
                tree.element(
                        "apic",
                        new Attribute("eoi", features.apicEndOfInterrupt().map(on -> on ? "on" : "off")));
            }
            if (!features.hyperv().isEmpty()) {
                tree.parent("hyperv", () -> features.hyperv().forEach(this::hyperv), attribute("mode", "custom"));
            }
            if (features.kvmHidden() || hintDedicated) {
                tree.parent("kvm", () -> kvm(features.kvmHidden(), hintDedicated));
            }
            if (features.smm()) {
                tree.element("smm", onOff("state", true));
            }
            tree.element("vmport", onOff("state", false));
            translationMebibytes.ifPresent(size ->
                    tree.parent("tcg", () -> tree.text("tb-cache", Long.toString(size), attribute("unit", "MiB"))));
        });
    }

    private void kvm(boolean hidden, boolean hintDedicated) {
        if (hidden) {
            tree.element("hidden", onOff("state", true));
        }
        if (hintDedicated) {
            tree.element("hint-dedicated", onOff("state", true));
        }
    }

    private void hyperv(Hyperv enlightenment) {
        switch (enlightenment) {
            case Hyperv.Toggle(var name, var on) -> tree.element(word(name), onOff("state", on));
            case Hyperv.Spinlocks(var on, var retries) ->
                tree.element("spinlocks", onOff("state", on), attribute("retries", retries));
            case Hyperv.VendorId(var on, var value) ->
                tree.element("vendor_id", onOff("state", on), attribute("value", value));
            case Hyperv.SyntheticTimer(var on, var direct) ->
                tree.parent("stimer", () -> tree.element("direct", onOff("state", direct)), onOff("state", on));
        }
    }
}
