package dev.yadori.bench;

import java.util.List;

/**
 * Memory of one process of a pod.
 *
 * @param pod UID
 * @param program the name of the process
 * @param guestKib of pssKib what is the guest's own memory
 */
record ProcessMemory(String pod, String program, long rssKib, long pssKib, long anonymousKib, long guestKib) {
    /**
     * Prints a line for each process that belongs to a pod, to be run on a node: what {@link #parse} reads. A guest's memory
     * is the one mapping of the emulator that has its size, $0 in KiB.
     */
    static final String SCRIPT = """
            for p in /proc/[0-9]*; do
              uid=$(grep -oE 'pod[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}' $p/cgroup | head -n1)
              [ -n "$uid" ] || continue
              guest=0
              case $(cat $p/comm) in qemu*) guest=$(awk -v size=$0 '
                $1 == "Size:" { mine = ($2 == size) } $1 == "Pss:" && mine { sum += $2 } END { print sum + 0 }' $p/smaps) ;; esac
              awk -v uid="${uid#pod}" -v name="$(tr ' ' '_' <$p/comm)" -v guest=$guest '
                $1 == "Rss:" { rss = $2 } $1 == "Pss:" { pss = $2 } $1 == "Anonymous:" { anonymous = $2 }
                END { if (rss) print uid, name, rss, pss, anonymous, guest }' $p/smaps_rollup
            done 2>/dev/null; true
            """;

    static List<ProcessMemory> parse(String output) {
        return output.lines().map(ProcessMemory::line).toList();
    }

    private static ProcessMemory line(String line) {
        var fields = line.split(" ", -1);
        if (fields.length != 6) {
            throw new IllegalArgumentException("not a process: " + line);
        }
        return new ProcessMemory(
                fields[0].replace('_', '-'),
                fields[1],
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]));
    }
}
