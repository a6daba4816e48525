package tocsin.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import tocsin.answers.Intent;
import tocsin.intake.AnswerToken;
import tocsin.intake.OrderForm;
import tocsin.intake.Passport;
import tocsin.intake.Redaction;
import tocsin.intake.ReportForm;
import tocsin.intake.Role;
import tocsin.mapping.FileForm;
import tocsin.mapping.Mapping;
import tocsin.mapping.MappingReader;
import tocsin.mapping.RowMapper;
import tocsin.mapping.Rows;
import tocsin.model.IncidentName;
import tocsin.roster.CalendarImport;
import tocsin.roster.RosterCalendar;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.said.SaidNumbers;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.Command;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.SensorReading;
import tocsin.wire.JsonReading;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Every reader of foreign text, by name.
final class Parsers {
    private static final Path HOME = Path.of(System.getProperty("tocsin.home", "."));
    private static final Path PACKS = HOME.resolve("alert-rules/packs");
    private static final byte[] SECRET = "a secret of tests".getBytes(StandardCharsets.UTF_8);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

    private final PackFiles pack = PackFiles.read(PACKS.resolve("qingdao"));
    private final PackFiles light = pack.with("include/2-national/grading.yaml",
            pack.files().getOrDefault("include/2-national/grading.yaml", "").replaceFirst("(?s)\nscales:.*", "\n"));
    private final Directory directory = DirectoryReader.read(pack);
    private final ReportConditions conditions = new ReportConditions(Set.of("ill", "burnt_ha"));

    /// All of them.
    static List<Parser> all() {
        Parsers parsers = new Parsers();
        return List.of(parsers.report(), parsers.reading(), parsers.signal(), parsers.command(), parsers.csv(),
                parsers.ndjson(), parsers.geojson(), parsers.json(), parsers.feed(), parsers.mapping(),
                parsers.calendar(), parsers.yaml(), parsers.rules(), parsers.directory(), parsers.outlines(),
                parsers.condition(), parsers.said(), parsers.answer(), parsers.tokens(), parsers.sealed());
    }

    private static String file(String path) {
        try {
            return Files.readString(HOME.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <V extends SpecificRecord> Optional<V> record(byte[] input, Class<V> type) {
        JsonNode json;
        try {
            json = RecordJson.MAPPER.readTree(input);
        } catch (IOException e) {
            return Optional.empty();
        }
        return json == null ? Optional.empty() : record(json, type);
    }

    /// A record that is taken can be written, shown and sent.
    private static <V extends SpecificRecord> Optional<V> record(JsonNode json, Class<V> type) {
        JsonReading.Result<V> read = JsonReading.read(json, type);
        read.refusals().forEach(refusal -> refusal.toString());
        V record = read.record();
        if (record != null) {
            byte[] bytes = CanonicalAvro.bytes(record);
            if (bytes.length > 8_000_000 || RecordJson.write(record).toString().isEmpty()) {
                throw new IllegalStateException("a record of " + bytes.length + " bytes");
            }
        }
        return Optional.ofNullable(record);
    }

    private Parser report() {
        return Parser.of("json-report", Parser.Form.JSON,
                input -> record(input, IncidentReport.class).ifPresent(ReportForm::refusals),
                file("docs/examples/fire.json").replace("NOW", "2026-03-01T04:00:00Z"), Seeds.REPORT);
    }

    private Parser reading() {
        return Parser.of("json-reading", Parser.Form.JSON,
                input -> record(input, SensorReading.class).ifPresent(ReportForm::refusals), Seeds.READING);
    }

    private Parser signal() {
        return Parser.of("json-signal", Parser.Form.JSON, input -> record(input, MediaSignal.class)
                .ifPresent(signal -> {
                    ReportForm.refusals(signal);
                    Redaction.of(signal);
                }), Seeds.SIGNAL);
    }

    private Parser command() {
        return Parser.of("json-command", Parser.Form.JSON, input -> record(input, Command.class)
                .ifPresent(command -> {
                    OrderForm.refusals(command, Role.DUTY_OFFICER);
                    OrderForm.refusals(command, Role.OFFICIAL);
                }), Seeds.COMMANDS);
    }

    private Parser rows(String name, Parser.Form form, Mapping.Format format, String... seeds) {
        Mapping mapping = MappingReader.read("fuzz.yaml", Seeds.MAPPING.formatted(format));
        RowMapper mapper = new RowMapper(mapping);
        return Parser.of(name, form, input -> {
            try {
                Rows.read(name, new ByteArrayInputStream(input), mapping.file(), row -> {
                    RowMapper.Mapped mapped = mapper.map(row);
                    if (mapped.problems().isEmpty()) {
                        record(mapped.record(), IncidentReport.class).ifPresent(ReportForm::refusals);
                    }
                });
            } catch (UncheckedIOException e) {
                // What the file is not is said so.
            }
        }, seeds);
    }

    private Parser csv() {
        return rows("csv", Parser.Form.CSV, Mapping.Format.CSV, Seeds.CSV, file("docs/examples/calls.csv"));
    }

    private Parser ndjson() {
        return rows("ndjson", Parser.Form.JSON, Mapping.Format.NDJSON, Seeds.NDJSON);
    }

    private Parser geojson() {
        return rows("geojson", Parser.Form.JSON, Mapping.Format.GEOJSON, Seeds.GEOJSON);
    }

    private Parser json() {
        return rows("json", Parser.Form.JSON, Mapping.Format.JSON, "[" + Seeds.NDJSON.replace("}\n", "},") + "{}]");
    }

    private Parser feed() {
        return rows("feed", Parser.Form.XML, Mapping.Format.FEED, Seeds.RSS, Seeds.ATOM);
    }

    private Parser mapping() {
        return Parser.of("mapping", Parser.Form.YAML, input -> {
            try {
                RowMapper mapper = new RowMapper(MappingReader.read("fuzz.yaml", Parser.text(input)));
                Rows.read("seed", new ByteArrayInputStream(Seeds.CSV.getBytes(StandardCharsets.UTF_8)),
                        FileForm.of(Mapping.Format.CSV), mapper::map);
            } catch (InvalidFileException e) {
                // Every problem with its line.
            }
        }, Seeds.MAPPING.formatted("csv"), file("docs/examples/usgs-geojson.mapping.yaml"),
                file("docs/examples/sf-fire-calls.mapping.yaml"), file("docs/examples/news.mapping.yaml"));
    }

    private Parser calendar() {
        String written = RosterCalendar.write(directory, "duty", "370200",
                ZONE, NOON, NOON.plusSeconds(400_000), NOON);
        return Parser.of("calendar", Parser.Form.ICALENDAR, input -> {
            try {
                CalendarImport.yaml(CalendarImport.read("fuzz.ics", Parser.text(input), directory, "duty", "370200",
                        ZONE, NOON.minusSeconds(86_400), NOON.plusSeconds(86_400 * 60L)).overrides());
            } catch (InvalidFileException e) {
                // Every problem with its line.
            }
        }, written, Seeds.CALENDAR);
    }

    private Parser yaml() {
        return Parser.of("yaml", Parser.Form.YAML, input -> {
            try {
                Problems problems = new Problems();
                YamlNode root = YamlNode.parse("fuzz.yaml", Parser.text(input), problems);
                root.identitiesOnce();
                root.over(YamlNode.parse("under.yaml", Seeds.YAML, problems)).mapping();
                root.plain();
                root.mapping().values().forEach(Parsers::look);
            } catch (InvalidFileException e) {
                // Two hundred problems are all that are told.
            }
        }, Seeds.YAML, file("alert-rules/packs/qingdao/escalation.yaml"));
    }

    private static void look(YamlNode node) {
        node.decimal(java.math.BigDecimal.ONE).setScale(2, java.math.RoundingMode.HALF_UP).toPlainString();
        node.integer(0);
        node.duration(java.time.Duration.ZERO);
        node.flag(false);
        node.text();
        node.items().forEach(YamlNode::plain);
        node.symbol(Role.class);
    }

    private Parser pack(String name, String... files) {
        List<byte[]> seeds = java.util.Arrays.stream(files).map(path -> path + "\n" + light.files().get(path))
                .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        return new Parser(name, name.equals("outlines") ? Parser.Form.JSON : Parser.Form.YAML, seeds, input -> {
            String text = Parser.text(input);
            int end = text.indexOf('\n');
            PackFiles changed = light.with(end < 0 ? "pack.yaml" : text.substring(0, end), text.substring(end + 1));
            try {
                changed.hash();
                changed.speed();
                if (name.equals("rules")) {
                    PackReader.read(changed);
                } else {
                    DirectoryReader.read(changed);
                }
            } catch (InvalidFileException e) {
                // Every problem with its line.
            }
        });
    }

    private Parser rules() {
        return pack("rules", "pack.yaml", "escalation.yaml", "routes.yaml", "timeliness.yaml", "media.yaml",
                "boards.yaml", "warnings.yaml", "templates/en.yaml");
    }

    private Parser directory() {
        return pack("directory", "directory/agencies.yaml", "directory/areas.yaml", "directory/officials.yaml",
                "directory/rosters.yaml", "directory/sensors.yaml", "directory/calendar.yaml", "directory/desks.yaml",
                "directory/boards.yaml");
    }

    private Parser outlines() {
        return pack("outlines", "directory/areas.geojson");
    }

    private Parser condition() {
        return Parser.of("condition", Parser.Form.TEXT, input -> {
            String text = Parser.text(input);
            Problems problems = new Problems();
            if (text.isBlank()) {
                return;
            }
            YamlNode node = YamlNode.parse("fuzz.yaml", RecordJson.MAPPER.createObjectNode().put("when", text)
                    .toString(), problems).optional("when");
            try {
                conditions.compile(node).ifPresent(condition -> condition.ask(conditions.subject(
                        Seeds.report(), NOON, null, null, null,
                        new ReportConditions.Day(NOON.atZone(ZONE), Set.of(), false))));
            } catch (InvalidFileException e) {
                // Two hundred problems are all that are told.
            }
        }, Seeds.CONDITIONS);
    }

    private Parser said() {
        return Parser.of("said", Parser.Form.TEXT, input -> SaidNumbers.in(Parser.text(input)), Seeds.SAID);
    }

    private Parser answer() {
        return Parser.of("answer", Parser.Form.TEXT, input -> {
            String text = Parser.text(input);
            Intent.of(text);
            IncidentName.parse(text);
            Redaction.of(text);
        }, "1", "0001 收到", "确认 0001、0002", "No. 0001 ack 👍🏻", "370200-20260301-0001",
                "call +86 (532) 5550100 a@b.cn");
    }

    private Parser tokens() {
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        return Parser.of("tokens", Parser.Form.TEXT, input -> {
            String text = Parser.text(input);
            AnswerToken.verify(text, SECRET);
            Passport.verify(text, value, SECRET);
            // What a holder of the secret signed, however strange.
            String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(input);
            String signed = payload + "." + Signed.hex(payload, SECRET);
            AnswerToken.verify(signed, SECRET);
            Passport.verify(signed, value, SECRET);
        }, "ack\n370200-20260301-0001\nduty-wang\n1772337600",
                "received 3\n370200-20260301-0001\nduty-wang\n1772337600",
                "{\"subject\":\"sffd\",\"role\":\"REPORTER\",\"sha256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}",
                new AnswerToken("370200-20260301-0001", "duty-wang", NOON, Optional.of(3)).sign(SECRET),
                new Passport("sffd", Role.REPORTER).sign(value, SECRET));
    }

    private Parser sealed() {
        Seal seal = new Seal(SECRET);
        return Parser.of("sealed", Parser.Form.TEXT, input -> {
            String text = Parser.text(input);
            Seal.verify(text, "tocsin-receipt", seal.publicKey());
            try {
                JsonNode key = RecordJson.MAPPER.readTree(input);
                Seal.verify(seal.sign("tocsin-receipt", seal.publicKey()), "tocsin-receipt",
                        key == null ? seal.publicKey() : key);
            } catch (IOException e) {
                // It is no key.
            }
        }, seal.sign("tocsin-receipt", RecordJson.MAPPER.createObjectNode().put("a", 1)), seal.publicKey().toString());
    }

    /// The parsers of these names, or all.
    static List<Parser> named(String names) {
        Map<String, Boolean> wanted = new java.util.HashMap<>();
        java.util.Arrays.stream(names.split(",", -1)).filter(name -> !name.isBlank())
                .forEach(name -> wanted.put(name.strip(), true));
        return all().stream().filter(parser -> wanted.isEmpty() || wanted.containsKey(parser.name())).toList();
    }
}
