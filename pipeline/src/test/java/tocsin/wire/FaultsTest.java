package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.schemas.RegistryRefusedException;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.schemas.UndecodableException;

class FaultsTest {
    static Stream<Throwable> ofOneRecord() {
        return Stream.of(new IllegalStateException(), new NullPointerException(), new ArithmeticException(),
                new StackOverflowError(), new NoClassDefFoundError(), new AssertionError(),
                new SerializationException("x"), new RecordTooLargeException(),
                new UndecodableException(UndecodableException.Cause.NOT_AVRO, "x"),
                new PackLibrary.NoSuchPackException("x"));
    }

    static Stream<Throwable> ofEverybody() {
        return Stream.of(new TimeoutException(), new KafkaException(), new AuthorizationException("x"),
                new TaskMigratedException("x"), new RegistryUnavailableException("x"),
                new RegistryRefusedException(409, "x"), new PackLibrary.PackNotHereException("x"),
                new OutOfMemoryError());
    }

    @ParameterizedTest
    @MethodSource("ofOneRecord")
    void whatOneRecordCausesSetsItAside(Throwable failure) {
        assertTrue(Faults.isOfOneRecord(failure));
    }

    @ParameterizedTest
    @MethodSource("ofEverybody")
    void whatEveryRecordWouldMeetIsWaitedFor(Throwable failure) {
        assertFalse(Faults.isOfOneRecord(failure));
    }

    @org.junit.jupiter.api.Test
    void aFailureIsToldInFewWordsHoweverLongItsMessage() {
        assertEquals(List.of("IllegalStateException", "IllegalStateException: x", 224),
                List.of(Faults.inWords(new IllegalStateException()), Faults.inWords(new IllegalStateException("x")),
                        Faults.inWords(new IllegalStateException("x".repeat(5_000))).length()));
    }
}
