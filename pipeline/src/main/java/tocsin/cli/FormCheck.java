package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import tocsin.intake.ReportForm;
import tocsin.mapping.Mapping;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.SensorReading;
import tocsin.wire.JsonReading;
import tocsin.wire.Refusals;

/// Whether a record has the form that every way in asks for, found without a running Tocsin.
final class FormCheck {
    private FormCheck() {}

    /// Why this JSON is no such record, each reason with its field; empty where it is one.
    static List<String> reasons(Mapping.Kind kind, JsonNode json) {
        List<Refusal> refusals = switch (kind) {
            case REPORT -> refusals(json, IncidentReport.class, ReportForm::refusals);
            case SENSOR -> refusals(json, SensorReading.class, ReportForm::refusals);
            case MEDIA -> refusals(json, MediaSignal.class, ReportForm::refusals);
        };
        return refusals.stream().map(Refusals::sentence).toList();
    }

    private static <V extends SpecificRecord> List<Refusal> refusals(JsonNode json, Class<V> type,
            Function<V, List<Refusal>> form) {
        JsonReading.Result<V> read = JsonReading.read(json, type);
        V record = read.record();
        return record == null ? read.refusals()
                : Stream.concat(read.refusals().stream(), form.apply(record).stream())
                        .toList();
    }
}
