package tocsin.analytics;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import tocsin.observe.Meters;
import tocsin.v1.TimelineEvent;
import tocsin.wire.PackLibrary;

/// Counts what people decide about findings, by agency.
public final class DecisionProcessor implements Processor<String, TimelineEvent, String, SpecificRecord> {
    private final Meters meters;
    private final PackLibrary packs;

    public DecisionProcessor(Meters meters, PackLibrary packs) {
        this.meters = meters;
        this.packs = packs;
    }

    @Override
    public void process(Record<String, TimelineEvent> record) {
        Decisions.measure(record.value()).ifPresent(measure -> {
            String agency = record.value().getDetail().getOrDefault("agencyId", "");
            // An unknown agency names itself as it likes; a label must stay bounded.
            meters.decision(packs.activeDirectory().agencies().containsKey(agency) ? agency : "unknown",
                    measure.key());
        });
    }
}
