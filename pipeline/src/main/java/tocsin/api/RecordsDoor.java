package tocsin.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.connectors.Door;
import tocsin.intake.Passport;
import tocsin.intake.Redaction;
import tocsin.intake.ReportForm;
import tocsin.intake.Role;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.SensorReading;
import tocsin.wire.JsonReading;
import tocsin.wire.Refusals;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// The way of this instance's own feeds to the input topics: the same checks as by HTTP, and the same durability.
public final class RecordsDoor implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(RecordsDoor.class);

    private final Topics topics;
    private final Publisher publisher;
    private final InstantSource clock;
    private final Passport passport;

    public RecordsDoor(Topics topics, Publisher publisher, InstantSource clock) {
        this(topics, publisher, clock, List.of());
    }

    private RecordsDoor(Topics topics, Publisher publisher, InstantSource clock, List<String> issuers) {
        this.topics = topics;
        this.publisher = publisher;
        this.clock = clock;
        // Whoever configures a feed vouches for it as a source and not as an agency: a report of it proves nobody.
        this.passport = new Passport("feed", Role.ANALYST, issuers);
    }

    @Override
    public Door speakingFor(List<String> issuers) {
        return new RecordsDoor(topics, publisher, clock, issuers);
    }

    @Override
    public List<@Nullable String> take(Mapping.Kind kind, List<ObjectNode> records) {
        List<Publisher.@Nullable Sending> sendings = new ArrayList<>();
        List<@Nullable String> reasons = new ArrayList<>();
        try {
            for (ObjectNode record : records) {
                switch (kind) {
                    case REPORT -> send(record, topics.reportsByHttp, ReportForm::refusals, Function.identity(),
                            IncidentReport::getAgencyId, sendings, reasons);
                    case SENSOR -> send(record, topics.sensors, ReportForm::refusals, Function.identity(),
                            SensorReading::getSensorId, sendings, reasons);
                    case MEDIA -> send(record, topics.media, ReportForm::refusals, Redaction::of,
                            MediaSignal::getSignalId, sendings, reasons);
                }
            }
            for (Publisher.Sending sending : sendings) {
                if (sending != null) {
                    sending.arrivedAt();
                }
            }
        } catch (ApiException e) {
            throw new DoorClosedException(String.valueOf(e.getMessage()));
        }
        return reasons;
    }

    @Override
    public void refused(RefusedRow row) {
        try {
            publisher.note(topics.rejected, row.source(), RefusedRows.note(row, "feed", clock.instant()));
        } catch (RuntimeException e) {
            LOG.warn("a refused row could not be kept: {}", e.getMessage());
        }
    }

    private <V extends SpecificRecord> void send(ObjectNode json, Topic<V> topic, Function<V, List<Refusal>> form,
            Function<V, V> prepared, Function<V, String> key, List<Publisher.@Nullable Sending> sendings,
            List<@Nullable String> reasons) {
        JsonReading.Result<V> read = JsonReading.read(json, topic.value());
        V record = read.record();
        List<Refusal> refusals = record == null ? read.refusals() : form.apply(record);
        if (record == null || !refusals.isEmpty()) {
            sendings.add(null);
            reasons.add(refusals.stream().map(Refusals::sentence).collect(Collectors.joining("; ")));
            return;
        }
        V ready = prepared.apply(record);
        sendings.add(publisher.send(topic, key.apply(ready), ready, passport));
        reasons.add(null);
    }
}
