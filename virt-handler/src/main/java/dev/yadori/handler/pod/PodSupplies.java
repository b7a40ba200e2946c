package dev.yadori.handler.pod;

/** What this node gives to launchers: devices of claims, images of disks, and functions of its PCI bus. */
public record PodSupplies(BlockDeviceClaim devices, ImageMounts images, FunctionClaim functions) {}
