package dev.yadori.handler.hostfs;

/** A folder and the mount namespace that it is in, both open. */
public record MountPlace(Descriptor namespace, Descriptor folder) implements AutoCloseable {

    @Override
    public void close() {
        folder.close();
        namespace.close();
    }
}
