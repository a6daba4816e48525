package tocsin.correlation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.rules.EventType;
import tocsin.rules.Pack;
import tocsin.v1.Category;
import tocsin.v1.IncidentReport;
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
/// @param occurredAt when it happened, as far as known; else when it arrived
/// @param around when it happened as nearly as anything it says tells: when people were told, if nothing better
/// @param words its words; empty where it has none that tell one event from another
/// @param report the report it is, or null for sensors and media
public record Clue(@Nullable String agencyId, @Nullable String incidentRef, Status status, @Nullable Category category,
        @Nullable String type, @Nullable Location location, Instant occurredAt, Instant around, String words,
        @Nullable IncidentReport report) {

    /// What only measures, or counts posts: it has no words of its own.
    public static Clue ofSignal(Status status, @Nullable EventType type, @Nullable Location location,
            Instant occurredAt) {
        return new Clue(null, null, status, type == null ? null : type.category(), type == null ? null : type.code(),
                location, occurredAt, occurredAt, "", null);
    }

    /// The keys of incidents that may be of the same kind: same type or one like it; where one of the two has no type,
    /// same category.
    public List<String> kindsToSearch(Pack pack) {
        if (type == null) {
            return java.util.stream.Stream.concat(java.util.stream.Stream.of("n:" + category),
                    pack.types().values().stream().filter(known -> known.category() == category)
                            .map(known -> "t:" + known.code()))
                    .toList();
        }
        return java.util.stream.Stream.concat(java.util.stream.Stream.of("t:" + type, "n:" + category),
                pack.correlation().alike(type).stream().map(other -> "t:" + other)).toList();
    }

    /// The key an incident of this kind is found under.
    public static String kindToIndex(@Nullable Category category, @Nullable String type) {
        return type == null ? "n:" + category : "t:" + type;
    }

    /// The first six digits of the area code, or null.
    public @Nullable String county() {
        return county(location == null ? null : location.getAreaCode());
    }

    /// What the codes of all counties of this area begin with: of a city or a province its code without the zeros.
    static String stem(String county) {
        return county.replaceAll("(00)+$", "");
    }

    /// The first six digits of an area code, or null.
    static @Nullable String county(@Nullable String area) {
        return area == null || area.length() < 6 ? null : area.substring(0, 6);
    }
}
