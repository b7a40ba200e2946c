package dev.yadori.handler.migration;

import java.util.UUID;

/** UID of a migration's object. As a UUID it is safe as a part of a path. */
public record MigrationUid(UUID value) {

    /** From the API's text; throws where it is no UUID. */
    public static MigrationUid parse(String text) {
        return new MigrationUid(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
