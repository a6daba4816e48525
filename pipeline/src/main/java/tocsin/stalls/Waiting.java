package tocsin.stalls;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/// Records of one partition that an application has not read.
///
/// @param reader the application
/// @param partition where they lie
/// @param offset the first of them
/// @param records how many at most; marks of transactions among them count
/// @param since when the first was appended; where its time is a claim, when it was first seen unread
/// @param heldBack whether an open transaction holds it back
record Waiting(Reader reader, TopicPartition partition, long offset, long records, Instant since, boolean heldBack) {}
