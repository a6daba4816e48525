package tocsin.doubles.twilio;

import java.time.Instant;
import java.util.Comparator;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The order in which the double lists messages.
public final class ListOrder {
    private static final Comparator<Row> NEWEST_CREATED = Comparator.comparingLong(Row::number).reversed();

    private final String name;
    private final Comparator<Row> comparator;

    /// What a message was when the list was made: while it is sorted it may be sent.
    ///
    /// @param sent to the second, or null while it waits
    record Row(DoubleMessage message, long number, @Nullable Instant sent) {
        static Row of(DoubleMessage message) {
            return new Row(message, message.number, message.sent());
        }
    }

    private ListOrder(String name, Comparator<Row> comparator) {
        this.name = name;
        this.comparator = comparator;
    }

    /// As Twilio documents it: by the date of sending, newest first. Twilio does not say where a message stands that
    /// has no such date; here it comes last.
    public static ListOrder documented() {
        return new ListOrder("sent, queued last", Comparator
                .comparing(Row::sent, Comparator.nullsLast(Comparator.reverseOrder())).thenComparing(NEWEST_CREATED));
    }

    /// The same, with what waits in the queue first.
    public static ListOrder queuedFirst() {
        return new ListOrder("sent, queued first", Comparator
                .comparing(Row::sent, Comparator.nullsFirst(Comparator.reverseOrder())).thenComparing(NEWEST_CREATED));
    }

    /// By creation, newest first.
    public static ListOrder newestCreatedFirst() {
        return new ListOrder("created, newest first", NEWEST_CREATED);
    }

    /// By creation, oldest first.
    public static ListOrder oldestCreatedFirst() {
        return new ListOrder("created, oldest first", NEWEST_CREATED.reversed());
    }

    /// In no order; the same for the same seed and the same creates.
    public static ListOrder seeded(long seed) {
        return new ListOrder("seed " + seed, Comparator
                .comparingLong((Row row) -> new SplittableRandom(seed ^ row.number() * 0x9E3779B97F4A7C15L).nextLong())
                .thenComparing(NEWEST_CREATED));
    }

    /// The order with this name: `documented`, `queued-first`, `created`, `oldest`, or a number, which is a seed.
    public static ListOrder named(String name) {
        return switch (name) {
            case "documented" -> documented();
            case "queued-first" -> queuedFirst();
            case "created" -> newestCreatedFirst();
            case "oldest" -> oldestCreatedFirst();
            default -> seeded(Long.parseLong(name));
        };
    }

    Comparator<Row> comparator() {
        return comparator;
    }

    @Override
    public String toString() {
        return name;
    }
}
