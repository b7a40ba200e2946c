package dev.yadori.controller.vmi.pod;

/** How the pod sees a PersistentVolumeClaim. */
public enum ClaimMode {
    FILESYSTEM,
    BLOCK
}
