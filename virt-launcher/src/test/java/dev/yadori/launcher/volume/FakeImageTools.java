package dev.yadori.launcher.volume;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes the headers of real images and nothing behind them. Remembers the content of what it made. */
public final class FakeImageTools implements ImageTools {
    private static final int MAGIC = 0x514649fb;
    private static final int HEADER = 104;
    private static final int LABEL = 32_808;
    private static final int ISO_ALIGNMENT = 4096;

    private final List<IsoContent> isos = new CopyOnWriteArrayList<>();
    private volatile Optional<String> failure = Optional.empty();

    /** What images were made of, in their order. */
    public List<IsoContent> isos() {
        return List.copyOf(isos);
    }

    /** From now on nothing can be made; what was begun stays half-made. */
    public void fail(String message) {
        failure = Optional.of(message);
    }

    public void recover() {
        failure = Optional.empty();
    }

    @Override
    public DiskInfo inspect(Path image) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(image));
        if (bytes.limit() < HEADER || bytes.getInt(0) != MAGIC) {
            return new DiskInfo("raw", bytes.limit(), Optional.empty(), Optional.empty());
        }
        int offset = (int) bytes.getLong(8);
        var name = new byte[bytes.getInt(16)];
        bytes.get(offset, name);
        return new DiskInfo(
                "qcow2",
                bytes.getLong(24),
                offset == 0 ? Optional.empty() : Optional.of(new String(name, StandardCharsets.UTF_8)),
                Optional.empty());
    }

    @Override
    public void createQcow2(Path file, long capacityBytes) throws IOException {
        write(file, header(capacityBytes, ""));
    }

    @Override
    public void createOverlay(Path file, Backing backing) throws IOException {
        write(file, header(backing.virtualBytes(), backing.file().toString()));
    }

    @Override
    public void createIso(Path file, IsoContent content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[LABEL]);
        bytes.writeBytes("%-32s".formatted(content.label()).getBytes(StandardCharsets.US_ASCII));
        content.files().forEach((name, data) -> {
            bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(data);
        });
        bytes.writeBytes(new byte[Math.floorMod(-bytes.size(), ISO_ALIGNMENT)]);
        write(file, bytes.toByteArray());
        isos.add(content);
    }

    private static byte[] header(long bytes, String backing) {
        var name = backing.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + name.length)
                .putInt(0, MAGIC)
                .putInt(4, 3)
                .putLong(8, name.length == 0 ? 0 : HEADER)
                .putInt(16, name.length)
                .putLong(24, bytes)
                .put(HEADER, name)
                .array();
    }

    private void write(Path file, byte[] bytes) throws IOException {
        if (failure.isPresent()) {
            Files.write(file, new byte[] {1});
            throw new IOException(failure.get());
        }
        Files.write(file, bytes);
    }
}
