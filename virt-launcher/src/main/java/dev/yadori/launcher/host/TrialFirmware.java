package dev.yadori.launcher.host;

import java.util.HexFormat;

/**
 * A guest's whole firmware, assembled from {@code src/main/assembly/kvm-trial.S}: it goes from reset to 64-bit code and ends
 * its emulator from there. Nothing less will do, because a host can run real mode and fail at the first page table.
 */
final class TrialFirmware {
    /** The emulator's exit status when the last instruction was reached. */
    static final int SUCCESS = 33;

    /** Where the firmware has the emulator's debug exit. */
    static final String DEVICE = "isa-debug-exit,iobase=0x501,iosize=1";

    private static final int SIZE = 64 * 1024;
    private static final int RESET_VECTOR = SIZE - 16;
    private static final String CODE = "fa31c08ed88ec0bf0010b90030fcf3aa66c70600100320000066c70600200330"
            + "000066c70600308300000066b8001000000f22d80f20e06683c8200f22e066b9"
            + "800000c00f32660d000100000f302e660f011688000f20c0660d010000800f22"
            + "c066ea69000f00080066ba0105b010eef4ebfd8db40000900000000000000000"
            + "00000000009a20000f0078000f000000";
    private static final String FAR_JUMP_TO_CODE = "ea000000f0";

    private TrialFirmware() {}

    static byte[] image() {
        byte[] image = new byte[SIZE];
        copy(CODE, image, 0);
        copy(FAR_JUMP_TO_CODE, image, RESET_VECTOR);
        return image;
    }

    private static void copy(String hex, byte[] image, int position) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, image, position, bytes.length);
    }
}
