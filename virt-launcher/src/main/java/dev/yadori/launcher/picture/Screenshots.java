package dev.yadori.launcher.picture;

import com.google.protobuf.ByteString;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes pictures of the guest's screen, one at a time: those who ask meanwhile get the same. */
public final class Screenshots {
    /** A launcher has little memory, and the whole answer passes through it. */
    private static final int LARGEST = 6 << 20;

    private final GuestLifecycle guest;
    private final Hypervisor hypervisor;
    private final Pointer pointer;
    private final AtomicReference<@Nullable CompletableFuture<ByteString>> current = new AtomicReference<>();

    public Screenshots(GuestLifecycle guest, Hypervisor hypervisor, Pointer pointer) {
        this.guest = guest;
        this.hypervisor = hypervisor;
        this.pointer = pointer;
    }

    /** Fails with a {@link HypervisorException} or a {@link PictureException}. */
    public CompletionStage<ByteString> take(boolean movePointer) {
        var mine = new CompletableFuture<ByteString>();
        var other = current.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        var _ = mine.whenComplete((_, _) -> current.set(null));
        guest.command((domain, _) ->
                        Thread.ofPlatform().daemon().name("screenshot").start(() -> take(domain, movePointer, mine)))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        mine.completeExceptionally(failure);
                    }
                });
        return mine;
    }

    private void take(UUID domain, boolean movePointer, CompletableFuture<ByteString> result) {
        if (movePointer) {
            wake();
        }
        try (var picture = new PngPicture(LARGEST)) {
            hypervisor.takePicture(domain, picture);
            result.complete(picture.png());
        } catch (HypervisorException | IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** The picture matters more. */
    private void wake() {
        try {
            pointer.move();
        } catch (IOException e) {
            Log.warn().addKeyValue("error", e).log("the guest's pointer was not moved");
        }
    }
}
