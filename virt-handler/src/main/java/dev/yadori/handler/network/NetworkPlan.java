package dev.yadori.handler.network;

import java.util.ArrayList;
import java.util.List;

/** What has to be done in a namespace, in this order, and what is there afterwards. */
record NetworkPlan(List<Step> steps, List<NicFacts> nics) {
    NetworkPlan {
        steps = List.copyOf(steps);
        nics = List.copyOf(nics);
    }

    /** As one script of a shell that ends at the first failure. Its texts are names, addresses and numbers of ours. */
    String script() {
        StringBuilder script = new StringBuilder();
        List<String> batch = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Ip ip) {
                batch.add(ip.line());
            } else {
                flush(batch, script);
                script.append(command(step));
            }
        }
        flush(batch, script);
        return script.toString();
    }

    private static void flush(List<String> batch, StringBuilder script) {
        if (!batch.isEmpty()) {
            script.append(hereDocument("ip -batch -", String.join("\n", batch)));
            batch.clear();
        }
    }

    private static String command(Step step) {
        return switch (step) {
            case Step.Ip ip -> hereDocument("ip -batch -", ip.line());
            case Step.Sysctl sysctl -> "printf '%%s' %d > /proc/sys/%s\n".formatted(sysctl.value(), sysctl.path());
            case Step.SysctlWherePresent sysctl ->
                "if [ -e /proc/sys/%2$s ]; then printf '%%s' %1$d > /proc/sys/%2$s; fi\n"
                        .formatted(sysctl.value(), sysctl.path());
            case Step.ToTap to -> "bridge fdb replace %s dev %s master static\n".formatted(to.mac(), to.tap());
            case Step.OwnTable own -> """
                ip -6 route replace unreachable default table %2$s metric 4294967295
                [ -n "$(ip -6 rule show iif %1$s)" ] || ip -6 rule add iif %1$s lookup %2$s
                """.formatted(own.device(), own.table());
            case Step.Nft nft -> hereDocument("nft -f -", nft.ruleset());
        };
    }

    private static String hereDocument(String command, String text) {
        return "%s <<'END'\n%s\nEND\n".formatted(command, text.stripTrailing());
    }

    /** One thing to do. Those of a kind that follow each other may run in one process. */
    sealed interface Step {

        /** A line of {@code ip -batch}. Done only where what it makes is missing. */
        record Ip(String line) implements Step {}

        /** Below /proc/sys. Done always: it is cheap, and the same twice. */
        record Sysctl(String path, int value) implements Step {}

        /** As Sysctl; a kernel without that path needs it not. */
        record SysctlWherePresent(String path, int value) implements Step {}

        /** What the tap's bridge gets for an address goes to the tap, whoever else has it. Done always. */
        record ToTap(MacAddress mac, String tap) implements Step {}

        /** What comes in by a device and is to go on over IPv6 goes where a table of routes says, or nowhere. Done always. */
        record OwnTable(String device, String table) implements Step {}

        /** A ruleset that replaces our tables in one transaction. Done always. */
        record Nft(String ruleset) implements Step {}
    }
}
