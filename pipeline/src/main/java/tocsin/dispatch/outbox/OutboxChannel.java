package tocsin.dispatch.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Reconciliation;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;
import tocsin.wire.RecordJson;

/// Writes each message as a line of `outbox/<means>.ndjson`.
public final class OutboxChannel implements Channel {
    private final ChannelKind kind;
    private final Path file;
    private final FileChannel output;
    private final InstantSource clock;

    /// @param folder where the outbox's files are; created if it is missing
    public OutboxChannel(ChannelKind kind, Path folder, InstantSource clock) {
        this.kind = kind;
        this.file = folder.resolve(kind.name().toLowerCase(java.util.Locale.ROOT) + ".ndjson");
        this.clock = clock;
        try {
            Files.createDirectories(folder);
            this.output = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the outbox " + file, e);
        }
    }

    @Override
    public ChannelKind kind() {
        return kind;
    }

    @Override
    public String provider() {
        return "outbox";
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public Duration callLimit() {
        return Duration.ofSeconds(1);
    }

    @Override
    public int concurrency() {
        return 8;
    }

    @Override
    public Optional<Attempt.Refused> objection(Notification notification) {
        return Optional.empty();
    }

    @Override
    public Attempt send(Notification notification) {
        ObjectNode line = RecordJson.write(notification);
        line.put("sentAt", RecordJson.time(clock.instant()));
        // One write of the whole line: a crash leaves all of it or a torn end, which no reader takes for a message.
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            synchronized (output) {
                write(bytes);
            }
            return new Attempt.HandedOver(notification.getNotificationId());
        } catch (IOException e) {
            return new Attempt.Retry(DeliveryReason.PROVIDER_ERROR, "the outbox cannot be written: " + e.getMessage(),
                    Optional.empty());
        }
    }

    /// All of a line or nothing: what a full disk cut off is taken back, so that the next line begins on its own.
    private void write(ByteBuffer bytes) throws IOException {
        long end = output.size();
        try {
            while (bytes.hasRemaining()) {
                output.write(bytes);
            }
        } catch (IOException e) {
            output.truncate(end);
            throw e;
        }
    }

    @Override
    public Reconciliation reconcile(Notification notification, Doubt doubt) {
        String wanted = "\"notificationId\":\"" + notification.getNotificationId() + "\"";
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.endsWith("}") && line.contains(wanted))
                    ? new Reconciliation.Found(notification.getNotificationId())
                    : new Reconciliation.NotFound();
        } catch (IOException | UncheckedIOException e) {
            return new Reconciliation.CannotTell();
        }
    }

    @Override
    public void close() {
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
