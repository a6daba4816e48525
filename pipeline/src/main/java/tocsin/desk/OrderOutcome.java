package tocsin.desk;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Origin;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.CommandState;
import tocsin.v1.Incident;
import tocsin.v1.Refusal;
import tocsin.v1.TimelineEvent;

/// What became of an order, read from what its turn put out: one place for every action.
public final class OrderOutcome {
    /// What these do is to be recorded: they change something even where the incident stays as it was.
    private static final Set<Action> RECORDED = EnumSet.of(Action.NOTE, Action.INSTRUCT, Action.FORWARD, Action.USE,
            Action.PUBLISH,
            Action.DECIDE, Action.APPEAL);

    private OrderOutcome() {}

    /// The hash by which an order is known when it comes again: of everything but its time, for sent again after a lost
    /// answer it carries another.
    public static String contentSha256(Command command) {
        return Sha256.of(CanonicalAvro.bytes(Command.newBuilder(command).setAt(Instant.EPOCH).build()));
    }

    /// An order that is stored durably and not decided yet.
    ///
    /// @param arrivedAt when it was appended
    public static CommandOutcome accepted(Command command, Instant arrivedAt, String topic, int partition,
            long offset) {
        return CommandOutcome.newBuilder().setCommandId(command.getCommandId())
                .setIncidentId(command.getIncidentId()).setAction(command.getAction()).setBy(command.getBy())
                .setChannel(command.getChannel()).setArrivedAt(arrivedAt).setState(CommandState.ACCEPTED)
                .setDetail("stored durably; its desk has not decided yet: ask again")
                .setContentSha256(contentSha256(command)).setInputTopic(topic).setInputPartition(partition)
                .setInputOffset(offset).build();
    }

    /// What this turn made of an order.
    ///
    /// @param before the incident it is about as it was, or null
    static CommandOutcome of(DeskTurn turn, Command command, Instant arrivedAt, @Nullable IncidentFile before) {
        Origin input = turn.input();
        CommandOutcome.Builder outcome = CommandOutcome
                .newBuilder(accepted(command, arrivedAt, input.getTopic(), input.getPartition(), input.getOffset()))
                .setDesk(turn.desk).setDecidedAt(turn.now);
        List<Refusal> reasons = turn.outputs().stream()
                .flatMap(output -> output instanceof DeskOutput.OfRejected refused
                        ? refused.record().getReasons().stream()
                        : java.util.stream.Stream.empty())
                .toList();
        if (!reasons.isEmpty()) {
            Refusal first = reasons.getFirst();
            return outcome.setState(CommandState.REFUSED).setReasons(reasons)
                    .setDetail(first.getField() == null
                            ? first.getDetail()
                            : first.getField() + ": " + first.getDetail())
                    .build();
        }
        IncidentFile after = before == null
                ? null
                : turn.stores.incident(before.getIncident().getIncidentId()).orElse(null);
        boolean changed = before == null || after == null || RECORDED.contains(command.getAction())
                || !bare(before).equals(bare(after))
                || turn.outputs().stream().anyMatch(output -> !(output instanceof DeskOutput.OfTimeline));
        return outcome.setState(CommandState.DONE).setChanged(changed)
                .setDetail(changed || after == null ? done(turn, command) : asBefore(after)).build();
    }

    /// The incident without what every order leaves on it.
    private static IncidentFile bare(IncidentFile file) {
        return IncidentFile.newBuilder(file).setActs(List.of()).setRuledAt(null).build();
    }

    private static String asBefore(IncidentFile file) {
        Incident incident = file.getIncident();
        return "nothing changed, it was so already: the incident is " + incident.getState() + ", its confidence "
                + incident.getConfidence() + ", its escalation " + file.getEscalation().getPhase();
    }

    /// What the timeline says that this person did.
    private static String done(DeskTurn turn, Command command) {
        List<TimelineEvent> events = turn.outputs().stream()
                .flatMap(output -> output instanceof DeskOutput.OfTimeline event
                        ? java.util.stream.Stream.of(event.record())
                        : java.util.stream.Stream.empty())
                .toList();
        Optional<TimelineEvent> own = events.stream().filter(event -> event.getActor().equals(command.getBy()))
                .findFirst();
        return own.or(() -> events.stream().findFirst()).map(TimelineEvent::getReason)
                .orElse("nothing changed, it was so already");
    }
}
