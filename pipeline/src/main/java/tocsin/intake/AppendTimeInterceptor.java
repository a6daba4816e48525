package tocsin.intake;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import tocsin.wire.Headers;

/// Marks each record whose time is the broker's append time, as the consumer read it.
///
/// Kafka Streams rebuilds every record with the type CREATE_TIME before a timestamp extractor sees it, so the type has to
/// be kept in a header. Each record is judged by its own type: a topic can hold records from before its configuration was
/// changed. A header of this name that a sender set is removed. Kafka creates this class by its name.
public final class AppendTimeInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    private static final byte[] YES = {};

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            record.headers().remove(Headers.APPEND_TIME);
            if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
                record.headers().add(Headers.APPEND_TIME, YES);
            }
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
