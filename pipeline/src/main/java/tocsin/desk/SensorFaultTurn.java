package tocsin.desk;

import java.util.List;
import java.util.Map;
import tocsin.internal.v1.SensorFault;
import tocsin.model.FindingDraft;
import tocsin.model.Spans;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.rules.directory.Sensor;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// A sensor that stops, pauses or sticks, at the desk: news, for what it does not tell is not known to be quiet.
final class SensorFaultTurn {
    private static final Provenance FAULT = new Provenance("S1", "工作要点第十条：装备运行状况", "科学化监测预警");

    private final DeskTurn turn;

    SensorFaultTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(SensorFault fault) {
        Sensor sensor = turn.directory.sensors().get(fault.getSensorId());
        String place = sensor == null ? fault.getSensorId() : sensor.place() + "（" + fault.getSensorId() + "）";
        Words since = Spans.at(fault.getSince(), turn.pack.zone());
        Words words = switch (fault.getKind()) {
            case SILENT -> new Words(place + "自" + since.zh() + "起没有" + fault.getMetric() + "数据，请派人查看。",
                    fault.getSensorId() + " has told no " + fault.getMetric() + " since " + since.en()
                            + "; send somebody to look.");
            case GAP -> new Words(place + "的" + fault.getMetric() + "数据自" + since.zh() + "起有缺测。",
                    fault.getSensorId() + " left a gap in " + fault.getMetric() + " after " + since.en() + ".");
            case STUCK -> new Words(place + "的" + fault.getMetric() + "数据自" + since.zh() + "起没有变化，请核对设备。",
                    fault.getSensorId() + " has told the same " + fault.getMetric() + " since " + since.en()
                            + "; check the device.");
            case STALLED -> new Words("数据源" + fault.getSensorId() + "自" + since.zh() + "起没有新数据，请检查连接和对方系统。",
                    "The feed " + fault.getSensorId() + " has brought nothing new since " + since.en()
                            + "; check the connection and its source.");
            case RECOVERED, UNKNOWN -> new Words(place + "恢复" + fault.getMetric() + "数据。",
                    fault.getSensorId() + " tells " + fault.getMetric() + " again.");
        };
        turn.event(TimelineKind.EVIDENCE, null, fault.getSensorId(), FAULT.id(), words.en(),
                Map.of("fault", fault.getKind().name(), "metric", fault.getMetric()));
        Outcome outcome = switch (fault.getKind()) {
            case SILENT -> Outcome.SENSOR_SILENT;
            case GAP -> Outcome.SENSOR_GAP;
            case STUCK -> Outcome.SENSOR_STUCK;
            case STALLED -> Outcome.FEED_STALLED;
            case RECOVERED, UNKNOWN -> Outcome.OK;
        };
        if (outcome != Outcome.OK) {
            turn.put(turn.finding(new FindingDraft(FAULT, outcome, List.of(fault.getSensorId()), words), null, null,
                    null));
        }
    }
}
