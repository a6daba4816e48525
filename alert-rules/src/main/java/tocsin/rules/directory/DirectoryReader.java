package tocsin.rules.directory;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.rules.PackFiles;
import tocsin.rules.Words;
import tocsin.v1.ChannelKind;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads the directory of a pack from its files.
public final class DirectoryReader {
    /// No agency's id: the topic of reports of this name holds what comes over HTTP.
    private static final String RESERVED = "http";

    /// Characters of the name a desk signs with.
    private static final int LONGEST_ISSUER = 40;

    private final PackFiles files;
    private final Problems problems = new Problems();
    private final AreaShapesReader shapes;
    private final boolean kept;

    private DirectoryReader(PackFiles files, boolean kept) {
        this.files = files.directory();
        this.kept = kept;
        this.shapes = AreaShapesReader.read(files, problems, kept);
    }

    /// The directory in these files. Throws [InvalidFileException] with every problem in any of them.
    public static Directory read(PackFiles files) {
        return new DirectoryReader(files, false).read();
    }

    /// The directory in these files as an earlier release took it: of a key that stands twice the last counts. Throws
    /// [InvalidFileException] like [#read].
    public static Directory readKept(PackFiles files) {
        return new DirectoryReader(files, true).read();
    }

    private Directory read() {
        YamlNode areaDocument = document("directory/areas.yaml").onlyKeys("default-desk", "areas");
        Map<String, Area> areas = byId(areaDocument.required("areas"), "code", this::area);
        Map<String, Official> officials = byId(document("directory/officials.yaml").onlyKeys("officials")
                .required("officials"), "id", DirectoryReader::official);
        Map<String, Agency> agencies = byId(document("directory/agencies.yaml").onlyKeys("agencies")
                .required("agencies"), "id", node -> agency(node, areas, officials));
        RosterBook rosters = RosterReader.read(document("directory/rosters.yaml"), officials);
        SensorLevelsTable table = SensorLevelsTable.read(files, problems);
        YamlNode sensorDocument = document("directory/sensors.yaml").onlyKeys("sensors", "groups");
        Map<String, Sensor> sensors = byId(sensorDocument.required("sensors"), "id",
                node -> SensorReader.read(node, known(node.required("area"), areas), table, agencies.keySet()));
        table.unknown(sensors.keySet());
        Map<String, SensorGroup> groups = byId(sensorDocument.optional("groups"), "id",
                node -> group(node, areas, sensors));
        Directory directory = new Directory(files.hash(), areaDocument.required("default-desk").text(), areas,
                agencies, officials, rosters, sensors, groups, boards(areas), shapes.shapes(areas),
                files.has("directory/calendar.yaml")
                        ? DutyCalendarReader.read(document("directory/calendar.yaml"), areas.keySet())
                        : DutyCalendar.NONE,
                new Gazetteer(areas.values()), contacts(areaDocument, areas));
        problems.refuseIfAny();
        return directory;
    }

    private YamlNode document(String name) {
        return kept ? files.documentKept(name, problems) : files.document(name, problems);
    }

    private static <T> Map<String, T> byId(YamlNode list, String key, Function<YamlNode, T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        for (YamlNode node : list.items()) {
            String id = node.required(key).text();
            if (read.put(id, reader.apply(node)) != null) {
                node.problem(key + " \"" + id + "\" stands twice");
            }
        }
        return java.util.Collections.unmodifiableMap(read);
    }

    private static Words name(YamlNode node) {
        return new Words(node.required("zh").text(), node.required("en").text());
    }

    private Area area(YamlNode node) {
        node.onlyKeys("code", "zh", "en", "desk", "aliases", "box");
        return new Area(node.required("code").text(), name(node), node.required("desk").text(),
                node.optional("aliases").items().stream().map(YamlNode::text).toList(), shapes.box(node));
    }

    private static SensorGroup group(YamlNode node, Map<String, Area> areas, Map<String, Sensor> sensors) {
        node.onlyKeys("id", "zh", "en", "sensors", "silent");
        Set<String> members = node.required("sensors").items().stream().map(each -> known(each, sensors))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> desks = members.stream().map(sensors::get).filter(Objects::nonNull)
                .map(sensor -> areas.get(sensor.area())).filter(Objects::nonNull).map(Area::desk)
                .collect(Collectors.toCollection(TreeSet::new));
        int silent = node.optional("silent").integer(members.size());
        if (members.isEmpty()) {
            node.problem("sensors must name at least one");
        } else if (silent < 1 || silent > members.size()) {
            node.problem("silent must be 1 to " + members.size() + ", the number of its sensors");
        }
        if (desks.size() > 1) {
            node.problem("its sensors stand at the desks " + desks + "; make a group for each desk");
        }
        String id = node.required("id").text();
        if (sensors.containsKey(id)) {
            node.problem("\"" + id + "\" is a sensor; give the group another id");
        }
        return new SensorGroup(id, name(node), members, silent);
    }

    private static Agency agency(YamlNode node, Map<String, Area> areas, Map<String, Official> officials) {
        node.onlyKeys("id", "zh", "en", "area", "handles", "contact", "technical-contact", "issuers");
        if (node.required("id").text().equals(RESERVED)) {
            node.problem("\"" + RESERVED + "\" is the name of what comes over HTTP; give the agency another id");
        }
        return new Agency(node.required("id").text(), name(node), known(node.required("area"), areas),
                node.optional("handles").items().stream().map(YamlNode::text).collect(Collectors.toSet()),
                contact(node.optional("contact"), officials), contact(node.optional("technical-contact"), officials),
                node.optional("issuers").items().stream().map(issuer -> issuer.text().strip())
                        .collect(Collectors.toSet()));
    }

    private static @Nullable String contact(YamlNode node, Map<String, Official> officials) {
        return node.isPresent() ? known(node, officials) : null;
    }

    private static Official official(YamlNode node) {
        node.onlyKeys("id", "name", "desk", "roles", "language", "sms", "email", "enrolled-in-exercises");
        Map<ChannelKind, String> addresses = new EnumMap<>(ChannelKind.class);
        if (node.optional("sms").isPresent()) {
            addresses.put(ChannelKind.SMS, number(node.required("sms")));
        }
        if (node.optional("email").isPresent()) {
            addresses.put(ChannelKind.EMAIL, node.required("email").as("a mail address", "", address -> {
                if (!address.matches("[^@\\s]+@[^@\\s]+")) {
                    throw new IllegalArgumentException(address);
                }
                return address;
            }));
        }
        if (addresses.isEmpty()) {
            node.problem("can be reached by no means: give sms or email");
        }
        Set<String> roles = node.optional("roles").items().stream().map(YamlNode::text)
                .collect(Collectors.toUnmodifiableSet());
        return new Official(node.required("id").text(), node.required("name").text(), node.required("desk").text(),
                roles, node.required("language").text(), addresses,
                node.optional("enrolled-in-exercises").flag(false));
    }

    private static String number(YamlNode node) {
        return node.as("a number like +8653200000000", "", number -> {
            if (!number.matches("\\+[0-9]{7,15}")) {
                throw new IllegalArgumentException(number);
            }
            return number;
        });
    }

    /// A directory of a release before 0.3.0 has no such file.
    private Map<String, DeskContact> contacts(YamlNode areaDocument, Map<String, Area> areas) {
        Set<String> desks = new TreeSet<>(Set.of(areaDocument.optional("default-desk").textOr("")));
        areas.values().forEach(area -> desks.add(area.desk()));
        return files.has("directory/desks.yaml")
                ? byId(document("directory/desks.yaml").onlyKeys("desks").required("desks"), "id",
                        node -> contact(node, desks))
                : Map.of();
    }

    private static DeskContact contact(YamlNode node, Set<String> desks) {
        node.onlyKeys("id", "issuer", "phone");
        String id = node.required("id").text();
        if (!desks.contains(id)) {
            node.required("id").problem("\"" + id + "\" is no desk of areas.yaml" + Nearest.hint(id, desks));
        }
        YamlNode issuer = node.optional("issuer").onlyKeys("zh", "en");
        YamlNode phone = node.optional("phone");
        return new DeskContact(id, issuer.isPresent() ? Optional.of(issuer(issuer)) : Optional.empty(),
                phone.isPresent() ? Optional.of(number(phone)).filter(number -> !number.isEmpty()) : Optional.empty());
    }

    /// The brackets are put around it in messages, and a long name would leave an SMS no room for what happened.
    private static Words issuer(YamlNode node) {
        Words name = name(node);
        for (String word : List.of(name.zh(), name.en())) {
            if (word.isBlank() || word.length() > LONGEST_ISSUER
                    || word.chars().anyMatch(c -> Character.isISOControl(c) || "【】".indexOf(c) >= 0)) {
                node.problem("must have 1 to " + LONGEST_ISSUER
                        + " characters in each language, in one line and without 【】, which messages put around it");
            }
        }
        return name;
    }

    /// A directory without boards has no such file.
    private Map<String, Board> boards(Map<String, Area> areas) {
        return files.has("directory/boards.yaml")
                ? byId(document("directory/boards.yaml").onlyKeys("boards").required("boards"), "id",
                        node -> board(node, areas))
                : Map.of();
    }

    private static Board board(YamlNode node, Map<String, Area> areas) {
        node.onlyKeys("id", "zh", "en", "desk", "area", "latitude", "longitude", "provider", "address", "languages",
                "rows", "columns", "public", "enrolled-in-exercises");
        String provider = node.required("provider").as("one of [web, ntcip, mqtt]", "web", name -> {
            if (!Set.of("web", "ntcip", "mqtt").contains(name)) {
                throw new IllegalArgumentException(name);
            }
            return name;
        });
        Set<String> languages = node.required("languages").items().stream().map(YamlNode::text)
                .collect(Collectors.toUnmodifiableSet());
        if (languages.isEmpty() || !Set.of("zh", "en").containsAll(languages)) {
            node.problem("languages must name what the board can show: [zh, en], [zh] or [en]");
        }
        if (provider.equals("ntcip") && !node.optional("address").isPresent()) {
            node.problem("an ntcip board needs an address such as 10.0.0.5:161");
        }
        int rows = node.optional("rows").integer(8);
        int columns = node.optional("columns").integer(40);
        if (rows < 1 || rows > 64 || columns < 4 || columns > 400) {
            node.problem("rows must be 1 to 64 and columns 4 to 400");
        }
        return new Board(node.required("id").as("letters, digits and hyphens", "", id -> {
            if (!id.matches("[A-Za-z0-9-]{1,64}")) {
                throw new IllegalArgumentException(id);
            }
            return id;
        }), name(node), node.required("desk").text(), known(node.required("area"), areas),
                node.required("latitude").decimal(BigDecimal.ZERO).doubleValue(),
                node.required("longitude").decimal(BigDecimal.ZERO).doubleValue(), provider,
                node.optional("address").isPresent() ? node.optional("address").text() : null, languages, rows,
                columns, node.optional("public").flag(true), node.optional("enrolled-in-exercises").flag(false));
    }

    private static String known(YamlNode node, Map<String, ?> names) {
        String name = node.text();
        if (!names.containsKey(name)) {
            node.problem("\"" + name + "\" is not defined" + Nearest.hint(name, names.keySet()));
        }
        return name;
    }
}
