package tocsin.replay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tocsin.mapping.Mapping;
import tocsin.mapping.MappingReader;
import tocsin.rules.PackFiles;

/// Calls for service of the shape San Francisco publishes: a row for each unit of a call.
///
/// @param file where they are
/// @param rows how many there are
/// @param incidents how many incidents they are of
/// @param over60 rows entered more than 60 s after the call was received
/// @param over120 rows entered more than 120 s after
/// @param over300 rows entered more than 300 s after
public record Calls(Path file, int rows, int incidents, long over60, long over120, long over300) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter
            .ofPattern("MM/dd/yyyy hh:mm:ss a", Locale.ENGLISH).withZone(ZoneId.of("America/Los_Angeles"));
    private static final Instant BEGINNING = Instant.parse("2020-04-07T07:00:00Z");

    /// Makes calls, the same for the same seed.
    public static Calls make(Path file, int rows, int seed) throws java.io.IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("Call Number,Unit ID,Incident Number,Call Type,Received DtTm,Entry DtTm,"
                + "Address,City,Location,RowID,Neighborhooods - Analysis Boundaries,Number of Alarms,Unit Type\n");
        Set<Integer> incidents = new TreeSet<>();
        long[] over = new long[3];
        int incident = 0;
        long received = 0;
        long delay = 0;
        String type = "";
        String point = "";
        for (int row = 0; row < rows; row++) {
            if (row == 0 || random.nextInt(2) == 0) {
                incident++;
                received += random.nextInt(400);
                type = new String[]{"Medical Incident", "Alarms", "Structure Fire", "Other"}[random.nextInt(4)];
                point = String.format(Locale.ROOT, "(37.%04d, -122.4%03d)", 7000 + random.nextInt(900),
                        random.nextInt(1000));
                delay = new int[]{0, 59, 60, 61, 119, 120, 121, 299, 300, 301, 1_200}[random.nextInt(11)];
            }
            incidents.add(incident);
            over[0] += delay > 60 ? 1 : 0;
            over[1] += delay > 120 ? 1 : 0;
            over[2] += delay > 300 ? 1 : 0;
            text.append(String.format(Locale.ROOT,
                    "c%d,U%d,%d,%s,%s,%s,\"%d Block of MAIN ST, \"\"REAR\"\"\",San Francisco,\"%s\",c%d-U%d,Mission,1,ENGINE%n",
                    incident, row, incident, type,
                    LOCAL.format(BEGINNING.plusSeconds(received)),
                    LOCAL.format(BEGINNING.plusSeconds(received + delay)),
                    incident, point, incident, row));
        }
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return new Calls(file, rows, incidents.size(), over[0], over[1], over[2]);
    }

    /// The mapping of the documentation.
    public static Mapping mapping() {
        return MappingReader.read(home("docs/examples/sf-fire-calls.mapping.yaml"));
    }

    /// The pack made for them.
    public static PackFiles pack() {
        return PackFiles.read(home("alert-rules/packs/san-francisco"));
    }

    private static Path home(String path) {
        return Path.of(System.getProperty("tocsin.home"), path);
    }
}
