package dev.yadori.handler.pod;

import java.util.List;

/** The places of mounts in a container, as its processes see them: /proc/(pid)/mountinfo. */
record MountTable(List<String> places) {

    private static final int PLACE = 4;

    static MountTable parse(String mountinfo) {
        return new MountTable(mountinfo
                .lines()
                .map(line -> line.split(" ", PLACE + 2))
                .filter(fields -> fields.length > PLACE)
                .map(fields -> fields[PLACE])
                .toList());
    }

    /**
     * The mounts on a path, one above the other, by the path without links and without the first slash. Systems have /run
     * where they once had /var/run, and a link there.
     */
    List<String> at(String path) {
        String elsewhere = path.startsWith("/var/run/") ? path.substring("/var".length()) : path;
        return places.stream()
                .filter(place -> place.equals(path) || place.equals(elsewhere))
                .map(place -> place.substring(1))
                .toList();
    }
}
