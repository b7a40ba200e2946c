package dev.yadori.virtctl;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A volume and its disk, as they are written: src:SOURCE[,name:NAME][,bootorder:N].
 *
 * @param bootOrder null where the user has said nothing
 */
record VmDrive(
        String name, Kind kind, String source, @Nullable Integer bootOrder) {

    private static final String BOOT_ORDER = "bootorder";

    /** What is behind it. */
    enum Kind {
        CONTAINER_DISK,
        CLAIM,
        SYSPREP_CONFIG_MAP,
        SYSPREP_SECRET
    }

    static VmDrive parse(String option, String text, String defaultName, Kind kind) {
        Map<String, String> said = said(option, text, Set.of("src", "name", BOOT_ORDER));
        return new VmDrive(
                said.getOrDefault("name", defaultName),
                kind,
                required(option, said),
                order(option, said.get(BOOT_ORDER)));
    }

    static VmDrive parseSysprep(String option, String text) {
        Map<String, String> said = said(option, text, Set.of("src", "type"));
        Kind kind = switch (said.getOrDefault("type", "configmap").toLowerCase(Locale.ROOT)) {
            case "configmap" -> Kind.SYSPREP_CONFIG_MAP;
            case "secret" -> Kind.SYSPREP_SECRET;
            default -> throw new UnreachableException(option + ": type must be configmap or secret");
        };
        return new VmDrive("sysprepdisk", kind, required(option, said), null);
    }

    /** The volume as the API has it. */
    Map<String, Object> volume() {
        return switch (kind) {
            case CONTAINER_DISK -> named("containerDisk", Map.of("image", source));
            case CLAIM -> named("persistentVolumeClaim", Map.of("claimName", source));
            case SYSPREP_CONFIG_MAP -> named("sysprep", Map.of("configMap", Map.of("name", source)));
            case SYSPREP_SECRET -> named("sysprep", Map.of("secret", Map.of("name", source)));
        };
    }

    private Map<String, Object> named(String key, Object value) {
        Map<String, Object> volume = new LinkedHashMap<>();
        volume.put("name", name);
        volume.put(key, value);
        return volume;
    }

    /** Windows looks for its answer files on a CD-ROM. */
    boolean isCdRom() {
        return kind == Kind.SYSPREP_CONFIG_MAP || kind == Kind.SYSPREP_SECRET;
    }

    private static Map<String, String> said(String option, String text, Set<String> known) {
        Map<String, String> said = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String key = colon < 0 ? part : part.substring(0, colon);
            if (colon < 0 || !known.contains(key)) {
                throw new UnreachableException(
                        option + ": '" + part + "' is none of " + String.join(":, ", known) + ":");
            }
            said.put(key, part.substring(colon + 1));
        }
        return said;
    }

    private static String required(String option, Map<String, String> said) {
        String source = said.getOrDefault("src", "");
        if (source.isEmpty()) {
            throw new UnreachableException(option + ": src must be given");
        }
        return source;
    }

    private static @Nullable Integer order(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new UnreachableException(option + ": bootorder must be greater than 0");
        }
        return Integer.valueOf(text);
    }
}
