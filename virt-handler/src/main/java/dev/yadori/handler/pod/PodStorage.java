package dev.yadori.handler.pod;

/** What this node does for the disks of launchers. */
public record PodStorage(BlockDeviceClaim devices, ImageMounts images) {}
