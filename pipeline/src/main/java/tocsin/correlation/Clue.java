package tocsin.correlation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Category;
import tocsin.v1.Location;
import tocsin.v1.Status;

/// What a piece of evidence says that can tie it to an incident.
///
/// @param agencyId the agency, or null for sensors and media
/// @param incidentRef the reference it gives, or null
/// @param status whether it is real: what is real never joins what is not
/// @param category its category, or null
/// @param type its type code, or null
/// @param location where, or null
/// @param occurredAt when it happened, as far as known
public record Clue(@Nullable String agencyId, @Nullable String incidentRef, Status status, @Nullable Category category,
        @Nullable String type, @Nullable Location location, Instant occurredAt) {

    /// The keys of incidents that may be of the same kind: same type; where one of the two has no type, same category.
    public List<String> kindsToSearch() {
        return type == null ? List.of("c:" + category) : List.of("t:" + type, "n:" + category);
    }

    /// The keys an incident of this kind is found under.
    public static List<String> kindsToIndex(@Nullable Category category, @Nullable String type) {
        return type == null ? List.of("n:" + category, "c:" + category) : List.of("t:" + type, "c:" + category);
    }

    /// The first six digits of the area code, or null.
    public @Nullable String county() {
        String area = location == null ? null : location.getAreaCode();
        return area == null || area.length() < 6 ? null : area.substring(0, 6);
    }
}
