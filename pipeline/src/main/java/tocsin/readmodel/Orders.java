package tocsin.readmodel;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.v1.CommandOutcome;
import tocsin.v1.CommandState;
import tocsin.v1.Refusal;
import tocsin.v1.Rejected;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// Orders by id, and what became of them.
///
/// Three topics tell of an order, and may be read in any order: that of orders, that of outcomes, and, where intake or
/// a fault kept an order from its desk, that of what was rejected. They are joined by where the order lay. Where several
/// orders have one id, the one that arrived first is meant: the desk refuses the later ones. Orders that nobody proves
/// are kept apart, so that a forged one never stands in for a true one. Not safe for several threads.
final class Orders {
    private final Newest<CommandOutcome> proven;
    private final Newest<CommandOutcome> unproven;
    private final Newest<Rejected> rejected;
    /// The ids of the proven orders that wait, by where they lie.
    private final Map<String, String> waiting = new HashMap<>();

    /// @param most bytes they may take together
    Orders(long most) {
        proven = new Newest<>(CommandOutcome.class, CommandOutcome::getArrivedAt, most * 8 / 10);
        unproven = new Newest<>(CommandOutcome.class, CommandOutcome::getArrivedAt, most / 10);
        rejected = new Newest<>(Rejected.class, Rejected::getAt, most / 10);
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "/" + partition + "/" + offset;
    }

    private static String place(CommandOutcome order) {
        return place(order.getInputTopic(), order.getInputPartition(), order.getInputOffset());
    }

    /// An order that lies on its topic.
    ///
    /// @param isProven whether an intake knew who sent it
    void ordered(CommandOutcome accepted, boolean isProven) {
        CommandOutcome order = rejected.get(place(accepted)).map(refused -> refused(accepted, refused))
                .orElse(accepted);
        if (isProven) {
            take(order);
        } else if (unproven.get(order.getCommandId()).filter(known -> stands(known, order)).isEmpty()) {
            unproven.put(order.getCommandId(), order);
        }
    }

    /// What a desk made of an order.
    void decided(CommandOutcome outcome) {
        take(outcome);
    }

    private void take(CommandOutcome order) {
        String id = order.getCommandId();
        Optional<CommandOutcome> known = proven.get(id);
        Optional<CommandOutcome> same = known.filter(before -> place(before).equals(place(order)));
        if (same.isPresent()) {
            keep(id, together(same.get(), order));
        } else if (known.filter(before -> stands(before, order)).isEmpty()) {
            known.ifPresent(before -> waiting.remove(place(before)));
            keep(id, order);
        }
    }

    private void keep(String id, CommandOutcome order) {
        if (order.getState() == CommandState.ACCEPTED) {
            waiting.put(place(order), id);
        } else {
            waiting.remove(place(order));
        }
        proven.put(id, order).forEach(forgotten -> waiting.remove(place(forgotten)));
    }

    /// One order of two records: the later word counts, and it arrived when it was appended.
    private static CommandOutcome together(CommandOutcome known, CommandOutcome other) {
        CommandOutcome later = rank(known) >= rank(other) ? known : other;
        Instant arrivedAt = known.getArrivedAt().isBefore(other.getArrivedAt())
                ? known.getArrivedAt()
                : other.getArrivedAt();
        return CommandOutcome.newBuilder(later).setArrivedAt(arrivedAt).build();
    }

    /// Whether an order stands against another with the same id: the first does.
    private static boolean stands(CommandOutcome known, CommandOutcome other) {
        int earlier = known.getArrivedAt().compareTo(other.getArrivedAt());
        return earlier < 0 || earlier == 0 && place(known).compareTo(place(other)) < 0;
    }

    private static int rank(CommandOutcome order) {
        return order.getState() == CommandState.ACCEPTED ? 0 : order.getDesk() == null ? 1 : 2;
    }

    /// A record of the topic of orders that was rejected, its bytes left out.
    void rejected(Rejected refused) {
        String place = place(refused.getSourceTopic(), refused.getPartition(), refused.getOffset());
        rejected.put(place, Rejected.newBuilder(refused).setBytes(null).build());
        Optional.ofNullable(waiting.get(place)).flatMap(proven::get).ifPresent(order -> take(refused(order, refused)));
    }

    private static CommandOutcome refused(CommandOutcome order, Rejected refused) {
        List<Refusal> reasons = refused.getReasons();
        Refusal first = reasons.getFirst();
        return CommandOutcome.newBuilder(order).setState(CommandState.REFUSED).setReasons(reasons)
                .setDecidedAt(refused.getAt()).setDetail(first.getDetail()).build();
    }

    /// The order of this id that an intake knew the sender of, and where it stands, if it is still known.
    Optional<CommandOutcome> proven(String commandId) {
        return proven.get(commandId);
    }

    /// The order of this id and where it stands, if it is still known; one that nobody proves only where there is no
    /// other.
    Optional<CommandOutcome> get(String commandId) {
        return proven.get(commandId).or(() -> unproven.get(commandId).map(order -> rejected.get(place(order))
                .map(refused -> refused(order, refused)).orElse(order)));
    }

    /// What a desk of a release before 0.3.0 made of an order: it wrote no outcome, and its timeline tells.
    ///
    /// @param timeline the events of the order's incident
    static CommandOutcome decidedBefore(CommandOutcome order, List<TimelineEvent> timeline) {
        return timeline.stream()
                .filter(event -> place(event.getInputTopic(), event.getInputPartition(), event.getInputOffset())
                        .equals(place(order)))
                .filter(event -> event.getKind() != TimelineKind.REFUSED && !event.getDetail().containsKey("action"))
                .findFirst()
                .map(event -> CommandOutcome.newBuilder(order).setState(CommandState.DONE).setChanged(true)
                        .setDetail(event.getReason()).setDesk(event.getDesk()).setDecidedAt(event.getAt()).build())
                .orElse(order);
    }
}
