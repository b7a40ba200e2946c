package dev.yadori.launcher.hypervisor.libvirt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/** The smallest guests: a few instructions that a BIOS loads from a disk. */
public final class BootSector {
    private static final int SECTOR = 512;

    /** A BIOS sees no disk where there is but a sector. */
    private static final int DISK = 1 << 20;

    /** BIOS wait of 2 s (int 15h, ah 86h), "!" to the first serial port, then ACPI's state S5 through q35's PM1a_CNT. */
    private static final String POWER_OFF = "b486b91e00ba8084cd15baf803b021eeba0406b80020eff4ebfd";

    /** Writes "hello\n" to the first serial port, then sends back what it receives, for ever. */
    private static final String ECHO =
            "fc 31c0 8ed8 be287c ac 84c0 7406 baf803 ee ebf5 bafd03 ec a801 74f8 baf803 ec ee ebf1";

    /** Counts in memory, writes each number as a line to the first serial port, and fills 384 KiB with it, for ever. */
    private static final String COUNT =
            "fa 31c0 8ed8 66c706007e00000000 66ff06007e 66a1007e be0800 66c1c004 6650 240f 0430 3c39 7602 0427"
                    + "e82500 6658 4e 75e8 b00a e81b00 bb0020 8ec3 31ff a0007e b9ffff f3aa 81c30010 81fb0080 75ea ebbc"
                    + "88c4 bafd03 ec a820 74fb baf803 88e0 ee c3";

    private BootSector() {}

    public static Path counts(Path folder) throws IOException {
        return write(folder.resolve("count.img"), code(COUNT));
    }

    public static Path powersOffAfterTwoSeconds(Path folder) throws IOException {
        return write(folder.resolve("poweroff.img"), code(POWER_OFF));
    }

    public static Path echoesOnItsSerialLine(Path folder) throws IOException {
        byte[] sector = code(ECHO);
        byte[] greeting = {'h', 'e', 'l', 'l', 'o', '\n', 0};
        System.arraycopy(greeting, 0, sector, 0x28, greeting.length);
        return write(folder.resolve("echo.img"), sector);
    }

    private static byte[] code(String instructions) {
        byte[] sector = new byte[DISK];
        byte[] code = HexFormat.of().parseHex(instructions.replace(" ", ""));
        System.arraycopy(code, 0, sector, 0, code.length);
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xaa;
        return sector;
    }

    /** Anyone may write to it, because the emulator runs as another user than the test. */
    private static Path write(Path file, byte[] sector) throws IOException {
        Files.write(file, sector);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return file;
    }
}
