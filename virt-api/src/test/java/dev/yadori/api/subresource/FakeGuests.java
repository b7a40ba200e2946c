package dev.yadori.api.subresource;

import dev.yadori.api.guest.GuestCallException;
import dev.yadori.api.guest.GuestPlace;
import dev.yadori.api.guest.Guests;
import dev.yadori.api.stream.ByteSource;
import dev.yadori.proto.launcher.v1.AgentInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Guests that do what they are asked, and of which it is known what that was. Their streams cannot be opened. */
final class FakeGuests implements Guests {

    final List<String> asked = new CopyOnWriteArrayList<>();
    boolean broken;
    AgentInfo agent = AgentInfo.getDefaultInstance();

    private void ask(String what, GuestPlace guest) {
        if (broken) {
            throw new GuestCallException("the guest did not answer in time");
        }
        asked.add(what + " " + guest.node() + "/" + guest.namespace() + "/" + guest.name() + "/" + guest.uid());
    }

    @Override
    public ByteSource console(GuestPlace guest, int replayBytes) {
        ask("console " + replayBytes, guest);
        throw new GuestCallException("no streams here");
    }

    @Override
    public ByteSource screen(GuestPlace guest, boolean preserveSession) {
        ask("screen " + preserveSession, guest);
        throw new GuestCallException("no streams here");
    }

    @Override
    public byte[] screenshot(GuestPlace guest, boolean moveCursor) {
        ask("screenshot " + moveCursor, guest);
        return "png".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void pause(GuestPlace guest) {
        ask("pause", guest);
    }

    @Override
    public void resume(GuestPlace guest) {
        ask("resume", guest);
    }

    @Override
    public void reset(GuestPlace guest) {
        ask("reset", guest);
    }

    @Override
    public void reboot(GuestPlace guest) {
        ask("reboot", guest);
    }

    @Override
    public void freeze(GuestPlace guest, Duration thawAfter) {
        ask("freeze " + thawAfter, guest);
    }

    @Override
    public void thaw(GuestPlace guest) {
        ask("thaw", guest);
    }

    @Override
    public AgentInfo agent(GuestPlace guest) {
        ask("agent", guest);
        return agent;
    }
}
