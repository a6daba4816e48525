package tocsin.desk;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.MeasuredValue;
import tocsin.model.FindingDraft;
import tocsin.model.Spans;
import tocsin.rules.Words;
import tocsin.rules.directory.Sensor;
import tocsin.v1.IncidentState;
import tocsin.v1.Outcome;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;
import tocsin.v1.WarningLevel;

/// A level whose data have stopped, at the desk. What is not known is neither safe nor an alarm: it stands in the
/// timeline, in what the incident says was measured and among the findings; it pages nobody and lifts nothing.
final class InterruptionTurn {
    /// What is put behind the words of a value that is not confirmed any more.
    private static final Words WITHOUT_DATA = new Words("，数据中断", ", data interrupted");

    private final DeskTurn turn;

    InterruptionTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(LevelInterruption interruption) {
        String series = interruption.getSensorId() + "/" + interruption.getMetric() + "/" + interruption.getRule();
        Optional<IncidentFile> file = turn.stores
                .incidentByReference(turn.desk, interruption.getStatus(), SignalTurn.LEVEL, series)
                .flatMap(turn.stores::standing);
        String incidentId = file.map(known -> known.getIncident().getIncidentId()).orElse(null);
        Words words = words(interruption);
        turn.event(TimelineKind.EVIDENCE, incidentId, interruption.getSensorId(), interruption.getRule(), words.en(),
                Map.of("interruption", interruption.getKind().name(), "metric", interruption.getMetric(), "level",
                        interruption.getLevel().name()));
        if (interruption.getKind() != InterruptionKind.RESUMED && interruption.getStatus() == Status.ACTUAL) {
            turn.put(turn.finding(new FindingDraft(SensorFaultTurn.FAULT, Outcome.SENSOR_SILENT,
                    List.of(interruption.getSensorId()), words), null, incidentId, null));
        }
        file.filter(known -> known.getIncident().getState() != IncidentState.CLOSED)
                .ifPresent(known -> measured(known, series, interruption));
        if (interruption.getKind() == InterruptionKind.NOT_KNOWN) {
            areas(interruption);
        }
    }

    private void measured(IncidentFile file, String series, LevelInterruption interruption) {
        List<MeasuredValue> measured = file.getMeasured().stream()
                .map(value -> value.getSource().equals(series) ? of(value, interruption.getKind()) : value).toList();
        if (!measured.equals(file.getMeasured())) {
            turn.keep(file, turn.revised(file, IncidentFile.newBuilder(file).setMeasured(measured).build()));
        }
    }

    private static MeasuredValue of(MeasuredValue value, InterruptionKind kind) {
        String zh = value.getZh().replace(WITHOUT_DATA.zh(), "");
        String en = value.getEn().replace(WITHOUT_DATA.en(), "");
        boolean resumed = kind == InterruptionKind.RESUMED;
        return MeasuredValue.newBuilder(value).setZh(resumed ? zh : zh + WITHOUT_DATA.zh())
                .setEn(resumed ? en : en + WITHOUT_DATA.en())
                .setLevel(kind == InterruptionKind.NOT_KNOWN ? null : value.getLevel()).build();
    }

    /// A station whose level is not known any more does not count for its area; that the area has too few is not known to
    /// be safe either.
    private void areas(LevelInterruption interruption) {
        LevelChange gone = new LevelChange(interruption.getSensorId(), interruption.getMetric(),
                interruption.getRule(), null, interruption.getLevel(), 0.0, "", interruption.getAt(),
                interruption.getAt(), interruption.getLocation(), interruption.getStatus(), null, null, Map.of());
        new ArealTurn(turn).changes(gone).stream().filter(change -> change.getPreviousLevel() != null)
                .forEach(change -> take(new LevelInterruption(change.getSensorId(), change.getMetric(),
                        change.getRule(), Objects.requireNonNull(change.getPreviousLevel()),
                        InterruptionKind.NOT_KNOWN, interruption.getSince(), interruption.getAt(),
                        change.getLocation(), change.getStatus())));
    }

    private Words words(LevelInterruption interruption) {
        String id = interruption.getSensorId();
        Sensor sensor = turn.directory.sensors().get(id);
        String zh = sensor == null ? id : sensor.place() + "（" + id + "）";
        Words since = Spans.at(interruption.getSince(), turn.pack.zone());
        String metric = interruption.getMetric();
        String colour = colour(interruption.getLevel());
        String level = interruption.getLevel().name();
        return switch (interruption.getKind()) {
            case INTERRUPTED, UNKNOWN -> new Words(
                    zh + "的" + metric + "数据自" + since.zh() + "起中断；此前达到的" + colour + "级别保留，但未经证实，不表示已解除。",
                    "data interrupted: " + id + " has told no " + metric + " since " + since.en() + "; the level "
                            + level
                            + " stands without data, neither confirmed nor lifted.");
            case RESUMED -> new Words(zh + "恢复" + metric + "数据；" + colour + "级别仍然成立。",
                    "data resumed: " + id + " tells " + metric + " again; the level " + level + " stands.");
            case NOT_KNOWN -> new Words(
                    zh + "的" + metric + "数据自" + since.zh() + "起缺失过久；是否仍达到" + colour + "级别不得而知，这不表示已解除。",
                    "not known any more: " + id + " has told too little of " + metric + " since " + since.en()
                            + " to say whether the level " + level + " still stands; that is no all-clear.");
        };
    }

    private static String colour(@Nullable WarningLevel level) {
        return switch (level) {
            case null -> "";
            case UNKNOWN -> "";
            case RED -> "红色";
            case ORANGE -> "橙色";
            case YELLOW -> "黄色";
            case BLUE -> "蓝色";
        };
    }
}
