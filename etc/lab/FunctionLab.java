import dev.yadori.handler.deviceplugin.DeviceHealth;
import dev.yadori.handler.deviceplugin.DeviceLab;
import dev.yadori.handler.deviceplugin.NodeDevice;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What virt-handler and virt-launcher do with a function, one after the other; each step is a line. See etc/function-lab. */
public final class FunctionLab {
    private static final UUID GUEST = new UUID(7, 8);
    private static final long LOCKED = (256L << 20) + (1L << 30);

    private final Side here;
    private final Side there;

    private FunctionLab(Side here, Side there) {
        this.here = here;
        this.there = there;
    }

    /** A function of another pod, the bridge's port, and twice a function, its pod, the pod's process and its home. */
    public static void main(String[] words) {
        var all = Arrays.asList(words);
        try {
            var lab = new FunctionLab(Side.of(all.subList(2, 6)), Side.of(all.subList(6, 10)));
            lab.withoutASystem(words[0]);
            lab.lendDevices();
            new MoveLab(lab.here, lab.there, words[1], "kvm").isCarriedByVhost();
            new MoveLab(lab.here, lab.there, words[1], "qemu").run();
            System.out.println("LAB PASSED");
            System.exit(0);
        } catch (Exception failure) {
            // Launchers' threads go on.
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private interface Step {
        void take() throws Exception;
    }

    private void withoutASystem(String other) throws Exception {
        var device = DomainXml.of(GuestOfLab.function(here.function(), ""));
        Step plug = () -> here.hypervisor().change(GUEST, DeviceChange.PLUG, device);

        here.hypervisor().observe(GUEST);
        here.hypervisor().define(GuestOfLab.domain("qemu", GUEST, "guest", ""));
        here.hypervisor().start(GUEST, false);
        refused("plugging before virt-handler has done anything", plug);
        refused("the function of another", () -> here.claim(other, LOCKED));
        here.claim(here.function(), LOCKED);
        plug.take();
        expect("plugged", List.of("fast"));
        here.hypervisor().unplug(GUEST, here.cards(GUEST).getFirst().alias());
        here.hypervisor().reset(GUEST);
        GuestOfLab.await("unplugged", () -> here.cards(GUEST).isEmpty());
        expect("unplugged", List.of());
        here.claim(here.function(), LOCKED);
        plug.take();
        expect("plugged again", List.of("fast"));
        here.hypervisor().destroy(GUEST);
        here.hypervisor().define(GuestOfLab.domain("qemu", GUEST, "guest", GuestOfLab.body(device, "<hostdev")));
        here.hypervisor().start(GUEST, false);
        expect("started with it", List.of("fast"));
        here.hypervisor().destroy(GUEST);
    }

    /** The node's device is there when its module is. */
    private void lendDevices() throws Exception {
        System.out.println("lab: the device plugin says of vhost-net: " + health());
        Side.run("busybox", "modprobe", "vhost_net");
        if (!(health() instanceof DeviceHealth.Healthy)) {
            throw new IllegalStateException("vhost-net: " + health());
        }
        System.out.println("lab: the device plugin says of vhost-net, with its module: " + health());
        here.lend(NodeDevice.VHOST_NET);
        there.lend(NodeDevice.VHOST_NET);
    }

    private static DeviceHealth health() {
        return DeviceLab.health(NodeDevice.VHOST_NET, Path.of(Side.DEVICES), Side.USER);
    }

    private void expect(String step, List<String> names) {
        GuestOfLab.expect(here, GUEST, step, names);
    }

    private static void refused(String step, Step attempt) {
        try {
            attempt.take();
        } catch (Exception refusal) {
            System.out.println("lab: refused, as it should be: " + step + ": " + refusal.getMessage());
            return;
        }
        throw new IllegalStateException("not refused: " + step);
    }
}
