package dev.yadori.launcher.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic BPF program for a socket: it takes what came in a frame from the guest's MAC address, and nothing else. DHCPv6
 * and solicitations name no MAC address that could be relied on, and others may be on the guest's link.
 */
public final class GuestFilter {
    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_HALF = 0x28;
    private static final int LOAD_BYTE = 0x30;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    /** Offsets from the frame's and from the IPv6 header's beginning (SKF_LL_OFF and SKF_NET_OFF). */
    private static final int FRAME = -0x200000;

    private static final int PACKET = -0x100000;
    private static final int SOURCE = 6;
    private static final int HOP_LIMIT = 7;
    /** A packet that no router has passed on. */
    private static final int LARGEST_HOP_LIMIT = 255;

    private static final int INSTRUCTION = 8;

    private GuestFilter() {}

    private record Instruction(int code, int whenFalse, int operand) {}

    public static ByteBuffer frames(MacAddress guest) {
        return program(source(guest));
    }

    /** Only what was sent on the link itself. */
    public static ByteBuffer framesOfNeighbour(MacAddress guest) {
        var checks = new ArrayList<>(source(guest));
        checks.add(new Instruction(LOAD_BYTE, 0, PACKET + HOP_LIMIT));
        checks.add(new Instruction(JUMP_IF_EQUAL, 1, LARGEST_HOP_LIMIT));
        return program(checks);
    }

    private static List<Instruction> source(MacAddress guest) {
        return List.of(
                new Instruction(LOAD_WORD, 0, FRAME + SOURCE),
                new Instruction(JUMP_IF_EQUAL, 1, (int) (guest.bits() >>> 16)),
                new Instruction(LOAD_HALF, 0, FRAME + SOURCE + 4),
                new Instruction(JUMP_IF_EQUAL, 1, (int) (guest.bits() & 0xffff)));
    }

    /** The checks, then to take all of it, then to take nothing, which is where each failed check jumps to. */
    private static ByteBuffer program(List<Instruction> checks) {
        int length = checks.size() + 2;
        var program = ByteBuffer.allocateDirect(length * INSTRUCTION).order(ByteOrder.nativeOrder());
        for (int i = 0; i < checks.size(); i++) {
            var check = checks.get(i);
            int away = check.whenFalse == 0 ? 0 : length - 2 - i;
            write(program, check.code, away, check.operand);
        }
        write(program, RETURN, 0, -1);
        write(program, RETURN, 0, 0);
        return program.flip();
    }

    private static void write(ByteBuffer program, int code, int whenFalse, int operand) {
        program.putShort((short) code).put((byte) 0).put((byte) whenFalse).putInt(operand);
    }
}
