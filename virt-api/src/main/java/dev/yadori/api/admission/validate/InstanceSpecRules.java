package dev.yadori.api.admission.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.util.List;

/** All rules for a VirtualMachineInstance spec, of an object of its own or in a template. */
public final class InstanceSpecRules {

    private InstanceSpecRules() {}

    /**
     * What is wrong with a spec; empty for a good one.
     *
     * @param spec with its defaults filled in
     * @param path of the spec in its object
     */
    public static List<Fault> check(JsonNode spec, FieldPath path, ClusterConfig config) {
        Faults faults = new Faults();
        UnsupportedFields.ofInstance(spec, path, faults);
        switch (SpecReader.read(spec, VirtualMachineInstanceSpec.class, path)) {
            case SpecReader.Reading.Bad<VirtualMachineInstanceSpec>(Fault fault) -> faults.addAll(List.of(fault));
            case SpecReader.Reading.Good<VirtualMachineInstanceSpec>(VirtualMachineInstanceSpec read) ->
                check(new SpecView(read, path, config), faults);
        }
        return faults.list();
    }

    private static void check(SpecView view, Faults faults) {
        if (view.domain().isEmpty()) {
            faults.required(view.at("domain"), "must be given");
            return;
        }
        ComputeRules.check(view, faults);
        DedicatedCpuRules.check(view, faults);
        FirmwareRules.check(view, faults);
        DiskRules.check(view, faults);
        VolumeRules.check(view, faults);
        NetworkRules.check(view, faults);
        ProbeRules.check(view, faults);
        GuestRules.check(view, faults);
    }
}
