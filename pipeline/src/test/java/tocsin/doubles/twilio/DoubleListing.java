package tocsin.doubles.twilio;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// How the double lists messages, and what goes wrong with that: the test's to say.
public final class DoubleListing {
    private final Queue<Turn> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile ListOrder order = ListOrder.documented();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean emptyFirst;
    private volatile boolean byNumber;
    private volatile IntConsumer before = nth -> {};

    DoubleListing() {}

    /// In which order; as documented unless told.
    public DoubleListing order(ListOrder order) {
        this.order = order;
        return this;
    }

    /// A message is listed only so long after it was created.
    public DoubleListing after(Duration delay) {
        this.delay = delay;
        return this;
    }

    /// What the next requests for a page meet, one turn each.
    public DoubleListing next(Turn... turns) {
        next.addAll(List.of(turns));
        return this;
    }

    /// Called before each page is made, with how many were asked for before it.
    public DoubleListing before(IntConsumer before) {
        this.before = before;
        return this;
    }

    /// The first page of every list is empty and names a next one.
    public DoubleListing emptyFirst(boolean empty) {
        emptyFirst = empty;
        return this;
    }

    /// Pages go by their number alone, and not by the message the page before ended with.
    public DoubleListing byNumber(boolean byNumber) {
        this.byNumber = byNumber;
        return this;
    }

    /// How many pages were asked for.
    public int asked() {
        return asked.get();
    }

    @Nullable
    Turn begin() {
        before.accept(asked.getAndIncrement());
        return next.poll();
    }

    ListOrder order() {
        return order;
    }

    boolean shows(DoubleMessage message, Instant now) {
        return !message.created.plus(delay).isAfter(now);
    }

    boolean beginsEmpty() {
        return emptyFirst;
    }

    boolean goesByNumber() {
        return byNumber;
    }
}
