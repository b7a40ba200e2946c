package dev.yadori.api.admission.validate;

import static dev.yadori.api.admission.validate.UnsupportedField.ifFalse;
import static dev.yadori.api.admission.validate.UnsupportedField.ifNot;
import static dev.yadori.api.admission.validate.UnsupportedField.ifTrue;
import static dev.yadori.api.admission.validate.UnsupportedField.present;
import static dev.yadori.api.admission.validate.UnsupportedField.unlessDisabled;
import static dev.yadori.api.admission.validate.UnsupportedField.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import java.util.List;
import java.util.stream.Stream;

/** The one table of what is in the schema and not yet done: a row goes when its field works. */
public final class UnsupportedFields {

    /** Of a VirtualMachineInstance, below spec. */
    static final List<UnsupportedField> OF_INSTANCE = Stream.of(
                    ofPod(), ofDomain(), ofDevices(), ofDisks(), ofNetworks(), ofVolumes())
            .flatMap(List::stream)
            .toList();

    /** Of a VirtualMachine, below spec and beside the template. */
    static final List<UnsupportedField> OF_MACHINE = List.of(
            present("instancetype"),
            present("preference"),
            present("dataVolumeTemplates"),
            ifNot("updateVolumesStrategy", "Replacement"),
            when(
                    "runStrategy",
                    value -> value.asText().equals("WaitAsReceiver"),
                    "WaitAsReceiver is not supported yet"));

    private UnsupportedFields() {}

    /** Names what of this VirtualMachineInstance spec is not supported. */
    public static void ofInstance(JsonNode spec, FieldPath path, Faults faults) {
        OF_INSTANCE.forEach(row -> row.find(spec, path, faults));
    }

    /** Names what of this VirtualMachine spec is not supported; its template is looked at by the other method. */
    public static void ofMachine(JsonNode spec, FieldPath path, Faults faults) {
        OF_MACHINE.forEach(row -> row.find(spec, path, faults));
    }

    private static List<UnsupportedField> ofPod() {
        return List.of(ifNot("architecture", "amd64"), present("utilityVolumes"), present("resourceClaims"));
    }

    private static List<UnsupportedField> ofDomain() {
        return List.of(
                present("domain.cpu.realtime"),
                ifNot("domain.memory.reservedOverhead.requiresLock", "NotRequired"),
                present("domain.firmware.acpi"),
                ifTrue("domain.firmware.bootloader.efi.persistent"),
                unlessDisabled("domain.features.hypervPassthrough"),
                present("domain.features.pvspinlock"),
                present("domain.features.hyperv.tlbflush.direct"),
                present("domain.features.hyperv.tlbflush.extended"),
                present("domain.ioThreadsPolicy"),
                present("domain.ioThreads"),
                present("domain.chassis"),
                present("domain.launchSecurity"));
    }

    private static List<UnsupportedField> ofDevices() {
        return List.of(
                present("domain.devices.filesystems"),
                present("domain.devices.gpus"),
                present("domain.devices.hostDevices"),
                present("domain.devices.watchdog.diag288"),
                present("domain.devices.tpm"),
                present("domain.devices.video"),
                present("domain.devices.sound"),
                present("domain.devices.panicDevices"),
                present("domain.devices.clientPassthrough"),
                present("domain.devices.downwardMetrics"),
                ifTrue("domain.devices.logSerialConsole"),
                ifTrue("domain.devices.autoattachVSOCK"),
                ifTrue("domain.devices.blockMultiQueue"),
                ifTrue("domain.devices.useVirtioTransitional"));
    }

    private static List<UnsupportedField> ofDisks() {
        return List.of(
                ifTrue("domain.devices.disks[].dedicatedIOThread"),
                present("domain.devices.disks[].tag"),
                present("domain.devices.disks[].blockSize"),
                ifNot("domain.devices.disks[].errorPolicy", "stop"),
                ifTrue("domain.devices.disks[].changedBlockTracking"),
                present("domain.devices.disks[].disk.pciAddress"),
                ifTrue("domain.devices.disks[].lun.reservation"),
                ifFalse("domain.devices.disks[].cdrom.readonly"),
                ifNot("domain.devices.disks[].cdrom.tray", "closed"));
    }

    private static List<UnsupportedField> ofNetworks() {
        String gone = "no longer supported; use masquerade or bridge";
        return List.of(
                present("networks[].resourceClaim"),
                present("domain.devices.interfaces[].passtBinding"),
                present("domain.devices.interfaces[].binding"),
                when("domain.devices.interfaces[].slirp", value -> true, gone),
                when("domain.devices.interfaces[].macvtap", value -> true, gone),
                when("domain.devices.interfaces[].passt", value -> true, gone),
                present("domain.devices.interfaces[].tag"));
    }

    private static List<UnsupportedField> ofVolumes() {
        return List.of(
                present("volumes[].dataVolume"),
                present("volumes[].downwardMetrics"),
                present("volumes[].memoryDump"),
                present("volumes[].containerPath"),
                ifTrue("volumes[].persistentVolumeClaim.hotpluggable"),
                ifTrue("volumes[].containerDisk.hotpluggable"));
    }
}
