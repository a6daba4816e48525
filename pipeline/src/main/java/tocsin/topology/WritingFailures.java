package tocsin.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.observe.SparingLog;
import tocsin.wire.Faults;
import tocsin.wire.Quarantine;

/// Notes which record led to what the broker would not take, and lets the transaction fail: the record is read again,
/// and set aside when it failed too often.
///
/// Kafka Streams creates this class by its name; the [Quarantine] comes with its settings under [#QUARANTINE].
public final class WritingFailures implements ProductionExceptionHandler {
    /// The setting that holds the quarantine itself.
    public static final String QUARANTINE = "tocsin.quarantine";
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(WritingFailures.class));

    private @Nullable Quarantine quarantine;

    @Override
    public void configure(Map<String, ?> settings) {
        quarantine = settings.get(QUARANTINE) instanceof Quarantine shared ? shared : null;
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
        note(context, record, failure);
        return Response.fail();
    }

    private void note(ErrorHandlerContext context, ProducerRecord<?, ?> record, Exception failure) {
        if (quarantine != null && context.topic() != null && Faults.isOfOneRecord(failure)) {
            quarantine.failed(context.topic(), context.partition(), context.offset(),
                    "for " + record.topic() + ": " + Faults.inWords(failure));
            LOG.error(record.topic(), "cannot be written to {}, of the record topic={} partition={} offset={}: {}",
                    record.topic(), context.topic(), context.partition(), context.offset(), failure.toString());
        }
    }
}
