package tocsin.desk;

import java.util.List;
import java.util.Map;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.model.FindingDraft;
import tocsin.model.Silent;
import tocsin.model.Spans;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.rules.directory.Sensor;
import tocsin.rules.directory.SensorGroup;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// A sensor that stops, pauses or sticks, or a feed that brings nothing more, at the desk: news, for what does not tell
/// is not known to be quiet. A device is for its keeper to mend; a feed, or many devices at once, is an alert of its own.
final class SensorFaultTurn {
    static final Provenance FAULT = new Provenance("S1", "工作要点第十条：装备运行状况", "科学化监测预警");

    private final DeskTurn turn;

    SensorFaultTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(SensorFault fault) {
        switch (fault.getKind()) {
            case SILENT -> {
                turn.silence().fellSilent(fault.getSensorId(), fault.getMetric(), fault.getSince());
                news(fault, words(fault));
                groups(fault);
            }
            case GAP, STUCK -> news(fault, words(fault));
            case STALLED -> stalled(fault, new Words(fault.getSensorId(), fault.getSensorId()), words(fault));
            case RECOVERED, UNKNOWN -> {
                if (fault.getMetric().equals(Silent.FEED)) {
                    recovered(fault, words(fault));
                } else {
                    turn.silence().speaks(fault.getSensorId(), fault.getMetric());
                    news(fault, words(fault));
                    groups(fault);
                }
            }
        }
    }

    private Words words(SensorFault fault) {
        Sensor sensor = turn.directory.sensors().get(fault.getSensorId());
        String place = sensor == null ? fault.getSensorId() : sensor.place() + "（" + fault.getSensorId() + "）";
        Words since = Spans.at(fault.getSince(), turn.pack.zone());
        return switch (fault.getKind()) {
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
    }

    private void news(SensorFault fault, Words words) {
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

    /// A feed that has stalled, once however many instances watch it; the duty desk is told.
    private void stalled(SensorFault fault, Words name, Words words) {
        if (turn.silence().isStalled(fault.getSensorId())) {
            return;
        }
        turn.silence().stalled(fault.getSensorId(), fault.getSince());
        news(fault, words);
        if (turn.silence().takeTelling(fault.getSensorId(), turn.now)) {
            new StalledPage(turn).tell(fault, name, words);
        }
    }

    private void recovered(SensorFault fault, Words words) {
        if (turn.silence().isStalled(fault.getSensorId())) {
            turn.silence().recovered(fault.getSensorId());
            news(fault, words);
        }
    }

    /// What this sensor's silence, or its voice, means for the groups it belongs to.
    private void groups(SensorFault fault) {
        for (SensorGroup group : turn.directory.groupsOf(fault.getSensorId())) {
            long silent = group.sensors().stream().filter(turn.silence()::isSilent).count();
            if (silent >= group.silent()) {
                stalled(of(group, SensorFaultKind.STALLED, fault), group.name(),
                        new Words("监测站网“" + group.name().zh() + "”" + group.sensors().size() + "个站点中有" + silent
                                + "个没有数据，请检查通信和供电。",
                                silent + " of the " + group.sensors().size()
                                        + " sensors tell nothing; check their connection and power."));
            } else {
                recovered(of(group, SensorFaultKind.RECOVERED, fault), new Words("监测站网“" + group.name().zh() + "”已恢复。",
                        group.name().en() + " tell again."));
            }
        }
    }

    private static SensorFault of(SensorGroup group, SensorFaultKind kind, SensorFault fault) {
        return new SensorFault(group.id(), Silent.GROUP, kind, fault.getSince(), fault.getAt(), fault.getStatus());
    }
}
