package tocsin.rules.directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.v1.ChannelKind;
import tocsin.rules.Words;
import tocsin.v1.Location;

/// Who and what a pack speaks of, immutable and named by its hash.
///
/// @param hash SHA-256 of its files
/// @param defaultDesk the desk for everything no other desk acts for
/// @param areas areas by code
/// @param agencies agencies by id
/// @param officials officials by id, in the order of the file
/// @param rosters who takes which duty when
/// @param sensors sensors by id
/// @param sensorGroups sensors that are looked at together, by id
/// @param boards display boards by id
/// @param shapes where the areas lie
/// @param calendar the duty calendar
/// @param names what the areas are called
/// @param contacts how desks sign and are called back, by desk; a desk that is not in it has neither
public record Directory(String hash, String defaultDesk, Map<String, Area> areas, Map<String, Agency> agencies,
        Map<String, Official> officials, RosterBook rosters, Map<String, Sensor> sensors,
        Map<String, SensorGroup> sensorGroups, Map<String, Board> boards, AreaShapes shapes, DutyCalendar calendar,
        Gazetteer names, Map<String, DeskContact> contacts) {
    /// This directory with other rosters; its hash stays, so it is for trying out only.
    public Directory with(RosterBook others) {
        return new Directory(hash, defaultDesk, areas, agencies, officials, others, sensors, sensorGroups, boards,
                shapes,
                calendar, names, contacts);
    }

    /// The smallest known area this code lies in; empty for null and for codes outside.
    public Optional<Area> area(@Nullable String code) {
        if (code == null) {
            return Optional.empty();
        }
        for (int length = code.length(); length >= 2; length--) {
            Area area = areas.get(code.substring(0, length));
            if (area != null) {
                return Optional.of(area);
            }
        }
        return Optional.empty();
    }

    /// The area something is about: the one that is said, the one its coordinates lie in, or the one its words name; empty
    /// where none of these is known here.
    ///
    /// @param location where it says it is, or null
    /// @param words its words
    public Optional<String> areaOf(@Nullable Location location, String words) {
        if (location != null && location.getAreaCode() != null) {
            return Optional.of(location.getAreaCode());
        }
        return location == null || location.getLatitude() == null || location.getLongitude() == null
                ? names.area(words)
                : shapes.smallestAt(location.getLatitude(), location.getLongitude()).or(() -> names.area(words));
    }

    /// The desk that acts for this area; the default desk for null and for areas nobody acts for.
    public String deskFor(@Nullable String areaCode) {
        return area(areaCode).map(Area::desk).orElse(defaultDesk);
    }

    /// The name a desk signs with; empty where the pack's own stands in.
    public Optional<Words> issuer(String desk) {
        return Optional.ofNullable(contacts.get(desk)).flatMap(DeskContact::issuer);
    }

    /// The call-back number of a desk, with its country; empty where none is known.
    public Optional<String> phone(String desk) {
        return Optional.ofNullable(contacts.get(desk)).flatMap(DeskContact::phone);
    }

    /// The groups a sensor belongs to.
    public List<SensorGroup> groupsOf(String sensorId) {
        return sensorGroups.values().stream().filter(group -> group.sensors().contains(sensorId)).toList();
    }

    /// The agencies that are responsible for events of this type in this area, nearest first: those whose own area the
    /// code lies in, of the smallest such area.
    ///
    /// @param areaCode the area, or null
    /// @param type the type of event, or null
    public List<String> responsible(@Nullable String areaCode, @Nullable String type) {
        if (areaCode == null || type == null) {
            return List.of();
        }
        List<Agency> handling = agencies.values().stream().filter(agency -> agency.handles().contains(type))
                .filter(agency -> lies(areaCode, agency.area())).toList();
        int nearest = handling.stream().mapToInt(agency -> significant(agency.area()).length()).max().orElse(0);
        return handling.stream().filter(agency -> significant(agency.area()).length() == nearest).map(Agency::id)
                .toList();
    }

    private static boolean lies(String code, String area) {
        return code.startsWith(significant(area));
    }

    /// A code without the zeros that stand for "all of it": 370200 is all that begins with 3702.
    private static String significant(String code) {
        return code.length() == 6 && code.endsWith("00") ? significantOf(code) : code;
    }

    private static String significantOf(String code) {
        return code.endsWith("0000") ? code.substring(0, 2) : code.substring(0, 4);
    }

    /// The officials whose SMS go to this number, in the order of the file: more than one where they share a telephone.
    ///
    /// @param number as a provider or a person writes it
    public List<Official> withNumber(String number) {
        String normal = TelephoneNumbers.normal(number);
        return officials.values().stream().filter(official -> official.address(ChannelKind.SMS)
                .filter(his -> TelephoneNumbers.normal(his).equals(normal)).isPresent()).toList();
    }

    /// The officials who share a telephone for SMS, each group in the order of the file: an answer from it cannot tell who
    /// of them gave it.
    public List<List<Official>> sharingNumbers() {
        Map<String, List<Official>> byNumber = officials.values().stream()
                .filter(official -> official.address(ChannelKind.SMS).isPresent())
                .collect(Collectors.groupingBy(
                        official -> TelephoneNumbers.key(official.address(ChannelKind.SMS).orElseThrow()),
                        LinkedHashMap::new, Collectors.toUnmodifiableList()));
        return byNumber.values().stream().filter(sharing -> sharing.size() > 1).toList();
    }

    /// Every desk.
    public java.util.NavigableSet<String> desks() {
        java.util.TreeSet<String> desks = new java.util.TreeSet<>();
        desks.add(defaultDesk);
        areas.values().forEach(area -> desks.add(area.desk()));
        return desks;
    }
}
