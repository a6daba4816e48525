package tocsin.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.IncidentTitle;
import tocsin.correlation.Clue;
import tocsin.correlation.Correlator;
import tocsin.escalation.Signal;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.MeasuredValue;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.Statement;
import tocsin.model.Kept;
import tocsin.rules.EventType;
import tocsin.rules.MediaRule;
import tocsin.rules.QuakeRule;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.UnusualRule;
import tocsin.rules.WarningRule;
import tocsin.rules.Words;
import tocsin.rules.directory.Area;
import tocsin.timeliness.Deadlines;
import tocsin.v1.Category;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;
import tocsin.v1.WarningLevel;

/// What sensors and the public say, at the desk: evidence that joins an incident or opens one to be watched or verified.
final class SignalTurn {
    /// Whose references sequences of earthquakes are.
    private static final String SEQUENCE = "earthquake sequence";
    /// Whose references the levels are that stand, by sensor, metric and rule.
    static final String LEVEL = "warning level";

    private final DeskTurn turn;

    SignalTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(LevelChange change) {
        level(change);
        new ArealTurn(turn).changes(change).forEach(this::level);
    }

    /// What one level that changed makes: of a sensor, of an earthquake, or of an area.
    private void level(LevelChange change) {
        Optional<EventType> type = type(change.getRule());
        Clue clue = Clue.ofSignal(change.getStatus(), type.orElse(null), change.getLocation(),
                change.getObservedAt());
        Words reading = reading(change);
        Evidence evidence = new Evidence(EvidenceKind.SENSOR,
                "sensor/" + change.getSensorId() + "/" + change.getMetric() + "/"
                        + (change.getEvent() == null ? change.getObservedAt() : change.getEvent()),
                change.getSensorId(), change.getArrivedAt(), List.of());
        Optional<Correlator.Join> linked = sequence(clue, change).or(() -> standing(clue, change));
        if (change.getLevel() == null) {
            lifted(clue, linked, change, reading);
        } else {
            IncidentFile file = change.getLevel() == change.getPreviousLevel()
                    ? revised(linked, change, reading)
                    : bring(clue, linked, evidence, reading.in(turn.pack.language()), new Measured(change, reading));
            if (file != null) {
                turn.stores.indexReference(turn.desk, clue.status(), change.getSequence() == null ? LEVEL : SEQUENCE,
                        change.getSequence() == null ? series(change) : change.getSequence(),
                        file.getIncident().getIncidentId());
            }
        }
    }

    private Optional<EventType> type(String rule) {
        return Stream.of(
                turn.pack.warnings().stream().filter(known -> known.provenance().id().equals(rule))
                        .map(WarningRule::type),
                turn.pack.quakes().stream().filter(known -> known.provenance().id().equals(rule))
                        .map(QuakeRule::type),
                turn.pack.unusual().stream().filter(known -> known.provenance().id().equals(rule))
                        .map(UnusualRule::type),
                turn.pack.areal().stream().filter(known -> known.provenance().id().equals(rule))
                        .flatMap(known -> turn.pack.warnings().stream()
                                .filter(counted -> counted.provenance().id().equals(known.rule())))
                        .map(WarningRule::type))
                .flatMap(types -> types).findFirst().map(turn.pack.types()::get);
    }

    /// The incident of the sequence an earthquake belongs to.
    private Optional<Correlator.Join> sequence(Clue clue, LevelChange change) {
        return Optional.ofNullable(change.getSequence())
                .flatMap(main -> turn.stores.incidentByReference(turn.desk, clue.status(), SEQUENCE, main)
                        .flatMap(turn.stores::standing).flatMap(file -> Correlator.byReference(clue, file,
                                "it belongs to the sequence of " + main)));
    }

    /// The incident of the level that stood before: an upgrade, a downgrade or a lift supersedes it there.
    private Optional<Correlator.Join> standing(Clue clue, LevelChange change) {
        return change.getPreviousLevel() == null || change.getSequence() != null
                ? Optional.empty()
                : turn.stores.incidentByReference(turn.desk, clue.status(), LEVEL, series(change))
                        .flatMap(turn.stores::standing)
                        .filter(file -> file.getIncident().getState() != IncidentState.CLOSED)
                        .flatMap(file -> Correlator.byReference(clue, file,
                                "it supersedes the level " + change.getPreviousLevel() + " of the same sensor"));
    }

    /// A value that was revised within its level: the incident is told otherwise, and nobody is told.
    private @Nullable IncidentFile revised(Optional<Correlator.Join> linked, LevelChange change, Words reading) {
        return linked.map(join -> turn.keep(join.incident(), turn.revised(join.incident(),
                new Measured(change, reading).with(join.incident())))).orElse(null);
    }

    /// What a piece of evidence says of itself.
    private sealed interface Told {
        Signal.Ground ground();

        Words words();

        Instant observedAt();

        Instant arrivedAt();

        /// The incident with what was measured.
        IncidentFile with(IncidentFile file);
    }

    private record Measured(LevelChange change, Words words) implements Told {
        @Override
        public Signal.Ground ground() {
            return Signal.Ground.SENSOR;
        }

        @Override
        public Instant observedAt() {
            return change.getObservedAt();
        }

        @Override
        public Instant arrivedAt() {
            return change.getArrivedAt();
        }

        @Override
        public IncidentFile with(IncidentFile file) {
            String source = change.getEvent() == null ? series(change) : change.getEvent();
            List<MeasuredValue> measured = new ArrayList<>(file.getMeasured().stream()
                    .filter(value -> !value.getSource().equals(source)).toList());
            measured.add(new MeasuredValue(source, change.getValue(), change.getLevel(), words.zh(), words.en(),
                    change.getEvent() != null));
            if (measured.size() > Kept.MEASURED) {
                measured.stream().min(IncidentTitle.BY_GRAVITY).ifPresent(measured::remove);
            }
            return IncidentFile.newBuilder(file).setMeasured(measured).build();
        }
    }

    private record Posted(MediaBurst burst, Words words) implements Told {
        @Override
        public Signal.Ground ground() {
            return Signal.Ground.MEDIA;
        }

        @Override
        public Instant observedAt() {
            return burst.getFirstPublishedAt();
        }

        @Override
        public Instant arrivedAt() {
            return burst.getArrivedAt();
        }

        @Override
        public IncidentFile with(IncidentFile file) {
            return PostsHeard.with(file, burst);
        }
    }

    private static String series(LevelChange change) {
        return change.getSensorId() + "/" + change.getMetric() + "/" + change.getRule();
    }

    private void lifted(Clue clue, Optional<Correlator.Join> linked, LevelChange change, Words reading) {
        Optional<Correlator.Join> join = linked
                .or(() -> new Opening(turn).choice(clue).join());
        turn.event(TimelineKind.EVIDENCE,
                join.map(found -> found.incident().getIncident().getIncidentId()).orElse(null),
                change.getSensorId(), change.getRule(), "below every level again: " + reading.en(), Map.of());
        join.map(Correlator.Join::incident).filter(file -> file.getIncident().getState() != IncidentState.CLOSED)
                .ifPresent(file -> turn.keep(file, turn.revised(file, new Measured(change, reading).with(file))));
    }

    void take(MediaBurst burst) {
        MediaRule rule = turn.pack.media().stream().filter(known -> known.provenance().id().equals(burst.getRule()))
                .findFirst().orElse(null);
        Category category = rule == null ? null : rule.category();
        Area area = turn.directory.area(burst.getAreaCode()).orElse(null);
        Location location = new Location(burst.getAreaCode(), area == null ? null : area.name().zh(), null, null, null);
        Clue clue = new Clue(null, null, burst.getStatus(), category, burst.getType(), location,
                burst.getFirstPublishedAt(), burst.getFirstPublishedAt(), "", null);
        int reposts = burst.getReposts();
        Words words = new Words("网上" + burst.getPosts() + "条帖文" + (reposts == 0 ? "" : "（另转发" + reposts + "次）"),
                burst.getPosts() + " public posts" + (reposts == 0 ? "" : " and " + reposts + " reposts"));
        Evidence evidence = new Evidence(EvidenceKind.MEDIA, "media/" + burst.getBurstId(), "media",
                burst.getArrivedAt(), burst.getExamples());
        bring(clue, Optional.empty(), evidence,
                words.in(turn.pack.language()) + (turn.pack.language().equals("zh") ? "：" : ": ")
                        + turn.pack.typeName(burst.getType(), turn.pack.language()),
                new Posted(burst, words));
    }

    /// Brings evidence to its incident; null where its status keeps it from any.
    private @Nullable IncidentFile bring(Clue clue, Optional<Correlator.Join> linked, Evidence evidence, String title,
            Told told) {
        if (clue.status() == Status.TEST || clue.status() == Status.SYSTEM || clue.status() == Status.UNKNOWN) {
            turn.event(TimelineKind.EVIDENCE, null, evidence.getSource(), null,
                    "status " + clue.status() + ": logged, and nobody is told", Map.of("evidence", evidence.getId()));
            return null;
        }
        Opening.Brought brought = new Opening(turn).bring(clue, linked, evidence, title);
        Instant observedAt = told.observedAt();
        boolean closed = brought.file().getIncident().getState() == IncidentState.CLOSED;
        IncidentFile opened = new Closings(turn).takenBack(brought.file(), evidence.getSource(),
                evidence.getId() + " came");
        IncidentFile judged = new BeliefTurn(turn).judged(told.with(opened));
        boolean media = told.ground() == Signal.Ground.MEDIA;
        IncidentFile known = media ? mediaAt(judged, observedAt) : judged;
        boolean stale = observedAt.plus(turn.pack.timeliness().staleAfter()).isBefore(told.arrivedAt());
        IncidentFile file = stale
                ? known
                : new DutyTurn(turn).evidence(known, media ? Trigger.MEDIA : Trigger.SENSOR, observedAt, null);
        IncidentFile before = brought.before().orElse(null);
        Signal.Evidence signal = new Signal.Evidence(told.ground(), file.getIncident().getGrade(), stale,
                closed && !stale, told.words());
        if (media) {
            return posts(before, file, signal);
        }
        IncidentFile paged = new Paging(turn).signal(before, file, signal);
        return stale ? paged : new Neighbours(turn).told(paged);
    }

    /// Posts about an incident that are no news change its picture and page nobody: a rumour is told as it grows, and not
    /// a thousand times.
    private IncidentFile posts(@Nullable IncidentFile before, IncidentFile file, Signal.Evidence signal) {
        if (!signal.stale() && !signal.reopens() && !PostsHeard.isNews(file)) {
            return turn.keep(before, turn.revised(before, file));
        }
        return new Paging(turn).signal(before, signal.stale() ? file : PostsHeard.told(file), signal);
    }

    /// Rule T7 judges a first report by the first post, however late that post is brought in.
    private IncidentFile mediaAt(IncidentFile file, Instant publishedAt) {
        Instant known = file.getMediaAt();
        if (known != null && !publishedAt.isBefore(known)) {
            return file;
        }
        file.getStatements().stream()
                .filter(statement -> statement.getProven() && statement.getFirstArrivedAt() != null)
                .min(Comparator.comparing(Statement::getFirstArrivedAt))
                .filter(first -> lag(known, first).isEmpty())
                .flatMap(first -> lag(publishedAt, first).map(lag -> turn.finding(lag.finding(), first.getAgencyId(),
                        file.getIncident().getIncidentId(), null)))
                .ifPresent(turn::put);
        return IncidentFile.newBuilder(file).setMediaAt(publishedAt).build();
    }

    private Optional<Deadlines.Lag> lag(@Nullable Instant publishedAt, Statement first) {
        return turn.pack.timeliness().mediaFirst().flatMap(rule -> Deadlines.mediaFirst(rule, publishedAt,
                first.getFirstArrivedAt(), turn.pack.zone()));
    }

    private static Words reading(LevelChange change) {
        if (change.getEvent() != null) {
            return quake(change);
        }
        String value = String.format(Locale.ROOT, "%.1f %s", change.getValue(), change.getUnit());
        Double usual = change.getFigures().get("usual");
        if (usual != null) {
            return new Words(
                    change.getMetric() + " " + value + String.format(Locale.ROOT, "，异常（通常%.1f）", usual)
                            + name(change.getLevel(), true),
                    change.getMetric() + " " + value + String.format(Locale.ROOT, ", unusual (usually %.1f)", usual)
                            + name(change.getLevel(), false));
        }
        return new Words(change.getMetric() + " " + value + name(change.getLevel(), true),
                change.getMetric() + " " + value + name(change.getLevel(), false));
    }

    private static Words quake(LevelChange change) {
        String magnitude = String.format(Locale.ROOT, "M%.1f", change.getValue());
        Double depth = change.getFigures().get("depth_km");
        Double intensity = change.getFigures().get("intensity");
        String level = name(change.getLevel(), true);
        String place = change.getLocation() == null || change.getLocation().getPlace() == null
                ? ""
                : change.getLocation().getPlace();
        return new Words(
                magnitude + "地震" + (place.isEmpty() ? "" : "，" + place)
                        + (depth == null ? "" : String.format(Locale.ROOT, "，深度%.0f千米", depth))
                        + (intensity == null ? "" : String.format(Locale.ROOT, "，本地预估烈度%.1f", intensity)) + level,
                magnitude + " earthquake" + (place.isEmpty() ? "" : ", " + place)
                        + (depth == null ? "" : String.format(Locale.ROOT, ", %.0f km deep", depth))
                        + (intensity == null ? ""
                                : String.format(Locale.ROOT, ", estimated intensity here %.1f",
                                        intensity))
                        + name(change.getLevel(), false));
    }

    private static String name(@Nullable WarningLevel level, boolean zh) {
        return switch (level) {
            case null -> "";
            case UNKNOWN -> "";
            case RED -> zh ? "（达红色阈值）" : " (red threshold)";
            case ORANGE -> zh ? "（达橙色阈值）" : " (orange threshold)";
            case YELLOW -> zh ? "（达黄色阈值）" : " (yellow threshold)";
            case BLUE -> zh ? "（达蓝色阈值）" : " (blue threshold)";
        };
    }
}
