package tocsin.mapping;

import java.time.ZoneId;
import java.util.Optional;

/// How a file is written.
///
/// @param format its format
/// @param encoding how its characters are bytes; a byte-order mark counts more
/// @param separator what stands between the cells of CSV
/// @param feedZone the zone of local times in a feed; empty where the mapping does not say
/// @param feedTimes whether the times of a feed are written as instants; false where the mapping has a pattern for them
public record FileForm(Mapping.Format format, FileEncoding encoding, char separator, Optional<ZoneId> feedZone,
        boolean feedTimes) {
    /// A file of this format as most programs write it.
    public static FileForm of(Mapping.Format format) {
        return new FileForm(format, FileEncoding.UTF_8, ',', Optional.empty(), true);
    }
}
