package tocsin.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.desk.DeskOutput;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.PostWindow;
import tocsin.internal.v1.RollCall;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.Tick;
import tocsin.listening.Listening;
import tocsin.listening.Relevance;
import tocsin.model.IncidentName;
import tocsin.replay.Sandbox;
import tocsin.replay.Totals;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.sensing.Sensing;
import tocsin.sensing.SensorsInMemory;
import tocsin.v1.Command;
import tocsin.v1.IncidentReport;

/// One pack's trial of the past, in a sandbox.
///
/// What people and machines did is taken as it was; what the rules of then derived is derived anew: ticks, activations,
/// changes of level and bursts of posts. An order about an incident goes to the incident that the same evidence opened
/// here; an outcome counts for a message that was sent here.
final class Trial {
    /// Why something recorded found no place in a trial.
    enum LeftOut {
        /// An order, or a report's reference, about an incident that was not opened in this trial.
        INCIDENT_NOT_OPENED,
        /// What became of a message that was not sent in this trial.
        MESSAGE_NOT_SENT
    }

    private final Pack pack;
    private final Sandbox sandbox;
    private final Past past;
    private final Totals totals = new Totals();
    private final Outcomes outcomes = new Outcomes();
    private final SortedMap<LeftOut, Integer> leftOut = new TreeMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Set<String> derived = new HashSet<>();
    private final SensorsInMemory sensors = new SensorsInMemory();
    private final Map<String, PostWindow> postWindows = new HashMap<>();
    private final Listening listening = new Listening(new Relevance());

    private Trial(PackFiles files, Past past) {
        this.pack = PackReader.readKept(files);
        this.past = past;
        Instant beginning = past.moments().isEmpty()
                ? Instant.EPOCH
                : past.moments().getFirst().at().minus(Duration.ofSeconds(1));
        this.sandbox = new Sandbox(files, beginning, totals, this::put);
    }

    /// What a pack made of the past.
    ///
    /// @param pack its name
    /// @param hash its hash
    /// @param leftOut what found no place, counted
    /// @param fingerprint over everything the desks put out
    record Result(String pack, String hash, Outcomes outcomes, SortedMap<LeftOut, Integer> leftOut,
            String fingerprint) {}

    /// Runs the past through this pack.
    static Result run(PackFiles files, Past past) {
        Trial trial = new Trial(files, past);
        past.moments().forEach(trial::take);
        if (past.goesOn()) {
            trial.sandbox.end();
        }
        trial.outcomes.settle();
        return new Result(trial.pack.name(), trial.pack.hash(), trial.outcomes, trial.leftOut,
                trial.totals.fingerprint());
    }

    private void put(DeskOutput output) {
        outcomes.take(output);
        if (output instanceof DeskOutput.OfNotification notification) {
            sent.add(notification.record().getNotificationId());
        }
    }

    private void take(Past.Moment moment) {
        switch (moment) {
            case Past.Moment.Report(var recorded) -> sandbox.report(recorded);
            case Past.Moment.Inbox(InboxRecord record, Instant at) -> inbox(record, at);
            case Past.Moment.Reading(var reading, String key, Origin origin, Instant at) -> {
                derived.add(place(origin));
                Sensing.desk(reading.getSensorId(), sandbox.directory()).ifPresent(desk -> {
                    Sensing.Read read = Sensing.read(reading, at, pack, sandbox.directory(), sensors);
                    read.changes().forEach(change -> sandbox.append(new InboxRecord(desk, origin, change), at));
                    read.faults().forEach(fault -> sandbox.append(new InboxRecord(desk, origin, fault), at));
                    read.interruptions().forEach(
                            interruption -> sandbox.append(new InboxRecord(desk, origin, interruption), at));
                });
            }
            case Past.Moment.Post(var post, String area, Origin origin, Instant at) -> {
                derived.add(place(origin));
                if (!area.isEmpty()) {
                    listening.read(post, area, at, pack, keptPosts(postWindows))
                            .forEach(burst -> sandbox.append(
                                    new InboxRecord(sandbox.directory().deskFor(area), origin, burst), at));
                }
            }
        }
    }

    private void inbox(InboxRecord record, Instant at) {
        switch (record.getBody()) {
            case Tick tick -> {
                // The sandbox makes its own: what falls due depends on the pack.
            }
            case RollCall call -> {
                // Nobody is waited for in a sandbox.
            }
            case Activated activated -> {
                // One pack is on trial from beginning to end.
            }
            case LevelChange change -> again(record, at);
            case SensorFault fault -> again(record, at);
            case LevelInterruption interruption -> again(record, at);
            case MediaBurst burst -> again(record, at);
            case AcceptedReport accepted ->
                sandbox.append(InboxRecord.newBuilder(record).setBody(here(accepted)).build(),
                        at);
            case AuthenticatedCommand command -> order(record, command, at);
            case DeliveryOutcome outcome -> {
                if (sent.contains(outcome.getDelivery().getNotificationId())) {
                    sandbox.append(record, at);
                } else {
                    leftOut.merge(LeftOut.MESSAGE_NOT_SENT, 1, Integer::sum);
                }
            }
            default -> sandbox.append(record, at);
        }
    }

    /// What was derived then from something that is not recorded any more is taken as it was.
    private void again(InboxRecord record, Instant at) {
        if (record.getOrigin() == null || !derived.contains(place(record.getOrigin()))) {
            sandbox.append(record, at);
        }
    }

    private void order(InboxRecord record, AuthenticatedCommand authenticated, Instant at) {
        Command command = authenticated.getCommand();
        Optional<String> here = IncidentName.parse(command.getIncidentId()).isPresent()
                ? here(command.getIncidentId())
                : Optional.of(command.getIncidentId());
        if (here.isEmpty()) {
            leftOut.merge(LeftOut.INCIDENT_NOT_OPENED, 1, Integer::sum);
            return;
        }
        sandbox.append(InboxRecord.newBuilder(record)
                .setBody(AuthenticatedCommand.newBuilder(authenticated)
                        .setCommand(Command.newBuilder(command).setIncidentId(here.get()).build()).build())
                .build(), at);
    }

    private AcceptedReport here(AcceptedReport accepted) {
        String reference = accepted.getReport().getIncidentRef();
        if (reference == null || IncidentName.parse(reference).isEmpty() || past.openedBy().get(reference) == null) {
            return accepted;
        }
        Optional<String> here = here(reference);
        if (here.isEmpty()) {
            leftOut.merge(LeftOut.INCIDENT_NOT_OPENED, 1, Integer::sum);
        }
        return AcceptedReport.newBuilder(accepted).setReport(
                IncidentReport.newBuilder(accepted.getReport()).setIncidentRef(here.orElse(null)).build()).build();
    }

    private Optional<String> here(String recordedId) {
        return Optional.ofNullable(past.openedBy().get(recordedId)).flatMap(outcomes::name);
    }

    private static String place(Origin origin) {
        return origin.getTopic() + "/" + origin.getPartition() + "/" + origin.getOffset();
    }

    private static Listening.Windows keptPosts(Map<String, PostWindow> windows) {
        return new Listening.Windows() {
            @Override
            public @Nullable PostWindow get(String key) {
                return windows.get(key);
            }

            @Override
            public void put(String key, PostWindow window) {
                windows.put(key, window);
            }
        };
    }
}
