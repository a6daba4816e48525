package tocsin.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/// The bytes of a record that are the same wherever and whenever it is written: Avro's body, maps sorted by key.
public final class CanonicalAvro {
    static {
        AvroSafety.ensure();
    }

    private CanonicalAvro() {}

    /// The canonical bytes, without any schema id.
    public static byte[] bytes(SpecificRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SortedMapWriter(record).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class SortedMapWriter extends SpecificDatumWriter<SpecificRecord> {
        SortedMapWriter(SpecificRecord record) {
            super(record.getSchema());
        }

        @Override
        @SuppressWarnings("unchecked") // Avro's maps have text keys
        protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
            return new TreeMap<>((Map<Object, Object>) map).entrySet();
        }
    }
}
