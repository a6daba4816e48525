package tocsin.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tocsin.v1.Notification;

/// What every channel promises; each channel's test extends it.
public abstract class ChannelContract {
    /// A message that came out at the far end.
    public record Received(String address, String words) {}

    /// The channel, over a double that speaks its provider's protocol.
    protected abstract Channel channel();

    /// A message this channel can carry.
    protected Notification.Builder message(String id) {
        return Notifications.mail(id);
    }

    /// Everything the far end has received.
    protected abstract List<Received> received() throws Exception;

    /// Makes the far end vanish.
    protected abstract void vanish() throws Exception;

    @Test
    void aMessageArrivesOnceWithItsWordsAtItsAddress() throws Exception {
        // Given
        Notification notification = message("n1").build();

        // When
        Attempt attempt = channel().send(notification);

        // Then
        assertFalse(assertInstanceOf(Attempt.HandedOver.class, attempt).providerId().isBlank());
        assertEquals(1, received().size());
        assertEquals(notification.getAddress(), received().getFirst().address());
        assertTrue(received().getFirst().words().contains(notification.getBody().lines().findFirst().orElseThrow()),
                received()::toString);
    }

    @Test
    void manyAtOnceAllArrive() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Attempt>> attempts = IntStream.range(0, 50)
                    .mapToObj(i -> callers.submit(() -> channel().send(message("n" + i).build()))).toList();
            for (Future<Attempt> attempt : attempts) {
                assertInstanceOf(Attempt.HandedOver.class, attempt.get());
            }
        }
        assertEquals(50, received().size());
    }

    @Test
    void aFarEndThatVanishedIsAnAnswerWithAReasonInBoundedTime() throws Exception {
        // Given
        vanish();
        long began = System.nanoTime();

        // When
        Attempt attempt = channel().send(message("n1").build());

        // Then
        assertTrue(attempt instanceof Attempt.Retry || attempt instanceof Attempt.InDoubt, attempt::toString);
        assertTrue(Duration.ofNanos(System.nanoTime() - began).compareTo(channel().callLimit()) < 0);
    }

    @Test
    void itSaysWhatItIs() {
        assertTrue(channel().provider().matches("[a-z]+"));
        assertTrue(channel().concurrency() > 0);
        assertTrue(channel().callLimit().toSeconds() > 0 && channel().callLimit().toMinutes() < 5);
    }
}
