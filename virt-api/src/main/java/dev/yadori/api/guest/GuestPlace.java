package dev.yadori.api.guest;

import dev.yadori.proto.handler.v1.GuestReference;

/** One run of a guest, and its node. */
public record GuestPlace(String node, String namespace, String name, String uid) {

    GuestReference reference() {
        return GuestReference.newBuilder()
                .setNamespace(namespace)
                .setName(name)
                .setUid(uid)
                .build();
    }
}
