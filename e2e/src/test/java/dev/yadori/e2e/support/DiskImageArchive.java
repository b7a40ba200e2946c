package dev.yadori.e2e.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** An OCI archive of an image with nothing but one disk in it, as those who make virtual machines publish them. */
public final class DiskImageArchive {
    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final String FOLDER = "disk/";

    private final String name;
    private final byte[] disk;

    public DiskImageArchive(String name, byte[] disk) {
        this.name = name;
        this.disk = disk.clone();
    }

    /** Writes the archive. */
    public void writeTo(Path file) throws IOException {
        byte[] layer =
                ended(concat(entry(FOLDER, new byte[0], '5', "0755"), entry(FOLDER + "disk.qcow2", disk, '0', "0644")));
        byte[] config = text("""
                {"architecture":"amd64","os":"linux","config":{},
                 "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}""".formatted(digest(layer)));
        byte[] manifest = text("""
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:%s","size":%d}]}""".formatted(digest(config), config.length, digest(layer), layer.length));
        byte[] index = text("""
                {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "digest":"sha256:%s","size":%d,"platform":{"architecture":"amd64","os":"linux"},
                 "annotations":{"io.containerd.image.name":"%s"}}]}""".formatted(digest(manifest), manifest.length, name));
        Files.write(
                file,
                ended(concat(
                        file("oci-layout", text("{\"imageLayoutVersion\":\"1.0.0\"}")),
                        file("index.json", index),
                        blob(config),
                        blob(manifest),
                        blob(layer))));
    }

    private static byte[] blob(byte[] content) {
        return file("blobs/sha256/" + digest(content), content);
    }

    private static byte[] file(String path, byte[] content) {
        return entry(path, content, '0', "0644");
    }

    /** A header of POSIX.1-1988 and the content, filled up to whole blocks. */
    private static byte[] entry(String path, byte[] content, char type, String mode) {
        var whole = Arrays.copyOf(new byte[0], BLOCK + (content.length + BLOCK - 1) / BLOCK * BLOCK);
        put(whole, 0, path);
        put(whole, 100, "000" + mode);
        put(whole, 108, "0000000");
        put(whole, 116, "0000000");
        put(whole, 124, "%011o".formatted(content.length));
        put(whole, 136, "00000000000");
        put(whole, 156, String.valueOf(type));
        put(whole, 257, "ustar");
        put(whole, 263, "00");
        Arrays.fill(whole, CHECKSUM, CHECKSUM + CHECKSUM_LENGTH, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += whole[i] & 0xff;
        }
        put(whole, CHECKSUM, "%06o\0".formatted(sum));
        System.arraycopy(content, 0, whole, BLOCK, content.length);
        return whole;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] ended(byte[] entries) {
        return Arrays.copyOf(entries, entries.length + 2 * BLOCK);
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
