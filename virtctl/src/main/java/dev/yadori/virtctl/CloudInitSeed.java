package dev.yadori.virtctl;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cloud-init finds at the first boot. Pure.
 *
 * @param way noCloud, configDrive or none
 * @param userData in base64; excludes user, password and keys
 */
record CloudInitSeed(
        String way,
        @Nullable String userData,
        @Nullable String networkData,
        @Nullable String user,
        @Nullable String password,
        List<String> sshKeys) {

    CloudInitSeed {
        sshKeys = List.copyOf(sshKeys);
        way = GuestService.oneOf("--cloud-init", way, List.of("noCloud", "configDrive", "none"));
        boolean made = user != null || password != null || !sshKeys.isEmpty();
        if (userData != null && made) {
            throw new UnreachableException("--cloud-init-user-data excludes --user, --password-file and --ssh-key");
        }
        if (way.equals("none") && (made || userData != null || networkData != null)) {
            throw new UnreachableException("--cloud-init=none leaves no place for what cloud-init shall do");
        }
        check("--cloud-init-user-data", userData);
        check("--cloud-init-network-data", networkData);
    }

    /** The source of the volume, by its name in the API; empty where there is nothing to say. */
    Optional<Map.Entry<String, Map<String, Object>>> source() {
        Map<String, Object> source = new LinkedHashMap<>();
        if (userData != null) {
            source.put("userDataBase64", userData);
        } else if (user != null || password != null || !sshKeys.isEmpty()) {
            source.put("userData", made());
        }
        if (networkData != null) {
            source.put("networkDataBase64", networkData);
        }
        String name = way.equals("configDrive") ? "cloudInitConfigDrive" : "cloudInitNoCloud";
        return source.isEmpty() ? Optional.empty() : Optional.of(Map.entry(name, source));
    }

    private String made() {
        List<String> lines = new ArrayList<>(List.of("#cloud-config"));
        if (user != null) {
            lines.add("user: " + quoted(user));
        }
        if (password != null) {
            lines.add("password: " + quoted(password));
            lines.add("chpasswd: { expire: false }");
        }
        if (!sshKeys.isEmpty()) {
            lines.add("ssh_authorized_keys:");
            sshKeys.forEach(key -> lines.add("  - " + quoted(key)));
        }
        return String.join("\n", lines) + "\n";
    }

    /** In YAML nothing but the quote itself means something between single quotes. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''").replace("\n", " ") + "'";
    }

    private static void check(String option, @Nullable String base64) {
        if (base64 == null) {
            return;
        }
        try {
            var _ = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnreachableException(option + " must be base64");
        }
    }

    @Override
    public String toString() {
        return "CloudInitSeed[" + way + "]";
    }
}
