package dev.yadori.launcher.volume;

import com.google.gson.stream.JsonWriter;
import dev.yadori.proto.launcher.v1.CloudInit;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The files of cloud-init's NoCloud and ConfigDrive data sources. Pure: what is in files has been read before. */
final class CloudInitContent {
    private CloudInitContent() {}

    /**
     * What was read.
     *
     * @param keys public keys for SSH, one an entry
     */
    record Data(Optional<byte[]> userData, Optional<byte[]> networkData, List<String> keys) {
        Data {
            keys = List.copyOf(keys);
        }

        /** Secrets are in there. */
        @Override
        public String toString() {
            return "Data[" + keys.size() + " keys]";
        }
    }

    /** cloud-init takes a folder for NoCloud only where user-data and meta-data are both there. */
    static IsoContent noCloud(GuestIdentity identity, CloudInit asked, Data data) {
        var files = new TreeMap<String, byte[]>();
        files.put("user-data", data.userData().orElse(new byte[0]));
        files.put("meta-data", json(json -> {
            named(json, "instance-type", asked.getInstanceType());
            named(json, "instance-id", asked.getInstanceId());
            named(json, "local-hostname", identity.getHostname());
            keys(json, "public-keys", data.keys());
        }));
        data.networkData().ifPresent(network -> files.put("network-config", network));
        return new IsoContent("cidata", files);
    }

    static IsoContent configDrive(GuestIdentity identity, CloudInit asked, Data data) {
        var files = new TreeMap<String, byte[]>();
        files.put("openstack/latest/user_data", data.userData().orElse(new byte[0]));
        files.put("openstack/latest/meta_data.json", json(json -> {
            named(json, "instance_type", asked.getInstanceType());
            named(json, "instance_id", asked.getInstanceId());
            named(json, "uuid", identity.getFirmwareUuid());
            named(json, "hostname", identity.getHostname());
            named(json, "local_hostname", identity.getHostname());
            keys(json, "public_keys", data.keys());
        }));
        data.networkData().ifPresent(network -> files.put("openstack/latest/network_data.json", network));
        return new IsoContent("config-2", files);
    }

    private static void named(JsonWriter json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.name(name).value(value);
        }
    }

    private static void keys(JsonWriter json, String name, List<String> keys) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        json.name(name).beginObject();
        for (int i = 0; i < keys.size(); i++) {
            json.name(Integer.toString(i)).value(keys.get(i));
        }
        json.endObject();
    }

    private static byte[] json(Members members) {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.setHtmlSafe(false);
            json.beginObject();
            members.write(json);
            json.endObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing into memory", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What is between the braces. */
    @FunctionalInterface
    private interface Members {
        void write(JsonWriter json) throws IOException;
    }
}
