package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.escalation.Signal;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.AuthenticatedReply;
import tocsin.internal.v1.BoardContact;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.RollCall;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.Tick;
import tocsin.v1.TimelineKind;
import tocsin.wire.PackLibrary;

/// The desks of one partition: each inbox record in, decisions out.
///
/// Deterministic: the same records with the same append times and positions give the same outputs, byte for byte.
/// Not safe for several threads.
public final class Desk {
    /// Due times that fire in one tick: some 100 ms of work; the next tick goes on.
    private static final int TICK_BUDGET = 500;

    private final DeskStores stores;
    private final PackLibrary packs;

    public Desk(DeskStores stores, PackLibrary packs) {
        this.stores = stores;
        this.packs = packs;
    }

    /// Reads one record of the inbox.
    ///
    /// @param position where the record lies in the inbox
    /// @param appendedAt when it was appended there
    public List<DeskOutput> read(InboxRecord record, Origin position, Instant appendedAt) {
        if (record.getBody() instanceof Activated activated) {
            // What nobody published must not be in force: every record after it would fail.
            packs.pack(activated.getPackHash());
            packs.directory(activated.getDirectoryHash());
            stores.putInForce(activated, appendedAt);
            if (record.getDesk().isEmpty()) {
                return List.of();
            }
        }
        if (record.getBody() instanceof RollCall) {
            return List.of();
        }
        Optional<Activated> inForce = stores.inForce();
        if (inForce.isEmpty()) {
            throw new IllegalStateException(
                    "no pack is in force in this partition of the inbox: activate one before anything else is sent");
        }
        Optional<Duration> back = ClockSetBack.by(stores.book(record.getDesk()), appendedAt);
        back.ifPresent(by -> ClockSetBack.carry(stores, record.getDesk(), by, appendedAt));
        DeskTurn turn = new DeskTurn(stores, packs, inForce.get(), record.getDesk(),
                record.getOrigin() == null ? position : record.getOrigin(), appendedAt);
        back.ifPresent(by -> turn.event(TimelineKind.NOTED, null, "desk", null, "the broker's clock was set back by "
                + by.toSeconds() + " s; what was due by the clock before moves with it", Map.of()));
        switch (record.getBody()) {
            case AcceptedReport report -> new ReportTurn(turn, report).take();
            case LevelChange change -> new SignalTurn(turn).take(change);
            case MediaBurst burst -> new SignalTurn(turn).take(burst);
            case SensorFault fault -> new SensorFaultTurn(turn).take(fault);
            case LevelInterruption interruption -> new InterruptionTurn(turn).take(interruption);
            case AuthenticatedCommand command -> new CommandTurn(turn, command).take();
            case DeliveryOutcome outcome -> new OutcomeTurn(turn).take(outcome);
            case AuthenticatedReply reply -> new ReplyTurn(turn, reply).take();
            case BoardContact contact -> new BoardContactTurn(turn).take(contact);
            case Activated activated -> new ActivationTurn(turn).take(activated);
            case Tick tick -> timePasses(turn);
            default -> throw new IllegalStateException("an inbox holds no " + record.getBody().getClass());
        }
        return turn.close();
    }

    /// What falls due at this desk by this time, soonest first: what a tick fires.
    public List<Due> due(String desk, Instant until) {
        return stores.dueUntil(desk, until, TICK_BUDGET).stream().map(Map.Entry::getValue).toList();
    }

    /// Reads a tick for one of what falls due alone: where all of it together failed.
    ///
    /// @param due one of [#due]
    public List<DeskOutput> read(InboxRecord tick, Origin position, Instant appendedAt, Due due) {
        DeskTurn turn = new DeskTurn(stores, packs, stores.inForce().orElseThrow(), tick.getDesk(), position,
                appendedAt);
        fallDue(turn, due);
        return turn.close();
    }

    /// Puts off what falls due: it failed, and must not keep everything after it waiting.
    public void putOff(String desk, Due due, Instant until) {
        stores.reschedule(desk, due.getIncidentId(), due.getAt(), until);
    }

    private void timePasses(DeskTurn turn) {
        due(turn.desk, turn.now).forEach(due -> fallDue(turn, due));
    }

    private void fallDue(DeskTurn turn, Due due) {
        String subject = due.getIncidentId();
        stores.reschedule(turn.desk, subject, due.getAt(), null);
        if (subject.startsWith("@")) {
            new DailyTurn(turn).passed(subject.substring(1));
        } else {
            stores.incident(subject).ifPresent(file -> timePasses(turn, file));
        }
    }

    private static void timePasses(DeskTurn turn, IncidentFile stored) {
        if (Closings.isUnderWay(stored)) {
            new Closings(turn).takeEffect(stored);
            return;
        }
        Instant showAt = stored.getShowAt();
        if (showAt != null && !showAt.isAfter(turn.now)) {
            turn.show(stored);
            turn.stores.incident(stored.getIncident().getIncidentId()).ifPresent(file -> fallDue(turn, file));
        } else {
            fallDue(turn, stored);
        }
    }

    private static void fallDue(DeskTurn turn, IncidentFile stored) {
        IncidentFile file = new AlertStanding(turn).passed(stored);
        IncidentFile told = new DutyTurn(turn).pass(file);
        Instant due = file.getEscalation().getDueAt();
        if (due != null && !due.isAfter(turn.now)) {
            new Paging(turn).signal(file, told, new Signal.TimePassed());
        } else {
            turn.keep(file, told);
        }
    }
}
