package dev.yadori.handler.deviceplugin;

/** A device of the node that guests use. */
public enum NodeDevice {
    KVM("kvm", "kvm"),
    TUN("tun", "net/tun"),
    VHOST_NET("vhost-net", "vhost-net");

    private final String resource;
    private final String path;

    NodeDevice(String resource, String path) {
        this.resource = resource;
        this.path = path;
    }

    /** Name below a domain, such as tun. */
    public String resource() {
        return resource;
    }

    /** Below /dev. */
    public String path() {
        return path;
    }
}
