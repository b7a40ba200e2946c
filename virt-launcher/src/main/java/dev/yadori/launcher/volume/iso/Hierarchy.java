package dev.yadori.launcher.volume.iso;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One of the two sets of folders that lead to the same files: how names are written, and what is said beside them. */
sealed interface Hierarchy {
    /** As in a record. */
    byte[] identifier(IsoNode node);

    byte[] selfUse(IsoNode folder);

    byte[] parentUse(IsoNode folder);

    byte[] childUse(IsoNode node);

    /** Short names in capitals, and Rock Ridge with the real ones. */
    record Primary(Map<IsoNode, String> names, RockRidge rockRidge) implements Hierarchy {
        private static final int LONGEST = 8;

        static Primary of(IsoNode root, RockRidge rockRidge) {
            Map<IsoNode, String> names = new HashMap<>();
            for (var folder : root.folders()) {
                names.putAll(UniqueNames.of(
                        folder.children(),
                        LONGEST,
                        name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_")));
            }
            return new Primary(names, rockRidge);
        }

        @Override
        public byte[] identifier(IsoNode node) {
            var name = names.getOrDefault(node, "");
            return (node.isFolder() ? name : name + ".;1").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] selfUse(IsoNode folder) {
            return rockRidge.self(folder);
        }

        @Override
        public byte[] parentUse(IsoNode folder) {
            return rockRidge.parent(folder);
        }

        @Override
        public byte[] childUse(IsoNode node) {
            return rockRidge.child(node);
        }
    }

    /** Names of up to 64 characters in UCS-2. */
    record Joliet(Map<IsoNode, String> names) implements Hierarchy {
        private static final int LONGEST = 64;
        private static final byte[] NOTHING = {};

        static Joliet of(IsoNode root) {
            Map<IsoNode, String> names = new HashMap<>();
            for (var folder : root.folders()) {
                names.putAll(UniqueNames.of(
                        folder.children(),
                        LONGEST,
                        name -> name.replaceAll("[*:;?\\\\\\p{Cntrl}\\x{10000}-\\x{10ffff}]", "_")));
            }
            return new Joliet(names);
        }

        @Override
        public byte[] identifier(IsoNode node) {
            var name = names.getOrDefault(node, "");
            return (node.isFolder() ? name : name + ";1").getBytes(StandardCharsets.UTF_16BE);
        }

        @Override
        public byte[] selfUse(IsoNode folder) {
            return NOTHING;
        }

        @Override
        public byte[] parentUse(IsoNode folder) {
            return NOTHING;
        }

        @Override
        public byte[] childUse(IsoNode node) {
            return NOTHING;
        }
    }
}
