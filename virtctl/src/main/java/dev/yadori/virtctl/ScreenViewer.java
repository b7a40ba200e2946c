package dev.yadori.virtctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program that shows screens. Pure.
 *
 * @param program its name or its path
 */
record ScreenViewer(Kind kind, String program) {

    /** Those that virtctl knows, by how they want to be told. */
    enum Kind {
        REMOTE_VIEWER("remote-viewer", "remote-viewer", "vnc://", ""),
        TIGER("tiger", "vncviewer", "", ""),
        REAL("real", "vncviewer", "", "-WarnUnencrypted=0 -Shared=0 -ShareFiles=0"),
        CHICKEN("chicken", "/Applications/Chicken.app/Contents/MacOS/Chicken", "", "");

        private final String word;
        private final String usual;
        private final String scheme;
        private final String more;

        Kind(String word, String usual, String scheme, String more) {
            this.word = word;
            this.usual = usual;
            this.scheme = scheme;
            this.more = more;
        }
    }

    /** In the order in which they are tried. */
    static List<ScreenViewer> chosen(Optional<String> type, Optional<String> path) {
        if (type.isPresent()) {
            Kind kind = kind(type.get());
            return List.of(new ScreenViewer(kind, path.orElse(kind.usual)));
        }
        if (path.isPresent()) {
            boolean remote = path.get().endsWith(Kind.REMOTE_VIEWER.usual);
            return List.of(new ScreenViewer(remote ? Kind.REMOTE_VIEWER : Kind.TIGER, path.get()));
        }
        return List.of(
                new ScreenViewer(Kind.REMOTE_VIEWER, Kind.REMOTE_VIEWER.usual),
                new ScreenViewer(Kind.TIGER, Kind.TIGER.usual));
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new UnreachableException(
                        "--vnc-type '" + word + "' must be one of remote-viewer, tiger, real, chicken"));
    }

    /** How it is called for a screen at ADDRESS:PORT. */
    List<String> command(String place) {
        List<String> command = new ArrayList<>(List.of(program, kind.scheme + place));
        if (!kind.more.isEmpty()) {
            command.addAll(List.of(kind.more.split(" ")));
        }
        return command;
    }
}
