package dev.yadori.launcher.volume;

import java.util.Optional;

/**
 * What an image says of itself.
 *
 * @param format QEMU's name for it
 * @param virtualBytes what a guest sees
 * @param backing the image below, as it is written in this one
 * @param dataFile the file that holds the data of a qcow2 image, where it is not the image
 */
public record DiskInfo(String format, long virtualBytes, Optional<String> backing, Optional<String> dataFile) {}
