package tocsin.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/// The frozen schemas of every release: what may still rest in topics and stores.
final class Releases {
    /// The last is what was built between two releases and may have kept a data folder.
    static final List<String> ALL = List.of("0.1.0", "0.2.0", "0.3.0-dev");

    private Releases() {}

    /// The schemas this record had in the releases, the oldest first; empty for one that is new.
    static List<Schema> earlier(String fullName) {
        List<Schema> schemas = new ArrayList<>();
        for (String release : ALL) {
            try (InputStream file = Releases.class.getResourceAsStream("released/" + release + "/" + fullName
                    + ".avsc")) {
                if (file != null) {
                    schemas.add(new Schema.Parser().parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return schemas;
    }
}
