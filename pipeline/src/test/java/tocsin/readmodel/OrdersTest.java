package tocsin.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.desk.OrderOutcome;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.CommandState;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// What became of an order is the same in whatever order the topics are read, takes no more memory than it may, and is
/// never what a forger says.
class OrdersTest {
    private static final String INCIDENT = "370200-20260302-0001";
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    private static CommandOutcome order(String id, int offset) {
        return OrderOutcome.accepted(
                new Command(id, INCIDENT, Action.NOTE, "duty-wang", "http", NOW, Map.of(), "words " + offset),
                NOW.plusSeconds(offset), "tocsin.commands", 0, offset);
    }

    private static CommandOutcome done(CommandOutcome order) {
        return CommandOutcome.newBuilder(order).setState(CommandState.DONE).setDesk("370200")
                .setDecidedAt(order.getArrivedAt()).setDetail("noted").build();
    }

    private static Rejected rejected(CommandOutcome order, RejectReason reason) {
        return new Rejected(order.getInputTopic(), order.getInputPartition(), order.getInputOffset(), "x", null, 1,
                "00",
                List.of(new Refusal(reason, "incidentId", "is none")), order.getArrivedAt());
    }

    private static CommandState state(Orders orders, String id) {
        return orders.get(id).map(CommandOutcome::getState).orElse(CommandState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void inWhateverOrderTheTopicsAreReadTheAnswerIsTheSame(int seed) {
        // Given: one done, one rejected on its way, one that waits, and two under one id
        List<Runnable> read = new ArrayList<>();
        Orders orders = new Orders(1_000_000);
        read.add(() -> orders.ordered(order("done", 1), true));
        read.add(() -> orders.decided(done(order("done", 1))));
        read.add(() -> orders.ordered(order("rejected", 2), true));
        read.add(() -> orders.rejected(rejected(order("rejected", 2), RejectReason.NO_SUCH_INCIDENT)));
        read.add(() -> orders.ordered(order("waits", 3), true));
        read.add(() -> orders.ordered(order("twice", 4), true));
        read.add(() -> orders.decided(done(order("twice", 4))));
        read.add(() -> orders.ordered(order("twice", 5), true));
        read.add(() -> orders.rejected(rejected(order("twice", 5), RejectReason.ID_REUSED)));

        // When
        Collections.shuffle(read, new Random(seed));
        read.forEach(Runnable::run);

        // Then
        assertEquals(List.of(CommandState.DONE, CommandState.REFUSED, CommandState.ACCEPTED, CommandState.DONE),
                List.of(state(orders, "done"), state(orders, "rejected"), state(orders, "waits"),
                        state(orders, "twice")));
        assertEquals(RejectReason.NO_SUCH_INCIDENT,
                orders.get("rejected").orElseThrow().getReasons().getFirst().getReason());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForgedOrderNeverStandsInForATrueOne(boolean forgedFirst) {
        // Given
        Orders orders = new Orders(1_000_000);
        CommandOutcome forged = order("c", 1);
        CommandOutcome genuine = order("c", 2);

        // When
        if (!forgedFirst) {
            orders.ordered(genuine, true);
        }
        orders.ordered(forged, false);
        orders.rejected(rejected(forged, RejectReason.UNAUTHORISED));
        assertEquals(forgedFirst ? CommandState.REFUSED : CommandState.ACCEPTED, state(orders, "c"));
        orders.ordered(genuine, true);
        orders.decided(done(genuine));

        // Then
        assertEquals(CommandState.DONE, state(orders, "c"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beyondItsSizeTheOldestAreForgottenAndNeverComeBackAsLess(boolean outcomesFirst) {
        // Given: room for some dozen of a thousand
        Orders orders = new Orders(20_000);
        List<CommandOutcome> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(order("c" + i, i));
        }

        // When
        if (outcomesFirst) {
            all.forEach(order -> orders.decided(done(order)));
            all.forEach(order -> orders.ordered(order, true));
        } else {
            all.forEach(order -> orders.ordered(order, true));
            all.forEach(order -> orders.decided(done(order)));
        }

        // Then
        List<CommandState> kept = all.stream().map(order -> orders.get(order.getCommandId()))
                .flatMap(Optional::stream).map(CommandOutcome::getState).toList();
        assertTrue(kept.size() >= 10 && kept.size() <= 60, () -> kept.size() + " are kept");
        assertEquals(List.of(CommandState.DONE), kept.stream().distinct().toList());
        assertEquals(CommandState.DONE, state(orders, "c999"));
        assertEquals(CommandState.UNKNOWN, state(orders, "c0"));
    }

    @Test
    void ofAnOrderThatAnOlderReleaseCarriedOutTheTimelineTells() {
        // Given
        ReadModel model = new ReadModel(1_000_000);
        model.ordered(order("old", 7), true);
        assertEquals(CommandState.ACCEPTED, model.order("old").orElseThrow().getState());

        // When
        model.take(new TimelineEvent("370200", 1L, "0", "1", NOW, INCIDENT, TimelineKind.NOTED, "duty-wang", null,
                "noted: words", "tocsin.commands", 0, 7L, "00", "pack", Map.of("commandId", "old")), false);

        // Then
        assertEquals(CommandState.DONE, model.order("old").orElseThrow().getState());
        assertEquals("noted: words", model.order("old").orElseThrow().getDetail());
    }
}
