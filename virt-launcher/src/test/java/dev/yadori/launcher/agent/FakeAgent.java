package dev.yadori.launcher.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** An agent of a guest that does as it should, until it is told to say something else. */
public final class FakeAgent implements Function<String, Optional<String>> {
    private static final Map<String, String> ANSWERS = Map.of(
            "guest-info",
            """
            {"return":{"version":"9.2.0","supported_commands":[
             {"name":"guest-ping","enabled":true,"success-response":true},
             {"name":"guest-get-osinfo","enabled":true,"success-response":true},
             {"name":"guest-get-host-name","enabled":true,"success-response":true},
             {"name":"guest-get-timezone","enabled":true,"success-response":true},
             {"name":"guest-network-get-interfaces","enabled":true,"success-response":true},
             {"name":"guest-get-fsinfo","enabled":true,"success-response":true},
             {"name":"guest-get-users","enabled":true,"success-response":true},
             {"name":"guest-fsfreeze-status","enabled":true,"success-response":true},
             {"name":"guest-set-time","enabled":false,"success-response":true}]}}""",
            "guest-get-osinfo",
            """
            {"return":{"name":"Debian GNU/Linux","kernel-release":"6.12.0-1-amd64","version":"13 (trixie)",
             "pretty-name":"Debian GNU/Linux 13 (trixie)","version-id":"13","kernel-version":"#1 SMP",
             "machine":"x86_64","id":"debian"}}""",
            "guest-get-host-name",
            "{\"return\":{\"host-name\":\"guest\"}}",
            "guest-get-timezone",
            "{\"return\":{\"zone\":\"UTC\",\"offset\":0}}",
            "guest-network-get-interfaces",
            """
            {"return":[{"name":"lo","hardware-address":"00:00:00:00:00:00",
              "ip-addresses":[{"ip-address-type":"ipv4","ip-address":"127.0.0.1","prefix":8}]},
             {"name":"enp1s0","hardware-address":"02:00:00:AA:BB:CC","statistics":{"tx-packets":42},
              "ip-addresses":[{"ip-address-type":"ipv4","ip-address":"10.0.2.2","prefix":24},
               {"ip-address-type":"ipv6","ip-address":"fe80::1","prefix":64}]}]}""",
            "guest-get-fsinfo",
            """
            {"return":[{"name":"vda1","mountpoint":"/","type":"ext4","used-bytes":1000,"total-bytes":4000,
              "disk":[{"serial":"root","bus-type":"virtio","bus":0,"target":0,"unit":0,
               "pci-controller":{"bus":4,"slot":0,"domain":0,"function":0},"dev":"/dev/vda1"}]}]}""",
            "guest-get-users",
            "{\"return\":[{\"user\":\"debian\",\"login-time\":1700000000.25}]}",
            "guest-fsfreeze-status",
            "{\"return\":\"thawed\"}");

    private final Map<String, String> answers = new ConcurrentHashMap<>(new HashMap<>(ANSWERS));

    /** The empty text is a refusal. */
    public void answer(String command, String answer) {
        answers.put(command, answer);
    }

    @Override
    public Optional<String> apply(String command) {
        var name = command.replaceAll(".*\"execute\":\"([^\"]+)\".*", "$1");
        if (name.equals("guest-fsfreeze-freeze")) {
            answers.put("guest-fsfreeze-status", "{\"return\":\"frozen\"}");
            return Optional.of("{\"return\":1}");
        }
        if (name.equals("guest-fsfreeze-thaw")) {
            answers.put("guest-fsfreeze-status", "{\"return\":\"thawed\"}");
            return Optional.of("{\"return\":1}");
        }
        return Optional.of(answers.getOrDefault(name, ""));
    }

    static String knownAnswer(String command) {
        return ANSWERS.getOrDefault(command, "");
    }
}
